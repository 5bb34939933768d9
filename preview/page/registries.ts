import {
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  type FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  thresholdsOverrideProcessor,
  type TransformerRegistryItem,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

/** The field options that dashboards set in overrides. Grafana registers these with an editor for each. */
const FIELD_OPTIONS: Array<[path: string, process: FieldConfigPropertyItem['process']]> = [
  ['displayName', displayNameOverrideProcessor],
  ['unit', unitOverrideProcessor],
  ['min', numberOverrideProcessor],
  ['max', numberOverrideProcessor],
  ['decimals', numberOverrideProcessor],
  ['thresholds', thresholdsOverrideProcessor],
  ['mappings', valueMappingsOverrideProcessor],
  ['color', identityOverrideProcessor],
  ['noValue', identityOverrideProcessor],
  ['links', dataLinksOverrideProcessor],
];

/** The options that are one panel's own, `custom.…`. */
const CUSTOM_OPTIONS = [
  'axisPlacement',
  'axisSoftMin',
  'axisSoftMax',
  'align',
  'cellOptions',
  'drawStyle',
  'fillOpacity',
  'hideFrom.viz',
  'hidden',
  'lineStyle',
  'lineWidth',
  'minWidth',
  'stacking',
  'width',
  'wrapHeaderText',
  'wrapText',
];

/** Fills the registries that Grafana fills when it starts: field options and transformations. */
export function fillRegistries(): void {
  standardFieldConfigEditorRegistry.setInit(() => [
    ...FIELD_OPTIONS.map(([path, process]) => fieldOption(path, process, false)),
    ...CUSTOM_OPTIONS.map((path) => fieldOption(path, identityOverrideProcessor, true)),
  ]);
  standardTransformersRegistry.setInit(() =>
    // One transformation stands in the list under its old name as well.
    [...new Set(Object.values(standardTransformers))].map((transformation): TransformerRegistryItem => ({
      id: transformation.id,
      name: transformation.name,
      // The list's members differ in their options' types; a registry item does not say which options it takes.
      transformation: async () => transformation as Awaited<ReturnType<TransformerRegistryItem['transformation']>>,
      editor: () => null,
      imageDark: '',
      imageLight: '',
    }))
  );
}

function fieldOption(
  path: string,
  process: FieldConfigPropertyItem['process'],
  isCustom: boolean
): FieldConfigPropertyItem {
  return {
    id: isCustom ? `custom.${path}` : path,
    path,
    name: path,
    isCustom,
    process,
    shouldApply: () => true,
    editor: () => null,
    override: () => null,
  };
}

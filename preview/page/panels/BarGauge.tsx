import { getDisplayValueAlignmentFactors, VizOrientation } from '@grafana/data';
import type {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  VizTextDisplayOptions,
} from '@grafana/schema';
import { BarGauge as GrafanaBarGauge, useTheme2, VizRepeater } from '@grafana/ui';
import type { VisualizationProps } from './panelProps';
import { valuesOf } from './values';

interface Options {
  displayMode: BarGaugeDisplayMode;
  orientation: VizOrientation;
  valueMode?: BarGaugeValueMode;
  namePlacement?: BarGaugeNamePlacement;
  showUnfilled?: boolean;
  text?: VizTextDisplayOptions;
}

export function BarGauge({ panel, data, width, height }: VisualizationProps) {
  const theme = useTheme2();
  const options = panel.options as unknown as Options;
  return (
    <VizRepeater
      getValues={() => valuesOf(panel, data, theme)}
      getAlignmentFactors={(values) => getDisplayValueAlignmentFactors(values)}
      renderValue={({ value, alignmentFactors, width, height, orientation }) => (
        <GrafanaBarGauge
          value={value.display}
          field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
          alignmentFactors={alignmentFactors}
          orientation={orientation}
          displayMode={options.displayMode}
          valueDisplayMode={options.valueMode}
          namePlacement={options.namePlacement}
          showUnfilled={options.showUnfilled}
          text={options.text}
          itemSpacing={10}
          width={width}
          height={height}
          theme={theme}
        />
      )}
      width={width}
      height={height}
      source={data}
      renderCounter={0}
      itemSpacing={10}
      minVizHeight={16}
      maxVizHeight={300}
      orientation={options.orientation}
    />
  );
}

import { getDisplayValueAlignmentFactors, type VizOrientation } from '@grafana/data';
import type {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  VizTextDisplayOptions,
} from '@grafana/schema';
import { BigValue, useTheme2, VizRepeater } from '@grafana/ui';
import type { VisualizationProps } from './panelProps';
import { valuesOf } from './values';

interface Options {
  colorMode: BigValueColorMode;
  graphMode: BigValueGraphMode;
  justifyMode?: BigValueJustifyMode;
  textMode?: BigValueTextMode;
  text?: VizTextDisplayOptions;
  wideLayout?: boolean;
  orientation: VizOrientation;
}

export function Stat({ panel, data, width, height }: VisualizationProps) {
  const theme = useTheme2();
  const options = panel.options as unknown as Options;
  return (
    <VizRepeater
      getValues={() => valuesOf(panel, data, theme)}
      getAlignmentFactors={(values) => getDisplayValueAlignmentFactors(values)}
      renderValue={({ value, alignmentFactors, width, height, count }) => (
        <BigValue
          colorMode={options.colorMode}
          graphMode={options.graphMode}
          justifyMode={options.justifyMode}
          textMode={options.textMode}
          text={options.text}
          disableWideLayout={!options.wideLayout}
          value={value.display}
          count={count}
          alignmentFactors={alignmentFactors}
          width={width}
          height={height}
          theme={theme}
        />
      )}
      width={width}
      height={height}
      source={data}
      renderCounter={0}
      autoGrid
      itemSpacing={3}
      orientation={options.orientation}
    />
  );
}

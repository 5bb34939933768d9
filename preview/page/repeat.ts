import type { Panel } from './dashboard';
import { type ChosenVariable, chosenOptions } from './chosen';

const COLUMNS = 24;
/** As Grafana puts side by side when the panel does not say. */
const MAX_PER_ROW = 4;

/** Puts in place of each panel that is repeated one for every chosen value, side by side, and moves down what is below. */
export function repeatPanels(panels: Panel[], variables: ChosenVariable[]): Panel[] {
  const below = [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  let added = 0;
  return below.flatMap((panel) => {
    const { gridPos } = panel;
    const variable = variables.find(({ name }) => name === panel.repeat);
    const y = gridPos.y + added;
    if (!variable) {
      return [{ ...panel, gridPos: { ...gridPos, y } }];
    }
    const values = chosenOptions(variable);
    const perRow = Math.max(1, Math.min(values.length, panel.maxPerRow ?? MAX_PER_ROW));
    const w = Math.floor(COLUMNS / perRow);
    added += (Math.ceil(values.length / perRow) - 1) * gridPos.h;
    return values.map((value, place) => ({
      ...panel,
      key: `${panel.id}-${value.value}`,
      scopedVars: { [variable.name]: value },
      gridPos: { x: (place % perRow) * w, y: y + Math.floor(place / perRow) * gridPos.h, w, h: gridPos.h },
    }));
  });
}

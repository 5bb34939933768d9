import {
  type DataTransformerConfig,
  FieldType,
  standardTransformers,
  standardTransformersRegistry,
  toDataFrame,
  transformDataFrame,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';

import teamView from './dashboards/team-view.json';

// Grafana fills its registry itself; outside of it there is no other way to the transformation.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const { calculateFieldTransformer } = standardTransformers;

it('an evaluation without a score has no mark: nothing is not low', async () => {
  standardTransformersRegistry.setInit(() => [
    {
      id: calculateFieldTransformer.id,
      name: calculateFieldTransformer.name,
      transformation: async () => calculateFieldTransformer,
      editor: () => null,
      imageDark: '',
      imageLight: '',
    },
  ]);
  const panel = teamView.panels.find(({ title }) => title === 'Evaluations');
  const calculated: DataTransformerConfig[] = (panel?.transformations ?? []).filter(
    ({ id }) => id === calculateFieldTransformer.id
  );
  const evaluations = toDataFrame({ fields: [{ name: 'Score', type: FieldType.number, values: [90, null, 0] }] });
  const [shown] = await firstValueFrom(transformDataFrame(calculated, [evaluations]));
  expect(shown?.fields.find(({ name }) => name === 'Status')?.values).toEqual([90, null, 0]);
});

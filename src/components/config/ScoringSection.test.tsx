import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { act, screen, within } from '@testing-library/react';

import { giveElementsASize } from '../../testing/layout';
import { renderConfigEditor } from '../../testing/renderConfigEditor';
import { testDataSource } from '../../testing/testDataSource';
import { type Entity, type PassThreshold } from '../../types';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

/** The configuration page of a saved data source that lists these forms, or none while it has no credentials. */
async function edit(passThresholds?: PassThreshold[], evaluationForm?: Entity[]) {
  const get = jest.fn(async () => testDataSource({ entities: { evaluationForm } }));
  // The page asks Grafana for nothing else.
  setDataSourceSrv({ get } as unknown as DataSourceSrv);
  const page = renderConfigEditor({ jsonData: passThresholds ? { passThresholds } : {} });
  await act(async () => {});
  return { ...page, get };
}

const FORMS = [
  { id: 'f1', name: 'Sales' },
  { id: 'f2', name: 'Support' },
];

const exception = (number: number) => within(screen.getByRole('group', { name: `Exception ${number}` }));

it('adds, changes and removes exceptions, with forms by name', async () => {
  const { user, stored, get } = await edit(undefined, FORMS);
  expect(get).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Add a form' }));
  expect(get).toHaveBeenCalledWith('quality');
  // Nothing is scolded before it is filled in.
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.click(exception(1).getByRole('combobox', { name: /^Evaluation form/ }));
  await user.click(await screen.findByRole('option', { name: /Support/ }));
  await user.type(exception(1).getByRole('spinbutton', { name: /^Pass score/ }), '90');
  await user.type(exception(1).getByRole('spinbutton', { name: /^Critical score/ }), '100');
  expect(stored().jsonData.passThresholds).toEqual([{ formId: 'f2', passScore: 90, criticalScore: 100 }]);

  await user.click(screen.getByRole('button', { name: 'Add a form' }));
  const second = exception(2).getByRole('combobox', { name: /^Evaluation form/ });
  await user.type(second, 'f-retired');
  await user.click(await screen.findByRole('option', { name: /f-retired/ }));
  await user.click(screen.getByRole('button', { name: 'Remove the exception for Support' }));
  expect(stored().jsonData.passThresholds).toEqual([{ formId: 'f-retired' }]);
});

it('shows what an empty score means', async () => {
  const { user } = await edit([{ formId: 'f1' }], FORMS);
  await user.type(screen.getByRole('spinbutton', { name: /^Pass threshold/ }), '75');
  expect(exception(1).getByRole('spinbutton', { name: /^Pass score/ })).toHaveAttribute('placeholder', '75');
  expect(exception(1).getByRole('spinbutton', { name: /^Critical score/ })).toHaveAttribute('placeholder', '0');
});

it('flags a form that has an exception already, at the second one', async () => {
  await edit([{ formId: 'f1' }, { formId: 'f2' }, { formId: 'f1', passScore: 60 }], FORMS);
  expect(screen.getAllByRole('alert')).toHaveLength(1);
  expect(exception(3).getByRole('alert')).toHaveTextContent('f1 has been given twice');
});

it.each([{ passScore: 100.5 }, { criticalScore: -1 }])('refuses %j', async (scores) => {
  await edit([{ formId: 'f1', ...scores }], FORMS);
  expect(exception(1).getByRole('alert')).toHaveTextContent('between 0 and 100');
});

it('says to save first when forms cannot be listed, why, and still takes an id', async () => {
  const { user, stored } = await edit([{ formId: '' }]);
  expect(screen.getByText(/save the settings above first/)).toBeInTheDocument();
  expect(screen.getByText('Could not load evaluationForm: no permission')).toBeInTheDocument();
  await user.type(exception(1).getByRole('combobox', { name: /^Evaluation form/ }), 'f7');
  await user.click(await screen.findByRole('option', { name: /f7/ }));
  expect(stored().jsonData.passThresholds).toEqual([{ formId: 'f7' }]);
});

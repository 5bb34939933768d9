import React, { useState } from 'react';
import { act, render, screen } from '@testing-library/react';

import { queryWithDefaults } from '../../defaults';
import { giveElementsASize } from '../../testing/layout';
import { testDataSource } from '../../testing/testDataSource';
import { quickUser } from '../../testing/user';
import { type GenesysQualityQuery } from '../../types';
import { EntitiesField, EvaluationFormsField } from './IdsFields';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const entities = {
  evaluationForm: [
    { id: 'f1', name: 'Sales' },
    { id: 'f2', name: 'Support' },
  ],
  agent: [{ id: 'a1', name: 'Ana' }],
};

async function edit(
  Field: typeof EntitiesField,
  query: Partial<GenesysQualityQuery> = {},
  datasource = testDataSource({ entities, variables: [{ name: 'form', value: 'f1' }] })
) {
  const onChange = jest.fn();
  function Editor() {
    const [current, setCurrent] = useState(query);
    const change = (changed: Partial<GenesysQualityQuery>) => {
      onChange(changed);
      setCurrent({ ...current, ...changed });
    };
    return (
      <Field
        datasource={datasource}
        dialect={undefined}
        query={queryWithDefaults(current)}
        problems={{}}
        onChange={change}
      />
    );
  }
  await act(async () => render(<Editor />));
  return { user: quickUser(), onChange, datasource };
}

it('chooses by name, stores ids, and takes them back', async () => {
  const { user, onChange } = await edit(EvaluationFormsField);
  await user.click(screen.getByRole('combobox', { name: 'Evaluation forms' }));
  await user.click(await screen.findByRole('option', { name: 'Support' }));
  await user.click(screen.getByRole('option', { name: 'Sales' }));
  expect(onChange).toHaveBeenLastCalledWith({ evaluationFormIds: ['f2', 'f1'] });
  await user.click(screen.getByRole('button', { name: 'Remove Support' }));
  expect(onChange).toHaveBeenLastCalledWith({ evaluationFormIds: ['f1'] });
});

it.each([
  ['the name of a stored id', 'f2', 'Support'],
  ['an id whose name is gone', 'f9', 'f9'],
])('shows %s', async (_, id, text) => {
  await edit(EvaluationFormsField, { evaluationFormIds: [id] });
  expect(await screen.findByText(text)).toBeInTheDocument();
});

it('offers variables', async () => {
  const { user, onChange } = await edit(EvaluationFormsField);
  await user.click(screen.getByRole('combobox', { name: 'Evaluation forms' }));
  await user.click(await screen.findByRole('option', { name: '$form' }));
  expect(onChange).toHaveBeenLastCalledWith({ evaluationFormIds: ['$form'] });
});

it('takes a typed id, by keyboard alone', async () => {
  const { user, onChange } = await edit(EntitiesField);
  act(() => screen.getByRole('combobox', { name: 'Only these agents' }).focus());
  await user.keyboard('a-777');
  expect(await screen.findByRole('option', { name: /a-777 Use as an id/ })).toBeInTheDocument();
  await user.keyboard('{ArrowDown}{Enter}');
  expect(onChange).toHaveBeenLastCalledWith({ entityIds: ['a-777'] });
});

it('says in the list why there are no names, and still takes ids', async () => {
  const { user, onChange } = await edit(EntitiesField, { groupBy: ['skill'] });
  const list = screen.getByRole('combobox', { name: 'Only these skills' });
  await user.click(list);
  const message = await screen.findByRole('option', { name: 'Could not load skill: no permission' });
  await user.click(message);
  expect(onChange).not.toHaveBeenCalled();
  await user.type(list, 's1{ArrowDown}{Enter}');
  expect(onChange).toHaveBeenLastCalledWith({ entityIds: ['s1'] });
});

it('loads what is grouped by, once, and nothing for a variable or the total', async () => {
  const getEntities = async (query: Partial<GenesysQualityQuery>) =>
    (await edit(EntitiesField, query)).datasource.getEntities;
  expect(await getEntities({ groupBy: ['queue', 'evaluationForm'] })).toHaveBeenCalledWith('queue');
  expect(await getEntities({ groupBy: ['$by'] })).not.toHaveBeenCalled();
  expect(await getEntities({ groupBy: [] })).not.toHaveBeenCalled();
});

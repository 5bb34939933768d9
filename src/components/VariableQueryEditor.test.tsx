import React, { useState } from 'react';
import { act, render, screen } from '@testing-library/react';

import { expectAccessible } from '../testing/expectAccessible';
import { giveElementsASize } from '../testing/layout';
import { testDataSource } from '../testing/testDataSource';
import { quickUser } from '../testing/user';
import { type GenesysQualityVariableQuery } from '../types';
import { VariableQueryEditor } from './VariableQueryEditor';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

/** A variable's editor that keeps its query, as Grafana does. */
async function edit(query: Partial<GenesysQualityVariableQuery> = {}) {
  const onChange = jest.fn();
  const datasource = testDataSource({
    entities: { evaluationForm: [{ id: 'f1', name: 'Sales' }] },
    variables: [{ name: 'form', value: 'f1' }],
  });
  function Editor() {
    const [current, setCurrent] = useState<GenesysQualityVariableQuery>({ refId: 'A', entity: 'agent', ...query });
    const change = (changed: GenesysQualityVariableQuery) => {
      onChange(changed);
      setCurrent(changed);
    };
    return <VariableQueryEditor datasource={datasource} query={current} onChange={change} onRunQuery={jest.fn()} />;
  }
  let container = document.body;
  await act(async () => {
    ({ container } = render(<Editor />));
  });
  return { user: quickUser(), onChange, container };
}

const list = () => screen.getByRole('combobox', { name: /^List/ });
const forms = () => screen.getByRole('combobox', { name: 'Evaluation forms' });

it('chooses what a variable lists', async () => {
  const { user, onChange } = await edit();
  expect(list()).toHaveValue('Agents');
  await user.click(list());
  await user.click(await screen.findByRole('option', { name: 'Evaluation forms' }));
  expect(onChange).toHaveBeenCalledWith({ refId: 'A', entity: 'evaluationForm' });
});

it('depends on the forms of another variable, and keeps that when something else is listed', async () => {
  const { user, onChange } = await edit();
  await user.click(forms());
  await user.click(await screen.findByRole('option', { name: '$form' }));
  expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', entity: 'agent', evaluationFormIds: ['$form'] });
  await user.click(list());
  await user.click(await screen.findByRole('option', { name: 'Queues' }));
  expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', entity: 'queue', evaluationFormIds: ['$form'] });
  await user.click(screen.getByRole('button', { name: 'Remove $form' }));
  expect(onChange).toHaveBeenLastCalledWith({ refId: 'A', entity: 'queue', evaluationFormIds: [] });
});

it.each([
  ['a form by its name', ['f1'], 'Sales'],
  ['a variable', ['${form:csv}'], '${form:csv}'],
  ['a choice of nothing', ['', ''], 'None'],
])('shows %s', async (_, evaluationFormIds, text) => {
  await edit({ evaluationFormIds });
  expect(await screen.findByText(text)).toBeInTheDocument();
});

it('says that all forms are meant where none is chosen', async () => {
  await edit();
  expect(forms()).toHaveAttribute('placeholder', 'All evaluation forms');
});

it.each([{}, { evaluationFormIds: ['$form', 'f1'] }])('has no fault that axe finds: %j', async (query) => {
  const { container } = await edit(query);
  await expectAccessible(container);
});

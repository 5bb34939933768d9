import React from 'react';
import { render, screen } from '@testing-library/react';

import { giveElementsASize } from '../testing/layout';
import { testDataSource } from '../testing/testDataSource';
import { quickUser } from '../testing/user';
import { VariableQueryEditor } from './VariableQueryEditor';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

it('chooses what a variable lists', async () => {
  const user = quickUser();
  const onChange = jest.fn();
  render(
    <VariableQueryEditor
      datasource={testDataSource()}
      query={{ refId: 'A', entity: 'agent' }}
      onChange={onChange}
      onRunQuery={jest.fn()}
    />
  );
  const list = screen.getByRole('combobox', { name: /^List/ });
  expect(list).toHaveValue('Agents');
  await user.click(list);
  await user.click(await screen.findByRole('option', { name: 'Evaluation forms' }));
  expect(onChange).toHaveBeenCalledWith({ refId: 'A', entity: 'evaluationForm' });
});

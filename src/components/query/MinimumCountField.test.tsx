import React, { useState } from 'react';
import { act, render, screen } from '@testing-library/react';

import { queryWithDefaults } from '../../defaults';
import { giveElementsASize } from '../../testing/layout';
import { testDataSource } from '../../testing/testDataSource';
import { quickUser } from '../../testing/user';
import { type GenesysQualityQuery } from '../../types';
import { MinimumCountField } from './MinimumCountField';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const field = () => screen.getByRole('textbox', { name: 'Minimum count' });

function edit() {
  const onChange = jest.fn();
  let setFromOutside: (query: Partial<GenesysQualityQuery>) => void = () => {};
  const datasource = testDataSource();
  function Editor() {
    const [current, setCurrent] = useState<Partial<GenesysQualityQuery>>({});
    setFromOutside = setCurrent;
    const change = (changed: Partial<GenesysQualityQuery>) => {
      onChange(changed);
      setCurrent(changed);
    };
    return (
      <MinimumCountField
        datasource={datasource}
        dialect={undefined}
        query={queryWithDefaults(current)}
        problems={{}}
        onChange={change}
      />
    );
  }
  render(<Editor />);
  return { user: quickUser(), onChange, setFromOutside };
}

it('stores a number once it is typed, not while, and keeps the focus', async () => {
  const { user, onChange } = edit();
  expect(field()).toHaveValue('3');
  await user.clear(field());
  await user.type(field(), '10');
  expect(onChange).not.toHaveBeenCalled();
  await user.keyboard('{Enter}');
  expect(onChange).toHaveBeenLastCalledWith({ minimumCount: 10 });
  expect(field()).toHaveFocus();
  await user.tab();
  expect(onChange).toHaveBeenCalledTimes(1);
});

it.each([
  ['0', 0],
  [' 7 ', 7],
  ['$minimum', '$minimum'],
])('stores %j', async (text, minimumCount) => {
  const { user, onChange } = edit();
  await user.clear(field());
  await user.type(field(), text);
  await user.tab();
  expect(onChange).toHaveBeenLastCalledWith({ minimumCount });
});

it.each(['-1', '2.5', 'three', '2147483648'])('refuses %s while it is typed and stores nothing', async (text) => {
  const { user, onChange } = edit();
  await user.clear(field());
  await user.type(field(), text);
  expect(screen.getByRole('alert')).toHaveTextContent('Enter a whole number');
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
});

it('shows a number that comes from outside', async () => {
  const { user, setFromOutside } = edit();
  await user.type(field(), 'x');
  act(() => setFromOutside({ minimumCount: 8 }));
  expect(field()).toHaveValue('8');
});

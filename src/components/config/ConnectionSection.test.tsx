import { act, screen, within } from '@testing-library/react';

import { giveElementsASize } from '../../testing/layout';
import { renderConfigEditor } from '../../testing/renderConfigEditor';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const place = (name: string) =>
  within(screen.getByRole('radiogroup', { name: 'Where Genesys Cloud is' })).getByRole('radio', { name });
const region = () => screen.getByRole('combobox', { name: /^Region/ });

it('chooses a region by keyboard', async () => {
  const { user, stored } = renderConfigEditor();
  expect(place('Region')).toBeChecked();
  act(() => region().focus());
  await user.keyboard('mypurecloud.de{ArrowDown}{Enter}');
  expect(stored().jsonData).toEqual({ region: 'mypurecloud.de' });
});

it('offers all regions', async () => {
  const { user } = renderConfigEditor();
  await user.click(region());
  expect(await screen.findAllByRole('option')).toHaveLength(18);
});

it('takes a region that opened after this was released', async () => {
  const { user, stored } = renderConfigEditor();
  await user.type(region(), 'zz9.pure.cloud');
  await user.click(await screen.findByRole('option', { name: /Use custom value/ }));
  expect(stored().jsonData).toEqual({ region: 'zz9.pure.cloud' });
});

it('refuses a region that is no host name', () => {
  renderConfigEditor({ jsonData: { region: 'https://api.mypurecloud.ie' } });
  expect(screen.getByRole('alert')).toHaveTextContent('Enter a host name such as mypurecloud.ie');
});

it('stores exactly one place: another choice clears the others', async () => {
  const { user, stored } = renderConfigEditor({ jsonData: { region: 'mypurecloud.ie', clientId: 'c1' } });
  await user.click(place('Organization domain'));
  await user.type(screen.getByRole('textbox', { name: /^Organization domain/ }), 'acme.mygenesys.com');
  expect(JSON.parse(JSON.stringify(stored().jsonData))).toEqual({ clientId: 'c1', orgDomain: 'acme.mygenesys.com' });

  await user.click(place('Base URL'));
  await user.type(screen.getByRole('textbox', { name: /^Base URL/ }), 'https://gateway.example.com');
  expect(JSON.parse(JSON.stringify(stored().jsonData))).toEqual({
    clientId: 'c1',
    baseUrl: 'https://gateway.example.com',
  });
});

it('forgets the permission for plain HTTP with the base URL', async () => {
  const { user, stored } = renderConfigEditor({
    jsonData: { baseUrl: 'http://gateway.internal', allowInsecureHttp: true },
  });
  await user.click(place('Region'));
  expect(JSON.parse(JSON.stringify(stored().jsonData))).toEqual({});
});

it('says when a provisioned data source has two places, and keeps the chosen one', async () => {
  const { user, stored } = renderConfigEditor({
    jsonData: { region: 'mypurecloud.ie', baseUrl: 'https://gateway.example.com' },
  });
  expect(screen.getByRole('alert')).toHaveTextContent('Give exactly one of');
  await user.click(place('Base URL'));
  expect(JSON.parse(JSON.stringify(stored().jsonData))).toEqual({ baseUrl: 'https://gateway.example.com' });
  expect(screen.queryByText(/Give exactly one of/)).not.toBeInTheDocument();
});

it('asks before plain HTTP goes to another machine', async () => {
  const { user, stored } = renderConfigEditor({ jsonData: { baseUrl: 'http://gateway.internal' } });
  expect(screen.getByRole('alert')).toHaveTextContent('Plain http:// is for loopback addresses only');
  await user.click(screen.getByRole('switch', { name: /^Allow unencrypted HTTP/ }));
  expect(stored().jsonData.allowInsecureHttp).toBe(true);
  expect(screen.queryByText(/Plain http:/)).not.toBeInTheDocument();
});

it('does not ask for loopback', () => {
  renderConfigEditor({ jsonData: { baseUrl: 'http://127.0.0.1:8099' } });
  expect(screen.queryByRole('switch', { name: /^Allow unencrypted HTTP/ })).not.toBeInTheDocument();
});

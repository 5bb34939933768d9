import { screen, within } from '@testing-library/react';

import { giveElementsASize } from '../testing/layout';
import { renderConfigEditor } from '../testing/renderConfigEditor';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const textbox = (name: string | RegExp) => screen.getByRole('textbox', { name });
const api = (name: string) => within(screen.getByRole('radiogroup', { name: 'API' })).getByRole('radio', { name });

describe('the business day', () => {
  it('has a time zone and a start, checked while it is typed', async () => {
    const { user, stored } = renderConfigEditor();
    expect(screen.getByRole('combobox', { name: /^Time zone/ })).toHaveValue('UTC');
    const start = textbox(/^Start of the business day/);
    await user.type(start, '8:00');
    expect(screen.getByRole('alert')).toHaveTextContent('Enter a time as HH:MM');
    await user.clear(start);
    await user.type(start, '08:10');
    expect(screen.getByRole('alert')).toHaveTextContent('Choose a quarter hour');
    await user.clear(start);
    await user.type(start, '08:15');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(stored().jsonData).toEqual({ businessDayStart: '08:15' });
  });

  it('says when there is no such time zone', () => {
    renderConfigEditor({ jsonData: { timeZone: 'Europe/Atlantis' } });
    expect(screen.getByRole('alert')).toHaveTextContent('There is no time zone Europe/Atlantis.');
  });
});

describe('scoring', () => {
  it('is asked unless the API decides it', async () => {
    const { user, stored } = renderConfigEditor();
    await user.type(screen.getByRole('spinbutton', { name: /^Pass threshold/ }), '75.5');
    expect(stored().jsonData.passThreshold).toBe(75.5);
    await user.click(api('Quality Metrics'));
    expect(stored().jsonData.api).toBe('qualityMetrics');
    expect(screen.queryByRole('spinbutton', { name: /^Pass threshold/ })).not.toBeInTheDocument();
  });

  it('refuses more than all', async () => {
    const { user } = renderConfigEditor();
    await user.type(screen.getByRole('spinbutton', { name: /^Pass threshold/ }), '101');
    expect(screen.getByRole('alert')).toHaveTextContent('between 0 and 100');
  });
});

describe('limits and storage', () => {
  it('are out of the way until they are wanted', async () => {
    const { user, stored } = renderConfigEditor();
    expect(screen.queryByRole('spinbutton', { name: /^Requests per minute/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Advanced settings' }));
    const requests = screen.getByRole('spinbutton', { name: /^Requests per minute/ });
    expect(requests).toHaveAttribute('placeholder', '100');
    await user.type(requests, '40');
    await user.type(screen.getByRole('spinbutton', { name: /^Maximum lag/ }), '45');
    await user.type(screen.getByRole('spinbutton', { name: /^Show stale numbers for/ }), '0');
    await user.type(screen.getByRole('spinbutton', { name: /^Hours per analytics request/ }), '24');
    await user.type(textbox(/^Store file/), '/data/q.db');
    await user.type(textbox(/^Shared store URL/), 'redis://r:1');
    expect(stored().jsonData).toEqual({
      requestsPerMinute: 40,
      maxLagMinutes: 45,
      staleForMinutes: 0,
      analyticsIntervalHours: 24,
      storePath: '/data/q.db',
      sharedStoreUrl: 'redis://r:1',
    });
  });

  it('go back to the default when they are emptied', async () => {
    const { user, stored } = renderConfigEditor({ jsonData: { requestsPerMinute: 4 } });
    await user.click(screen.getByRole('button', { name: 'Advanced settings' }));
    await user.clear(screen.getByRole('spinbutton', { name: /^Requests per minute/ }));
    expect(stored().jsonData.requestsPerMinute).toBeUndefined();
  });

  it.each([
    ['Requests per minute', '0', 'from 1 to 100000'],
    ['Maximum lag', '0', 'from 1 to 1440'],
    ['Show stale numbers for', '-1', 'from 0 to 1440'],
    ['Hours per analytics request', '2209', 'from 1 to 2208'],
  ])('refuse %s of %s', async (name, value, message) => {
    const { user } = renderConfigEditor();
    await user.click(screen.getByRole('button', { name: 'Advanced settings' }));
    await user.type(screen.getByRole('spinbutton', { name: new RegExp(`^${name}`) }), value);
    expect(screen.getByRole('alert')).toHaveTextContent(message);
  });
});

it('says who will see scores', () => {
  renderConfigEditor();
  expect(screen.getByText(/Everybody who may query this data source sees/)).toBeInTheDocument();
});

it('is disabled when the data source is provisioned', async () => {
  const { user, onOptionsChange } = renderConfigEditor({
    readOnly: true,
    jsonData: { baseUrl: 'http://gateway.internal', clientId: 'c1' },
    secureJsonFields: { clientSecret: true },
  });
  await user.click(screen.getByRole('button', { name: 'Advanced settings' }));
  const controls = [
    ...['textbox', 'combobox', 'spinbutton', 'radio', 'switch'].flatMap((role) => screen.getAllByRole(role)),
    screen.getByLabelText(/^Shared store password/),
  ];
  expect(controls.length).toBeGreaterThan(15);
  for (const control of controls) {
    expect(control).toBeDisabled();
  }
  for (const button of screen.getAllByRole('button', { name: 'Reset' })) {
    await user.click(button);
  }
  expect(onOptionsChange).not.toHaveBeenCalled();
});

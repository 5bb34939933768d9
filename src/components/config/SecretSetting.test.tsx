import { screen } from '@testing-library/react';

import { giveElementsASize } from '../../testing/layout';
import { renderConfigEditor } from '../../testing/renderConfigEditor';

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

const secret = () => screen.getByLabelText(/^Client secret/);

it('takes a secret without showing it', async () => {
  const { user, stored } = renderConfigEditor();
  expect(secret()).toHaveAttribute('type', 'password');
  await user.type(secret(), 's3cret');
  expect(stored().secureJsonData).toEqual({ clientSecret: 's3cret' });
  expect(JSON.stringify(stored().jsonData)).not.toContain('s3cret');
});

it('does not show a stored secret, nor overwrite it while other settings change', async () => {
  const { user, stored } = renderConfigEditor({ secureJsonFields: { clientSecret: true } });
  expect(secret()).toBeDisabled();
  expect(secret()).toHaveValue('configured');
  await user.type(secret(), 'typed by accident');
  await user.type(screen.getByRole('textbox', { name: /^Client ID/ }), 'c1');
  expect(stored().secureJsonData).toBeUndefined();
  expect(stored().secureJsonFields).toEqual({ clientSecret: true });
});

it('is replaced after a reset, and the other secret stays', async () => {
  const { user, stored } = renderConfigEditor({
    secureJsonFields: { clientSecret: true, sharedStorePassword: true },
  });
  await user.click(screen.getByRole('button', { name: 'Reset' }));
  expect(stored().secureJsonFields).toEqual({ clientSecret: false, sharedStorePassword: true });
  await user.type(secret(), 'new');
  expect(stored().secureJsonData).toEqual({ clientSecret: 'new' });
});

it('keeps two new secrets apart', async () => {
  const { user, stored } = renderConfigEditor();
  await user.type(secret(), 'one');
  await user.click(screen.getByRole('button', { name: 'Advanced settings' }));
  await user.type(screen.getByLabelText(/^Shared store password/), 'two');
  expect(stored().secureJsonData).toEqual({ clientSecret: 'one', sharedStorePassword: 'two' });
});

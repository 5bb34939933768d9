import { DataSources } from './dataSources';
import type { ProvisionedDataSource } from './provisioning';

const PROVISIONED: ProvisionedDataSource = {
  id: 1,
  uid: 'genesys',
  name: 'Genesys',
  type: 'intraday-genesysquality-datasource',
  isDefault: true,
  readOnly: false,
  jsonData: { clientId: 'demo' },
  secureJsonData: { clientSecret: 'hidden', sharedStorePassword: 'hidden-too' },
  updated: 1000,
};

describe('DataSources', () => {
  it('shows which secrets are set, and none of them', () => {
    const [shown] = new DataSources([PROVISIONED]).list();
    expect(shown?.secureJsonFields).toEqual({ clientSecret: true, sharedStorePassword: true });
    expect(JSON.stringify(shown)).not.toContain('hidden');
  });

  it('keeps a secret that is not sent, replaces one that is, and removes an empty one', () => {
    const dataSources = new DataSources([PROVISIONED]);
    dataSources.update('genesys', { jsonData: { clientId: 'other' } });
    expect(dataSources.get('genesys')?.secureJsonData).toEqual(PROVISIONED.secureJsonData);
    dataSources.update('genesys', { secureJsonData: { clientSecret: 'new', sharedStorePassword: '' } });
    expect(dataSources.get('genesys')?.secureJsonData).toEqual({ clientSecret: 'new' });
    expect(dataSources.get('genesys')?.jsonData).toEqual({ clientId: 'other' });
  });

  it('moves the time of saving on with every change, so that the plugin takes it up', () => {
    const dataSources = new DataSources([PROVISIONED], () => 1000);
    dataSources.update('genesys', {});
    dataSources.update('genesys', {});
    expect(dataSources.get('genesys')?.updated).toBe(1002);
  });
});

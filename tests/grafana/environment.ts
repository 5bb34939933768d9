/** The data source that provisioning/ makes. */
export const DATA_SOURCE_UID = 'genesys-cloud-quality';
export const DATA_SOURCE_NAME = 'Genesys Cloud Quality';
export const PLUGIN_ID = 'intraday-genesysquality-datasource';

/** Where the Grafana under test is, without a slash at the end. Throws when nobody says so. */
export function grafanaUrl(env: NodeJS.ProcessEnv): string {
  if (!env.GRAFANA_URL) {
    throw new Error(
      'GRAFANA_URL is not set: name a Grafana that has this plugin and provisioning/, as `npm start` starts one.'
    );
  }
  return env.GRAFANA_URL.replace(/\/+$/, '');
}

/** The header of an administrator, by plugin-e2e's own variables; none for a Grafana that asks for no login. */
export function authorization(env: NodeJS.ProcessEnv): Record<string, string> {
  const { GRAFANA_ADMIN_USER: user, GRAFANA_ADMIN_PASSWORD: password } = env;
  return user ? { Authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` } : {};
}

/** The OAuth client that the simulator at SIMULATOR_URL knows. */
export function oauthClient(env: NodeJS.ProcessEnv): { clientId: string; clientSecret: string } {
  return {
    clientId: env.SIMULATOR_CLIENT_ID ?? 'demo',
    clientSecret: env.SIMULATOR_CLIENT_SECRET ?? 'demo-secret',
  };
}

/** Said by the tests that steer the simulator when they cannot. */
export const NO_SIMULATOR =
  'SIMULATOR_URL is not set: it is the address of the simulator that the data source asks, as `npm start` prints it';

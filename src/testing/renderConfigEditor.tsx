import React, { useState } from 'react';
import { type DataSourceSettings } from '@grafana/data';
import { render } from '@testing-library/react';

import { ConfigEditor } from '../components/ConfigEditor';
import { type GenesysQualityOptions, type GenesysQualitySecureOptions } from '../types';
import { quickUser } from './user';

type Settings = DataSourceSettings<GenesysQualityOptions, GenesysQualitySecureOptions>;

/** A configuration page that keeps its settings, as Grafana does; `stored()` is what a click on Save would send. */
export function renderConfigEditor(given: Partial<Settings> = {}) {
  let current: Settings = {
    id: 1,
    uid: 'quality',
    orgId: 1,
    name: 'Genesys Cloud Quality',
    type: 'intraday-genesysquality-datasource',
    typeName: 'Genesys Cloud Quality',
    typeLogoUrl: '',
    access: 'proxy',
    url: '',
    user: '',
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Grafana's type requires it
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    isDefault: false,
    jsonData: {},
    secureJsonFields: {},
    readOnly: false,
    withCredentials: false,
    ...given,
  };
  const onOptionsChange = jest.fn();
  function Page() {
    const [options, setOptions] = useState(current);
    const change = (changed: Settings) => {
      onOptionsChange(changed);
      current = changed;
      setOptions(changed);
    };
    return <ConfigEditor options={options} onOptionsChange={change} />;
  }
  const { container } = render(<Page />);
  return { user: quickUser(), onOptionsChange, container, stored: () => current };
}

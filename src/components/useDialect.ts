import { useEffect, useState } from 'react';

import { type GenesysQualityDataSource } from '../datasource';
import { type Dialect } from '../types';

/**
 * The API that answers a data source's queries; `undefined` while that is not known, and when it cannot be found out:
 * editors then offer everything, and the query itself says what is wrong.
 */
export function useDialect(datasource: GenesysQualityDataSource): Dialect | undefined {
  const [found, setFound] = useState<{ datasource?: unknown; dialect?: Dialect }>({});

  useEffect(() => {
    let wanted = true;
    const keep = (dialect?: Dialect) => wanted && setFound({ datasource, dialect });
    datasource.getDialect().then(keep, () => keep());
    return () => {
      wanted = false;
    };
  }, [datasource]);

  const { api } = datasource.settings;
  if (api !== 'auto') {
    return api;
  }
  return found.datasource === datasource ? found.dialect : undefined;
}

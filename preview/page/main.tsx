import { createTheme } from '@grafana/data';
import { config, getBackendSrv, setBackendSrv, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { GlobalStyles, PortalContainer, ThemeContext } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import type { DataSourceView } from '../server/dataSources';
import { backendSrv } from './api';
import { ConfigEditorPage } from './ConfigEditorPage';
import { DashboardPage } from './DashboardPage';
import { dataSourceSrv } from './dataSources';
import { PageFrame } from './PageFrame';
import { QueryEditorPage } from './QueryEditorPage';
import { fillRegistries } from './registries';
import { templateSrv } from './templates';

async function start(): Promise<void> {
  const { pathname, search } = window.location;
  const mode = new URLSearchParams(search).get('theme') === 'light' ? 'light' : 'dark';
  const theme = createTheme({ colors: { mode } });
  config.theme2 = theme;

  fillRegistries();
  setBackendSrv(backendSrv());
  setTemplateSrv(templateSrv());
  const dataSources = await getBackendSrv().get<DataSourceView[]>('/api/datasources');
  setDataSourceSrv(dataSourceSrv(dataSources));

  const root = document.getElementById('root');
  if (!root) {
    throw new Error('The page has no element #root.');
  }
  createRoot(root).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Route pathname={pathname} dataSources={dataSources} />
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function Route({ pathname, dataSources }: { pathname: string; dataSources: DataSourceView[] }) {
  const dashboard = /^\/d\/([^/]+)/.exec(pathname)?.[1];
  if (dashboard) {
    return <DashboardPage uid={dashboard} />;
  }
  const dataSource = dataSources.find(({ isDefault }) => isDefault) ?? dataSources[0];
  if (!dataSource) {
    return <PageFrame title="Preview">No data source is provisioned.</PageFrame>;
  }
  switch (pathname) {
    case '/editors/query':
      return <QueryEditorPage uid={dataSource.uid} />;
    case '/editors/config':
      return <ConfigEditorPage uid={dataSource.uid} />;
    default:
      return <PageFrame title="Page not found">There is nothing at {pathname}.</PageFrame>;
  }
}

void start();

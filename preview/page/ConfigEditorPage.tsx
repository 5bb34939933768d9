import type { DataSourceSettings } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button } from '@grafana/ui';
import { type ComponentType, useEffect, useState } from 'react';
import { plugin } from '../../src/module';
import { PageFrame } from './PageFrame';

type Settings = DataSourceSettings<Record<string, unknown>, Record<string, string>>;

interface EditorProps {
  options: Settings;
  onOptionsChange: (options: Settings) => void;
}

interface Result {
  severity: 'success' | 'error';
  message: string;
}

/** The plugin's settings editor with Grafana's Save & test. */
export function ConfigEditorPage({ uid }: { uid: string }) {
  const [options, setOptions] = useState<Settings>();
  const [result, setResult] = useState<Result>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    getBackendSrv().get<Settings>(`/api/datasources/uid/${uid}`).then(setOptions);
  }, [uid]);

  if (!options) {
    return null;
  }
  // Grafana mounts every plugin's editor under these widest props.
  const Editor = plugin.components.ConfigEditor as unknown as ComponentType<EditorProps>;
  const saveAndTest = async () => {
    setBusy(true);
    setResult(undefined);
    try {
      const saved = await getBackendSrv().put<{ datasource: Settings }>(`/api/datasources/uid/${uid}`, options);
      setOptions(saved.datasource);
      setResult(await test(uid));
    } catch (error) {
      setResult({ severity: 'error', message: messageOf(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <PageFrame title={options.name}>
      <main style={{ maxWidth: 900 }}>
        <Editor options={options} onOptionsChange={setOptions} />
        {result && (
          <div style={{ marginTop: 16 }}>
            <Alert severity={result.severity} title={result.message} />
          </div>
        )}
        <div style={{ marginTop: 16 }}>
          <Button onClick={saveAndTest} disabled={isBusy}>
            Save &amp; test
          </Button>
        </div>
      </main>
    </PageFrame>
  );
}

async function test(uid: string): Promise<Result> {
  const dataSource = await getDataSourceSrv().get(uid);
  const { message } = await dataSource.testDatasource();
  return { severity: 'success', message };
}

function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    if ('data' in error && typeof error.data === 'object' && error.data !== null && 'message' in error.data) {
      return String(error.data.message);
    }
    if ('message' in error) {
      return String(error.message);
    }
  }
  return String(error);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { DataSourceSettings } from '../host/pluginContext';
import { expandEnvironment, expandJson } from './environment';

/** A data source as a provisioning file describes it, environment variables put in. */
export type ProvisionedDataSource = DataSourceSettings & { type: string; isDefault: boolean; readOnly: boolean };

/** A dashboard's JSON model: what the preview needs of it is read by the page. */
export type DashboardModel = { uid: string; title: string } & Record<string, unknown>;

interface DataSourceFile {
  datasources?: Array<{
    name?: string;
    type?: string;
    uid?: string;
    isDefault?: boolean;
    editable?: boolean;
    jsonData?: Record<string, unknown>;
    secureJsonData?: Record<string, string>;
  }>;
}

/** What the preview reads of a plugin's plugin.json. */
interface PluginFile {
  includes?: Array<{ type: string; path: string }>;
}

/**
 * Reads `datasources/*.yaml` of a provisioning folder.
 *
 * @throws naming the file when one is no YAML or leaves out name, type or uid
 */
export async function readDataSources(
  folder: string,
  env: Record<string, string | undefined>
): Promise<ProvisionedDataSource[]> {
  const dataSources: ProvisionedDataSource[] = [];
  for (const { path, text } of await filesIn(join(folder, 'datasources'), /\.ya?ml$/)) {
    const file: DataSourceFile = parseOrSay(path, () => parse(text)) ?? {};
    for (const { name, type, uid, ...rest } of file.datasources ?? []) {
      if (!name || !type || !uid) {
        throw new Error(`A data source in ${path} has no ${!name ? 'name' : !type ? 'type' : 'uid'}; add it.`);
      }
      dataSources.push({
        id: dataSources.length + 1,
        uid,
        name,
        type,
        isDefault: rest.isDefault ?? false,
        readOnly: !rest.editable,
        // A map stays a map: only the values inside it are replaced.
        jsonData: expandJson(rest.jsonData ?? {}, env) as Record<string, unknown>,
        secureJsonData: Object.fromEntries(
          Object.entries(rest.secureJsonData ?? {}).map(([key, value]) => [key, expandEnvironment(value, env)])
        ),
        updated: Date.now(),
      });
    }
  }
  return dataSources;
}

/**
 * Reads the dashboards that `plugin.json` of a plugin's folder includes, in its order.
 *
 * @throws naming the file when one is missing, is no JSON or has no uid or title
 */
export async function readDashboards(plugin: string): Promise<DashboardModel[]> {
  const settings = await readNamed(join(plugin, 'plugin.json'));
  const { includes = [] }: PluginFile = parseOrSay(settings.path, () => JSON.parse(settings.text));
  const files = await Promise.all(
    includes.filter(({ type }) => type === 'dashboard').map(({ path }) => readNamed(join(plugin, path)))
  );
  return files.map(({ path, text }) => {
    const model: Partial<DashboardModel> = parseOrSay(path, () => JSON.parse(text));
    const { uid, title } = model;
    if (!uid || !title) {
      throw new Error(`The dashboard in ${path} has no ${uid ? 'title' : 'uid'}; add it.`);
    }
    return { ...model, uid, title };
  });
}

async function filesIn(folder: string, names: RegExp): Promise<Array<{ path: string; text: string }>> {
  const entries = await readdir(folder).catch((error) => {
    throw new Error(`The provisioning folder ${folder} cannot be read: ${error.message}`);
  });
  const paths = entries
    .filter((entry) => names.test(entry))
    .sort()
    .map((entry) => join(folder, entry));
  return Promise.all(paths.map(readNamed));
}

async function readNamed(path: string): Promise<{ path: string; text: string }> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new Error(`${path} cannot be read: ${error.message}`);
  });
  return { path, text };
}

function parseOrSay<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize, sep } from 'node:path';

const TYPES: Record<string, string> = { '.svg': 'image/svg+xml', '.png': 'image/png' };

/** Where @grafana/ui keeps the files that Grafana serves under `/public`: its icons. */
const GRAFANA_UI = dirname(require.resolve('@grafana/ui/package.json'));

/** A file that Grafana's components load from `/public/…`, or nothing when there is no such file. */
export async function publicFile(path: string): Promise<{ type: string; body: Buffer } | undefined> {
  const folder = join(GRAFANA_UI, 'dist', 'public');
  // Grafana puts its build's name into the path of an icon; the package does not.
  const file = normalize(join(folder, path.replace(/^\/public\/(build\/)?/, '')));
  const type = TYPES[extname(file)];
  if (!file.startsWith(folder + sep) || !type) {
    return undefined;
  }
  return readFile(file).then(
    (body) => ({ type, body }),
    () => undefined
  );
}

import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const PREVIEW = join(__dirname, '..');

/** The page's files by name, `main.js` and the parts that are loaded on demand. */
export type Bundle = Map<string, Uint8Array>;

let bundled: Promise<Bundle> | undefined;

/**
 * Bundles the page with the plugin's own sources, so that what it shows are the real editors. Once per process.
 *
 * @throws with esbuild's own message when the sources do not bundle
 */
export function bundlePage(): Promise<Bundle> {
  return (bundled ??= buildPage());
}

async function buildPage(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [join(PREVIEW, 'page', 'main.tsx')],
    outdir: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    tsconfig: join(PREVIEW, '..', 'tsconfig.node.json'),
    write: false,
    minify: true,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.ttf': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl' },
    plugins: [goBetween],
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(1), contents]));
}

/**
 * Two packages do not bundle as they are: both are helped by a CommonJS module in between, whose exports a bundler
 * does not check by name.
 * - react-custom-scrollbars-2 is CommonJS that marks itself as an ES module, and @grafana/ui imports it from a `.mjs`
 *   file. A bundler that follows Node then hands out the whole module where its default export is meant.
 * - @grafana/plugin-compat asks @grafana/runtime for functions that only a newer one has, and does without them.
 */
const goBetween: Plugin = {
  name: 'go-between',
  setup({ onResolve, onLoad, resolve }) {
    const resolved = { resolved: true };
    onResolve({ filter: /^(react-custom-scrollbars-2|@grafana\/runtime)$/ }, async (args) => {
      const isScrollbars = args.path === 'react-custom-scrollbars-2';
      if (args.pluginData === resolved || !(isScrollbars || args.importer.includes('/plugin-compat/'))) {
        return undefined;
      }
      const { kind, resolveDir } = args;
      const { path } = await resolve(args.path, { kind, resolveDir, pluginData: resolved });
      return { path, namespace: 'go-between', pluginData: isScrollbars ? '.default' : '' };
    });
    onLoad({ filter: /.*/, namespace: 'go-between' }, ({ path, pluginData }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})${pluginData};`,
      resolveDir: dirname(path),
    }));
  },
};

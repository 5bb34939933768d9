import { run } from './run';
import type { Part } from './shipped';

/** The modules that a Go binary says are linked into it, each as `name version`. Throws when it is no Go binary. */
export async function linkedModules(binary: string): Promise<string[]> {
  const { code, output } = await run('go', ['version', '-m', binary], { quiet: true });
  const modules = [...output.matchAll(/^\tdep\t(\S+)\t(\S+)/gm)].map(([, name, version]) => `${name} ${version}`);
  if (code !== 0 || modules.length === 0) {
    throw new Error(`go version names no module of ${binary}:\n${output}`);
  }
  return modules;
}

/** Those modules that are none of the parts, in the same version. */
export function unnamed(modules: string[], parts: Part[]): string[] {
  const named = new Set(parts.map(({ name, version }) => `${name} ${version}`));
  return modules.filter((module) => !named.has(module));
}

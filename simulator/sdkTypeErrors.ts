import { join } from 'node:path';

import ts from 'typescript';

/** JSON that is checked against one of the types that `genesys/models.ts` exports. */
export interface TypedJson {
  type: string;
  json: string;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/**
 * What the TypeScript compiler says to each JSON, written as a literal of its type: unknown fields, missing ones, wrong
 * types and unknown words. One program checks all of them, since reading the SDK's types takes seconds.
 *
 * @returns the messages in the order given; none for JSON that fits.
 */
export function sdkTypeErrors(typed: readonly TypedJson[]): string[][] {
  const sources = new Map(
    typed.map(({ type, json }, index) => [
      join(__dirname, `literal${index}.ts`),
      `import type { ${type} } from './genesys/models';\nexport const literal: ${type} = ${json};\n`,
    ])
  );
  const host = ts.createCompilerHost(OPTIONS);
  const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)];
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  const program = ts.createProgram([...sources.keys()], OPTIONS, host);
  return [...sources.keys()].map((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')
    );
  });
}

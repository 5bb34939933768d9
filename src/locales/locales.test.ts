import { readFileSync, writeFileSync } from 'fs';
import { glob } from 'glob';
import { join } from 'path';
import ts from 'typescript';

import pluginJson from '../plugin.json';

const SRC = join(__dirname, '..');

/** A text in the code: the second argument of `t`, or the `defaults` of `Trans`; with its plurals by suffix. */
type Texts = Map<string, string>;

function literal(node: ts.Node | undefined, where: string): string {
  if (node && ts.isStringLiteralLike(node)) {
    return node.text;
  }
  throw new Error(`${where}: texts and their keys must be literals, for translators to find them`);
}

function add(texts: Texts, key: string, text: string) {
  if ((texts.get(key) ?? text) !== text) {
    throw new Error(`${key} has two texts: "${texts.get(key)}" and "${text}"`);
  }
  texts.set(key, text);
}

function addCall(texts: Texts, call: ts.CallExpression, where: string) {
  const [id, text, values] = call.arguments;
  const key = literal(id, where);
  const properties = values && ts.isObjectLiteralExpression(values) ? values.properties : [];
  const one = properties.find((property) => property.name?.getText() === 'defaultValue_one');
  if (one && ts.isPropertyAssignment(one)) {
    add(texts, `${key}_one`, literal(one.initializer, where));
    add(texts, `${key}_other`, literal(text, where));
  } else {
    add(texts, key, literal(text, where));
  }
}

function addTrans(texts: Texts, attributes: ts.JsxAttributes, where: string) {
  const valueOf = (name: string) => {
    const attribute = attributes.properties.find((property) => property.name?.getText() === name);
    return literal(attribute && ts.isJsxAttribute(attribute) ? attribute.initializer : undefined, where);
  };
  add(texts, valueOf('i18nKey'), valueOf('defaults'));
}

function textsInCode(): Texts {
  const texts: Texts = new Map();
  for (const file of glob.sync('**/*.{ts,tsx}', { cwd: SRC, ignore: ['**/*.test.*', 'testing/**'] }).sort()) {
    const source = ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 't') {
        addCall(texts, node, file);
      } else if (ts.isJsxSelfClosingElement(node) && node.tagName.getText() === 'Trans') {
        addTrans(texts, node.attributes, file);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return texts;
}

/** The texts as i18next reads them: a key's dots are levels. */
function nested(texts: Texts): object {
  const root: Record<string, unknown> = {};
  for (const [key, text] of [...texts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const levels = key.split('.');
    let level = root;
    for (const name of levels.slice(0, -1)) {
      level = (level[name] ??= {}) as Record<string, unknown>;
    }
    level[levels[levels.length - 1] ?? ''] = text;
  }
  return root;
}

const catalogue = join(SRC, 'locales', 'en-US', `${pluginJson.id}.json`);

it('the English catalogue, from which translators work, has the texts of the code', () => {
  const inCode = nested(textsInCode());
  if (process.env.UPDATE_LOCALES) {
    writeFileSync(catalogue, JSON.stringify(inCode, undefined, 2) + '\n');
  }
  expect(JSON.parse(readFileSync(catalogue, 'utf8'))).toEqual(inCode);
});

it.each(pluginJson.languages)('%s has a catalogue by the name that Grafana looks for', (language) => {
  expect(() => readFileSync(join(SRC, 'locales', language, `${pluginJson.id}.json`))).not.toThrow();
});

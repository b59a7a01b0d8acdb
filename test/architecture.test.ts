import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

// Who may import whom. ESLint says the same in the editor; this test does not depend on it, and
// also sees import() and folders that are in no table.

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Folder of src/ -> the other folders that it may import. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  load: ['model'],
  engine: ['model'],
  query: ['model', 'engine'],
  explain: ['model', 'engine', 'query'],
  report: ['model', 'query', 'explain'],
  cli: ['model', 'load', 'engine', 'query', 'explain', 'report'],
};

/** Folders that may import Node's modules. */
const NODE_USERS = ['load', 'cli'];

/** Package -> the file, or the folder, that may import it. */
const PACKAGES: Readonly<Record<string, string>> = {
  'js-yaml': 'src/load/yaml-events.ts',
  'ipaddr.js': 'src/model/ip-text.ts',
  chalk: 'src/report/color.ts',
  commander: 'src/cli/',
};

/** Why `file` may not import `specifier`, or undefined where it may. */
function objection(file: string, specifier: string): string | undefined {
  const [, folder = '', ...rest] = file.split('/');
  const isIndex = file === 'src/index.ts';
  if (!isIndex && (rest.length === 0 || FOLDERS[folder] === undefined)) {
    return 'lies outside the folders of FOLDERS';
  }

  if (!specifier.startsWith('.')) {
    if (isIndex) return 'imports a package';
    const name = specifier.replace(/^node:/, '');
    if (name === 'process') return 'touches process';
    if (specifier.startsWith('node:')) {
      return NODE_USERS.includes(folder) ? undefined : 'uses Node';
    }
    const place = PACKAGES[name];
    if (place === undefined) return 'imports a package that has no place';
    return file === place || (place.endsWith('/') && file.startsWith(place))
      ? undefined
      : `imports a package whose place is ${place}`;
  }

  const target = slashed(join(dirname(file), specifier));
  if (target === 'package.json') return folder === 'cli' ? undefined : 'reads package.json';
  const [top, other = '', ...inside] = target.split('/');
  if (top !== 'src' || inside.length === 0) return 'imports from outside the folders of src';
  if (isIndex) return other === 'cli' ? 'exports the command line' : undefined;
  if (other === folder || FOLDERS[folder]?.includes(other)) return undefined;
  return `may import ${[folder, ...(FOLDERS[folder] ?? [])].join(', ')}`;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

function sourceFiles(): string[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(ROOT, join(entry.parentPath, entry.name))))
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

function parse(file: string): ts.SourceFile {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
}

/** Everything that the file imports or re-exports, types too. */
function importsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    let specifier: ts.Node | undefined;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      specifier = node.moduleSpecifier;
    } else if (ts.isImportTypeNode(node)) {
      specifier = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      specifier = node.arguments[0];
    }
    if (specifier !== undefined) {
      found.push(ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

describe('imports of src/', () => {
  test('go one way only, and each package has one place', () => {
    const objections = sourceFiles().flatMap((file) =>
      ['./itself.ts', ...importsOf(file)].flatMap((specifier) => {
        if (file === 'src/index.ts' && specifier === './itself.ts') return [];
        const reason = objection(file, specifier);
        return reason === undefined ? [] : [`${file} imports '${specifier}': ${reason}`];
      }),
    );
    expect(objections).toEqual([]);
  });

  test('index.ts only exports', () => {
    const others = parse('src/index.ts').statements.filter(
      (statement) => !ts.isExportDeclaration(statement),
    );
    expect(others.map((statement) => statement.getText())).toEqual([]);
  });

  test.each([
    ['src/model/pod.ts', './labels.ts', true],
    ['src/model/pod.ts', '../load/decode.ts', false],
    ['src/model/pod.ts', 'node:net', false],
    ['src/model/ip-text.ts', 'ipaddr.js', true],
    ['src/model/ip.ts', 'ipaddr.js', false],
    ['src/load/read-files.ts', 'node:fs', true],
    ['src/load/read-files.ts', 'node:process', false],
    ['src/load/yaml-events.ts', 'js-yaml', true],
    ['src/load/decode.ts', 'js-yaml', false],
    ['src/load/kinds/pod.ts', '../../model/pod.ts', true],
    ['src/load/decode.ts', '../engine/evaluate.ts', false],
    ['src/engine/evaluate.ts', '../load/decode.ts', false],
    ['src/query/endpoint.ts', '../engine/evaluate.ts', true],
    ['src/query/endpoint.ts', '../load/decode.ts', false],
    ['src/explain/reason.ts', '../query/endpoint.ts', true],
    ['src/report/json.ts', '../explain/reason.ts', true],
    ['src/report/json.ts', '../engine/evaluate.ts', false],
    ['src/report/color.ts', 'chalk', true],
    ['src/report/json.ts', 'chalk', false],
    ['src/cli/main.ts', 'commander', true],
    ['src/cli/main.ts', '../../package.json', true],
    ['src/cli/main.ts', '../index.ts', false],
    ['src/cli/main.ts', 'lodash', false],
    ['src/index.ts', './engine/evaluate.ts', true],
    ['src/index.ts', './cli/main.ts', false],
    ['src/util/misc.ts', './other.ts', false],
  ])('%s imports %s: %s', (file, specifier, allowed) => {
    expect(objection(file, specifier) === undefined).toBe(allowed);
  });
});

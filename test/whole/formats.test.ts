import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explainList } from '../../src/explain/whole/list.ts';
import { explainMatrix } from '../../src/explain/whole/matrix.ts';
import { loadFiles, type Loaded } from '../../src/load/load.ts';
import { engineFor, listConnections } from '../../src/query/whole/list.ts';
import { matrixOf } from '../../src/query/whole/matrix.ts';
import type { WholeQuestion } from '../../src/query/whole/question.ts';
import { select, type Selection } from '../../src/query/whole/select.ts';
import { LIST_FORMATS } from '../../src/report/list/formats.ts';
import { MATRIX_FORMATS } from '../../src/report/matrix/formats.ts';
import { schemaErrors } from '../report/json-schema.ts';
import { undescribed, type RootSchema } from '../docs/schema-tables.ts';

// UPDATE_GOLDEN=1 writes the files anew: read the difference as someone in a hurry would.
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const FOLDER = fileURLToPath(new URL('golden/', import.meta.url));
const SHOP = new URL('../../examples/shop/', import.meta.url);

const FILES = readdirSync(SHOP)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, SHOP), 'utf8') }));

function load(files: readonly { readonly name: string; readonly text: string }[]): Loaded {
  return loadFiles(files.map((file) => ({ file, explicit: true })));
}

const LOADED = load(FILES);

type Asked = Partial<WholeQuestion> & {
  readonly denied?: boolean;
  readonly reasons?: boolean;
};

const VIEW = {
  width: 80,
  color: 0,
  ascii: false,
  verbosity: 0,
  linkBase: null,
  version: '0.0.0',
} as const;

function selected({ cluster }: Loaded, asked: Asked): Selection {
  const found = select(cluster, {
    from: null,
    to: null,
    ports: [],
    namespace: 'default',
    only: null,
    family: null,
    by: 'workload',
    ...asked,
  });
  if (!found.ok) throw new Error(found.error.message);
  return found.selection;
}

function list(asked: Asked, format: string, loaded = LOADED, ascii = false): string {
  const selection = selected(loaded, asked);
  const engine = engineFor(selection, { hostNetwork: 'node' });
  const found = listConnections(engine, selection, asked.denied === true);
  const data = explainList(found, loaded.locator, { reasons: asked.reasons === true });
  return [...LIST_FORMATS[format]!.render(data, { ...VIEW, ascii })].join('');
}

function matrix(asked: Asked, format: string, loaded = LOADED, width = 80): string {
  const selection = selected(loaded, asked);
  const engine = engineFor(selection, { hostNetwork: 'node' });
  const data = explainMatrix(matrixOf(engine, selection), loaded.locator);
  return [...MATRIX_FORMATS[format]!.render(data, { ...VIEW, width })].join('');
}

function golden(name: string, actual: string): string {
  const path = `${FOLDER}${name}`;
  if (UPDATE) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, actual);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : '(no golden file)';
}

/** Questions about examples/shop. */
const QUESTIONS: Readonly<Record<string, Asked>> = {
  all: {},
  'who-reaches-redis': { to: 'data/sts/redis', ports: ['6379'], reasons: true },
  'from-web': { from: 'shop/deploy/web', reasons: true },
  'denied-from-web': { from: 'shop/deploy/web', denied: true },
  'to-service': { to: 'shop/svc/web', ports: ['80'] },
  'from-hypothetical': { from: 'shop/app=web,tier=new' },
  'from-block': { from: '203.0.113.0/24', ports: ['443', '8080'] },
  'by-pod': { by: 'pod', to: 'data/*' },
  'by-namespace': { by: 'namespace' },
  'by-class': { by: 'class' },
  'named-port': { ports: ['redis'] },
  icmp: { to: 'data/*', ports: ['ICMP'] },
};

describe('the printed list is the one that was read and found good', () => {
  test.each(Object.entries(QUESTIONS))('as text: %s', (name, asked) => {
    const text = list(asked, 'text');
    expect(text).toBe(golden(`list-${name}.txt`, text));
  });

  test.each(Object.keys(LIST_FORMATS).filter((format) => format !== 'text'))(
    'as %s: all, and one with reasons',
    (format) => {
      for (const name of ['all', 'who-reaches-redis', 'by-namespace']) {
        const text = list(QUESTIONS[name]!, format);
        expect(text).toBe(golden(`list-${name}.${format}`, text));
      }
    },
  );
});

/** Grids of examples/shop. */
const GRIDS: Readonly<Record<string, Asked>> = {
  all: {},
  port: { ports: ['6379', '53/UDP'] },
  namespace: { only: 'shop' },
  'by-namespace': { by: 'namespace' },
  rectangle: { from: 'shop/*', to: 'data/*' },
};

describe('the printed grid is the one that was read and found good', () => {
  test.each(Object.entries(GRIDS))('as text: %s', (name, asked) => {
    const text = matrix(asked, 'text');
    expect(text).toBe(golden(`matrix-${name}.txt`, text));
  });

  test.each(['md', 'csv', 'json'])('as %s', (format) => {
    for (const name of ['all', 'by-namespace']) {
      const text = matrix(GRIDS[name]!, format);
      expect(text).toBe(golden(`matrix-${name}.${format}`, text));
    }
  });

  test('says what to narrow where it does not fit', () => {
    const text = matrix({}, 'text', LOADED, 60);
    expect(text).toBe(golden('matrix-too-wide.txt', text));
    expect(text).toContain('--namespace');
  });
});

describe('JSON', () => {
  const schemaOf = (name: string) =>
    JSON.parse(
      readFileSync(new URL(`../../schema/${name}-v1.json`, import.meta.url), 'utf8'),
    ) as RootSchema & Parameters<typeof schemaErrors>[0];

  test.each(Object.entries(QUESTIONS))('of a list is what the schema says: %s', (_, asked) => {
    const data: unknown = JSON.parse(list(asked, 'json'));
    expect(schemaErrors(schemaOf('list'), data)).toEqual([]);
  });

  test.each(Object.entries(QUESTIONS))('line by line as well: %s', (_, asked) => {
    const { $defs } = schemaOf('list');
    const line = { $defs, ...($defs['line'] as object) } as Parameters<typeof schemaErrors>[0];
    for (const text of list(asked, 'ndjson').trimEnd().split('\n')) {
      expect(schemaErrors(line, JSON.parse(text))).toEqual([]);
    }
  });

  test.each(Object.entries(GRIDS))('of a grid is what the schema says: %s', (_, asked) => {
    const data: unknown = JSON.parse(matrix(asked, 'json'));
    expect(schemaErrors(schemaOf('matrix'), data)).toEqual([]);
  });

  test('with a field that is not in the schema is refused', () => {
    const data = JSON.parse(list({}, 'json')) as object;
    expect(schemaErrors(schemaOf('list'), { ...data, extra: 1 })).toEqual([
      '/extra: not in the schema',
    ]);
    const grid = JSON.parse(matrix({}, 'json')) as object;
    expect(schemaErrors(schemaOf('matrix'), { ...grid, extra: 1 })).toEqual([
      '/extra: not in the schema',
    ]);
  });

  test.each(['list', 'matrix'])('the schema of %s says of every field what it is', (name) => {
    const schema = schemaOf(name);
    const all = [schema, ...Object.values(schema.$defs)];
    expect(all.flatMap((node) => undescribed(node, ''))).toEqual([]);
  });
});

describe('the order of the input does not matter', () => {
  // Places differ where documents move within a file: only files are reordered for reasons.
  const documents = FILES.flatMap(({ text }) => text.split(/^---$/m)).filter((text) => text.trim());
  const one = (texts: readonly string[]): Loaded =>
    load([{ name: 'all.yaml', text: texts.join('\n---\n') }]);
  const [forwards, backwards] = [one(documents), one([...documents].reverse())];

  test.each(Object.keys(LIST_FORMATS))('list as %s', (format) => {
    for (const question of Object.values(QUESTIONS)) {
      const asked = { ...question, reasons: false };
      expect(list(asked, format, backwards)).toBe(list(asked, format, forwards));
    }
  });

  test('reasons, where files come in another order', () => {
    const asked = { reasons: true };
    expect(list(asked, 'text', load([...FILES].reverse()))).toBe(list(asked, 'text'));
  });

  test.each(['text', 'md', 'csv', 'json'])('matrix as %s', (format) => {
    for (const asked of Object.values(GRIDS)) {
      expect(matrix(asked, format, backwards)).toBe(matrix(asked, format, forwards));
    }
  });
});

describe('text', () => {
  test('holds only ASCII with --ascii', () => {
    for (const asked of Object.values(QUESTIONS)) {
      expect(list(asked, 'text', LOADED, true)).toMatch(/^[\x00-\x7f]*$/);
    }
  });
});

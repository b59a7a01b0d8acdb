import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { View } from '../../src/report/format.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { explain } from '../explain/support.ts';
import { SITUATIONS, type Situation } from './situations.ts';

// UPDATE_GOLDEN=1 writes the files anew: read the difference as someone in a hurry would.
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const FOLDER = fileURLToPath(new URL('golden/', import.meta.url));

/** Situations whose JSON is kept too; all others are checked against the schema elsewhere. */
const ALSO_JSON = [
  'allowed-by-rule',
  'denied-at-ingress',
  'unknown-by-label',
  'service-port',
  'admin-pass-then-denied',
  'baseline-deny-after-admin',
  'priority-tie',
];

function view({ verbosity = 0, ascii = false }: Situation): View {
  return { width: 80, color: 0, ascii, verbosity, linkBase: null, version: '0.0.0' };
}

function render(situation: Situation, format: string): string {
  const options = {
    everyRule: situation.verbosity === 2,
    ...(situation.engine === undefined ? {} : { engine: situation.engine }),
  };
  const explanation = explain(situation.files, situation.ask, options);
  return FORMATS[format]!.render(explanation, view(situation));
}

function golden(name: string, actual: string): string {
  const path = `${FOLDER}${name}`;
  if (UPDATE) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, actual);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : '(no golden file)';
}

describe('the printed answer is the one that was read and found good', () => {
  test.each(SITUATIONS.map((situation) => [situation.name, situation] as const))(
    'as text: %s',
    (name, situation) => {
      const text = render(situation, 'text');
      expect(text).toBe(golden(`${name}.txt`, text));
    },
  );

  test.each(
    SITUATIONS.filter(({ name }) => ALSO_JSON.includes(name)).map(
      (own) => [own.name, own] as const,
    ),
  )('as JSON: %s', (name, situation) => {
    const text = render(situation, 'json');
    expect(text).toBe(golden(`${name}.json`, text));
  });

  test('as one line: every situation', () => {
    const lines = SITUATIONS.map((own) => render(own, 'name')).join('');
    expect(lines).toBe(golden('names.txt', lines));
  });
});

describe('the printed text', () => {
  const texts = SITUATIONS.map((own) => [own.name, render(own, 'text'), own] as const);

  test.each(texts)('fits 80 columns: %s', (_name, text) => {
    // Code is never wrapped.
    const prose = text.split('\n').filter((line) => !/^ +\d+ │/.test(line));
    const wide = prose.filter((line) => Array.from(line).length > 80);
    expect(wide).toEqual([]);
  });

  /** Situations that are met every day, and how many lines they may take, with and without blank ones. */
  const LENGTHS: readonly (readonly [string, number, number])[] = [
    ['denied-at-ingress', 12, 10],
    ['denied-at-ingress-ascii', 12, 10],
    ['not-isolated', 5, 4],
    ['foreign-policy', 7, 6],
    ['address-denied', 10, 8],
    // Nine lines of these are the rule itself.
    ['allowed-by-rule', 14, 12],
    ['service-port', 16, 14],
    ['admin-pass-then-denied', 16, 14],
  ];

  test.each(LENGTHS)(
    'is short: %s takes at most %i lines, %i of them not blank',
    (name, most, full) => {
      const [, text] = texts.find(([own]) => own === name)!;
      const lines = text.replace(/\n$/, '').split('\n');
      expect(lines.length).toBeLessThanOrEqual(most);
      expect(lines.filter((line) => line !== '').length).toBeLessThanOrEqual(full);
    },
  );

  test.each([40, 60, 80, 100])('is set anew for %i columns, and no name is broken', (width) => {
    for (const own of SITUATIONS) {
      const explanation = explain(
        own.files,
        own.ask,
        own.engine === undefined ? {} : { engine: own.engine },
      );
      const text = FORMATS['text']!.render(explanation, { ...view(own), width });
      for (const line of text.split('\n')) {
        if (Array.from(line).length <= width || /^ +\d* │/.test(line)) continue;
        // What is still wider is one word, or a line of YAML.
        expect(line.trim()).toMatch(
          /^(?:\S+|(?:[-+] )?[-\w./]+:.*|- .*|\S+ +[✔✘?] +\S+(?: \S+)?|[✔✘?] +\S+|(?:->|[A-Z]+) +\S+|[·▲→] \S+)$/,
        );
      }
      const { from, to, via } = explanation.headline;
      for (const name of [from, to, via]) {
        if (name !== null && !name.includes(' ')) expect(text).toContain(name);
      }
    }
  });

  test.each(texts)('is the same when asked again: %s', (_name, text, own) => {
    expect(render(own, 'text')).toBe(text);
  });
});

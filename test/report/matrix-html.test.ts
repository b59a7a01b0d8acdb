import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matrixPage } from '../../src/report/matrix/html.ts';
import { pageBundle } from '../../scripts/matrix-page.mjs';
import { largeMatrix, matrixData, shopMatrix } from './matrix-fixture.ts';

const VERSION = '1.2.3';
const SHOP = matrixPage(shopMatrix(), VERSION);

/** Elements that have no end. */
const VOID = new Set(['meta', 'input', 'wbr', 'br']);

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** What is between the tag and the next one. */
  readonly text: string;
}

/** A strict reader of the HTML that we write; it throws where tags do not close each other. */
function tagsOf(page: string): Tag[] {
  const open: string[] = [];
  const tags: Tag[] = [];
  const rest = page
    .replace(/^<!DOCTYPE html>\n/, '')
    .replace(/(<(style|script)>)[^]*?(<\/\2>)/g, '$1$3')
    .replace(/<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>([^<>]*)/g, (_, ...found) => {
      const [slash, name, attributes, text] = found as [string, string, string, string];
      if (slash === '/') {
        expect(open.pop(), `what </${name}> closes`).toBe(name);
      } else {
        if (!VOID.has(name)) open.push(name);
        const pairs = [...attributes.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)];
        tags.push({
          name,
          attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])),
          text,
        });
      }
      return '';
    });
  expect(rest, 'what is no tag and no text').toBe('');
  expect(open, 'what is not closed').toEqual([]);
  return tags;
}

function between(page: string, name: string): string {
  return page.slice(page.indexOf(`<${name}>`) + name.length + 2, page.indexOf(`</${name}>`));
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

describe('the page of a matrix', () => {
  test('is well-formed, and each id is there once', () => {
    const ids = tagsOf(SHOP).flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(ids).toContain('matrix');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names nothing that could be loaded', () => {
    for (const { name, attributes } of tagsOf(SHOP)) {
      expect(name).not.toMatch(/^(?:link|img|iframe|object|embed|base|svg|audio|video)$/);
      for (const [key, value] of attributes) {
        expect(key).not.toMatch(/^(?:src|srcset|action|style|on.*)$/);
        if (key === 'href') expect(value).toMatch(/^#r\d+$/);
      }
    }
    expect(between(SHOP, 'style')).not.toMatch(/url\(|@import|https?:/);
    expect(between(SHOP, 'script')).not.toMatch(/fetch|XMLHttp|import\(|https?:|innerHTML|eval/);
  });

  test('forbids every load, and allows its own script and style by hash', () => {
    const policy = tagsOf(SHOP)
      .find(({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy')
      ?.attributes.get('content');
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(between(SHOP, 'style'))}`,
      `script-src ${hash(between(SHOP, 'script'))}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('has the style and the script of src/report/matrix/page: else `npm run build:page`', async () => {
    const file = new URL('../../src/report/matrix/page-bundle.ts', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(await pageBundle());
  });

  test('shows text from the input as text', () => {
    const hostile = `x"'></script><img src=x onerror=alert(1)>&amp;\u202e\u001b[31m$&`;
    const page = matrixPage(
      matrixData([`a/${hostile}`, 'b'], ['- A', '. -'], {
        title: hostile,
        notes: [hostile],
        file: hostile,
      }),
      hostile,
    );
    const tags = tagsOf(page);
    expect(tags.map(({ name }) => name)).not.toContain('img');
    expect(tags.filter(({ name }) => name === 'script')).toHaveLength(1);
    const shown =
      'x&quot;&#39;&gt;&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;\\u202e\\x1b[31m$&amp;';
    expect(tags.find(({ name }) => name === 'h1')?.text.trim()).toBe(shown);
    expect(tags.filter(({ text }) => text === `${shown}:24:5`)).not.toEqual([]);
    const sources = tags.filter(({ attributes }) => attributes.get('class') === 'from');
    expect(new Set(sources.map(({ text }) => text))).toEqual(new Set([`a/${shown}`, 'b']));
  });

  test('links each cell to the reason that decided it', () => {
    const tags = tagsOf(matrixPage(matrixData(['a/x', 'a/y'], ['- .', 'A -']), VERSION));
    const links = tags.filter(({ name }) => name === 'a');
    expect(links.map(({ attributes }) => attributes.get('href'))).toEqual([
      undefined,
      '#r1',
      '#r2',
      undefined,
    ]);
    const reasons = tags.filter(({ attributes }) => /^r\d/.test(attributes.get('id') ?? ''));
    expect(reasons).toHaveLength(3);
  });

  test('writes once what cells have in common but for the names of their ends', () => {
    const page = matrixPage(
      matrixData(['a/x', 'a/y', 'a/z'], ['- . .', '. - .', '. . -']),
      VERSION,
    );
    const tags = tagsOf(page);
    // A denial, and a pod and itself.
    expect(tags.filter(({ name }) => name === 'template')).toHaveLength(2);
    const whys = tags.flatMap(({ attributes }) => attributes.get('data-why') ?? []);
    expect(whys.join(', ')).toBe('0, 1 0 1, 1 0 1, 1 0 1, 0, 1 0 1, 1 0 1, 1 0 1, 0');
    expect(page).toContain('Told of a/x to a/y; the same holds for 5 other cells.');
  });

  test('keeps reasons apart where a policy has the name of an end', () => {
    // `data/redis` is a row here, and the policy that decides in every cell.
    const page = matrixPage(
      matrixData(['data/redis', 'a/y', 'a/z'], ['- A A', 'A - A', 'A A -']),
      VERSION,
    );
    const told = tagsOf(page).filter(({ attributes }) => attributes.get('class') === 'alike muted');
    expect(told.map(({ text }) => text)).toEqual([
      'Told of data/redis to a/y; the same holds for 5 other cells.',
      'Told of data/redis to a/y; the same holds for 1 other cell.',
      'Told of a/y to data/redis; the same holds for 1 other cell.',
      'Told of a/y to a/z; the same holds for 1 other cell.',
    ]);
  });

  test('says which pods its explanations tell of where rows are called otherwise', () => {
    const headers = tagsOf(SHOP).filter(({ name }) => name === 'th');
    expect(headers.map(({ attributes }) => attributes.get('data-told')).filter(Boolean)).toEqual([
      'data/redis-0',
      'data/redis-0',
    ]);
  });

  test('shows ports in the cells of a small grid, and letters of the legend in a large one', () => {
    const cells = (page: string): Set<string> =>
      new Set(
        tagsOf(page)
          .filter(({ name }) => name === 'a')
          .map(({ text }) => text),
      );
    expect(cells(SHOP)).toEqual(
      new Set(['✔', '✔\u00a06379/TCP', '✔\u00a053/TCP 53/UDP', '? 8080/TCP', '✘', '–']),
    );
    expect(cells(matrixPage(largeMatrix(8), VERSION))).toEqual(
      new Set(['✔', '✔\u00a0A', '✔\u00a0B', '✘', '–']),
    );
  });

  test('finds what is open in part by that, also where the rest is unknown', () => {
    const shop = shopMatrix();
    const open = shop.legend.find(({ letter }) => letter === 'A')!.passages;
    const legend = shop.legend.map((mark) =>
      mark.state === 'unknown'
        ? { ...mark, text: '6379/TCP; ? 8080/TCP', passages: [...mark.passages, ...open] }
        : mark,
    );
    const marks = tagsOf(matrixPage({ ...shop, legend }, VERSION)).flatMap(({ attributes }) => {
      const label = attributes.get('data-label');
      return label === undefined ? [] : [`${label}: ${attributes.get('data-verdicts') ?? ''}`];
    });
    expect(marks).toEqual([
      'all ports allowed: allowed',
      '6379/TCP allowed: allowed',
      '53/TCP 53/UDP allowed: allowed',
      '6379/TCP; unknown: 8080/TCP: allowed unknown',
      'denied: denied',
      'itself: ',
    ]);
  });

  test('of 100 by 100 stays below 1.5 MB', () => {
    expect(Buffer.byteLength(matrixPage(largeMatrix(100), VERSION))).toBeLessThan(1_500_000);
  });

  test('of too many cells says what to narrow', () => {
    const page = matrixPage(
      { ...shopMatrix(), columns: Array.from({ length: 25_001 }, () => shopMatrix().columns[0]!) },
      VERSION,
    );
    expect(tagsOf(page).map(({ name }) => name)).not.toContain('table');
    expect(page).toContain(
      'Ask for one namespace with <code>--namespace</code>, or some ends with <code>--from</code> and <code>--to</code>, or namespaces with <code>--by namespace</code>, or all of it with <code>-o csv</code> or <code>-o json</code>.',
    );
  });

  test('of nothing says so, and is still a page', () => {
    const page = matrixPage(matrixData([], []), VERSION);
    expect(tagsOf(page).map(({ name }) => name)).not.toContain('td');
    expect(page).toContain('0 sources, 0 destinations');
  });
});

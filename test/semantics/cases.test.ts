import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { hasErrors, loadFiles } from '../../src/load/load.ts';
import { ask } from '../../src/query/ask.ts';
import { caseFiles, filesOf, partsOf, type Item, type Question } from './read-cases.ts';

// From the text of manifests to the verdict: each claim of cases/*.yaml.

function check(item: Item, question: Question): void {
  const loaded = loadFiles(filesOf(item).map((file) => ({ file, explicit: true })));
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(hasErrors(loaded)).toBe(false);

  const { from, to, port } = partsOf(question.ask);
  const asked = ask(createEngine(loaded.cluster), {
    from,
    to,
    ports: [port],
    namespace: question.namespace ?? 'default',
    family: question.family ?? null,
  });
  if (!asked.ok) {
    expect(asked.error).toMatchObject({ kind: question.error });
    return;
  }
  expect(question.error).toBeUndefined();
  const { verdict, cases } = asked.answer;
  if (question.problem !== undefined) {
    expect(cases.map(({ problem }) => problem)).toEqual([question.problem]);
    return;
  }
  expect(verdict).toBe(question.verdict);
  expect(cases.length).toBeGreaterThan(0);
  if (question.cases !== undefined) expect(cases).toHaveLength(question.cases);
  if (question.at !== undefined) {
    for (const { decide } of cases) expect(decide?.().decidedAt).toEqual(question.at);
  }
}

describe.each(caseFiles().map(({ name, items }) => [name, items] as const))('%s', (_, items) => {
  const rows = items.flatMap((item) =>
    item.questions.map((question) => [question.claim, item, question] as const),
  );
  test.each(rows)('%s', (_claim, item, question) => {
    check(item, question);
  });
});

test('no claim is made twice', () => {
  const claims = caseFiles().flatMap(({ items }) =>
    items.flatMap(({ questions }) => questions.map(({ claim }) => claim)),
  );
  expect(new Set(claims).size).toBe(claims.length);
  expect(claims.length).toBeGreaterThan(180);
});

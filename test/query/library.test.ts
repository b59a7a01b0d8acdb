import { expect, test } from 'vitest';
import { check, FORMATS, hasErrors, loadFiles } from '../../src/index.ts';

const text = `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: main, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec:
  podSelector: {}
`;
const loaded = loadFiles([{ file: { name: 'shop.yaml', text }, explicit: true }]);

test('the input has no errors', () => {
  expect(hasErrors(loaded)).toBe(false);
});

test.each([[8080], ['http'], ['8080/TCP'], [['http', 9090]], [undefined]])(
  'one call asks and explains, with port %j',
  (port) => {
    const checked = check(loaded, { from: '10.0.0.1', to: 'shop/web', ...(port && { port }) });
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.answer.verdict).toBe('denied');
    expect(checked.explanation.decidedAt).toEqual(['ingress']);
  },
);

test('a question without an answer is a value, not an exception', () => {
  expect(check(loaded, { from: 'shop/wbe', to: 'shop/web' })).toMatchObject({
    ok: false,
    error: { code: 'unknown-pod', argument: 'from', hint: 'did you mean shop/web?' },
  });
});

test('names without a namespace are in the one that is given', () => {
  const checked = check(loaded, { from: '10.0.0.1', to: 'web', namespace: 'shop', family: 4 });
  expect(checked.ok && checked.answer.question).toMatchObject({ namespace: 'shop', family: 4 });
});

test('every format is there by name', () => {
  expect(Object.keys(FORMATS)).toEqual(expect.arrayContaining(['text', 'json', 'yaml', 'name']));
});

test('input with errors gets no answer', () => {
  const file = { name: 'bad.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata: {}\n' };
  const bad = loadFiles([{ file, explicit: true }]);
  expect(() => check(bad, { from: 'shop/web', to: 'data/redis' })).toThrow(
    'the input has 1 error, the first: Required value: name or generateName is required',
  );
});

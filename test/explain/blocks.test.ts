import { expect, test } from 'vitest';
import { explain } from './support.ts';

// What is said of a block is said of all of its addresses, never of the one that was looked at.

const FILES = {
  'policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: from-office, namespace: data}
spec:
  podSelector: {}
  ingress:
  - from:
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
`,
  'pod.yaml': `apiVersion: v1
kind: Pod
metadata: {name: db, namespace: data}
status: {podIP: 192.0.2.7}
`,
};

test('sentences about a block name the block', () => {
  const { shown } = explain(FILES, { from: '172.16.0.0/12', to: 'data/db', ports: ['80'] });
  expect(shown.told?.egress?.because).toBe(
    '172.16.0.0/12 is no pod of the input, and policies select pods only',
  );
  expect(shown.told?.ingress?.because).toBe(
    'isolated by data/from-office; no rule admits 172.16.0.0/12',
  );
});

test('where a block falls apart each part is named by its own addresses', () => {
  const { cases } = explain(FILES, { from: '10.0.0.0/8', to: 'data/db', ports: ['80'] });
  const denied = cases.find(({ verdict }) => verdict === 'denied');
  expect(denied?.ingress?.because).toBe('isolated by data/from-office; no rule admits 10.1.0.0/16');
  const has = denied?.ingress?.closest?.clauses.map((clause) => clause.has);
  expect(has).toEqual(['10.1.0.0/16']);
});

test('many ranges are counted', () => {
  const { cases } = explain(FILES, { from: '0.0.0.0/0', to: 'data/db', ports: ['80'] });
  const denied = cases.find(({ verdict }) => verdict === 'denied');
  expect(denied?.ingress?.because).toMatch(
    /no rule admits 0\.0\.0\.0-9\.255\.255\.255, .+ and \d+ more$/,
  );
});

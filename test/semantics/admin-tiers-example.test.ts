import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { loadFiles } from '../../src/load/load.ts';
import type { Verdict } from '../../src/model/decision.ts';
import { ask } from '../../src/query/ask.ts';

// The example is written in both versions of policy.networking.k8s.io: they must say the same.

const EXAMPLE = join(import.meta.dirname, '../../examples/admin-tiers');

function engineOf(form: string): Engine {
  const names = ['shared/cluster.yaml', 'shared/exception.yaml', `${form}/policies.yaml`];
  const loaded = loadFiles(
    names.map((name) => ({
      file: { name, text: readFileSync(join(EXAMPLE, name), 'utf8') },
      explicit: true,
    })),
  );
  expect(loaded.diagnostics).toEqual([]);
  return createEngine(loaded.cluster);
}

const ENGINES = { cnp: engineOf('cnp'), anp: engineOf('anp') };

const PODS = [
  'red/deploy/web',
  'red/deploy/api',
  'blue/deploy/web',
  'platform/deploy/prometheus',
  'kube-system/deploy/coredns',
];
const OUTSIDE = ['198.51.100.7', '2001:db8::7'];
const PORTS = ['8080', '9090', '443', '53/UDP', '53/TCP', '8080/UDP', '80/SCTP', 'ICMP'];

interface Judged {
  readonly verdict: Verdict | undefined;
  readonly at: readonly string[];
  readonly tiers: readonly string[];
}

function judge(engine: Engine, from: string, to: string, port: string): Judged[] {
  const asked = ask(engine, { from, to, ports: [port], namespace: 'default', family: null });
  if (!asked.ok) throw new Error(`${from} -> ${to}: ${asked.error.kind}`);
  return asked.answer.cases.map(({ decide }) => {
    const decision = decide?.();
    const ends = decision === undefined ? [] : [decision.egress, decision.ingress];
    return {
      verdict: decision?.verdict,
      at: decision?.decidedAt ?? [],
      tiers: ends.flatMap(({ tiers }) =>
        tiers.map(({ tier, outcome }) => `${tier.name} ${outcome}`),
      ),
    };
  });
}

const PAIRS = [...PODS, ...OUTSIDE].flatMap((from) =>
  [...PODS, ...OUTSIDE].flatMap((to) =>
    from === to || (OUTSIDE.includes(from) && OUTSIDE.includes(to)) ? [] : [[from, to] as const],
  ),
);

describe('the two forms of examples/admin-tiers', () => {
  test.each(PAIRS)('say the same of %s -> %s, on every port', (from, to) => {
    for (const port of PORTS) {
      const [newer, older] = [ENGINES.cnp, ENGINES.anp].map((e) => judge(e, from, to, port));
      expect(older, port).toEqual(newer);
    }
  });

  test.each([
    ['red/deploy/web', 'red/deploy/api', '8080', 'allowed', []],
    ['blue/deploy/web', 'red/deploy/api', '8080', 'denied', ['ingress']],
    ['platform/deploy/prometheus', 'red/deploy/api', '9090', 'allowed', []],
    ['platform/deploy/prometheus', 'blue/deploy/web', '9090', 'denied', ['ingress']],
    ['blue/deploy/web', '198.51.100.7', '443', 'denied', ['egress']],
    ['blue/deploy/web', 'kube-system/deploy/coredns', '53/UDP', 'allowed', []],
    ['203.0.113.9', 'blue/deploy/web', '8080', 'allowed', []],
  ] as const)('%s -> %s %s is %s', (from, to, port, verdict, at) => {
    for (const engine of Object.values(ENGINES)) {
      expect(judge(engine, from, to, port)).toMatchObject([{ verdict, at }]);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { SITUATIONS } from '../report/situations.ts';
import { explain, type Asking, type Files } from './support.ts';

const situation = (name: string) => SITUATIONS.find((own) => own.name === name)!;

describe('a hint is for -v', () => {
  const { files } = situation('peer-or-not-and');
  const WITH_DENIAL: Files = {
    ...files,
    'deny.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Egress]}
`,
  };
  const ASK: Asking = { from: 'shop/cart', to: 'data/redis', ports: ['6379'] };
  const levelsOf = (own: Files) =>
    Object.fromEntries(explain(own, ASK).hints.map(({ code, level }) => [code, level]));

  test('where it is about the end that did not decide', () => {
    expect(levelsOf(files)['peer-or-not-and']).toBe(0);
    expect(levelsOf(WITH_DENIAL)['peer-or-not-and']).toBe(1);
  });

  test('where both ends say it already', () => {
    expect(levelsOf(WITH_DENIAL)['one-sided-allow']).toBe(1);
  });
});

describe('that a Service is translated first is said', () => {
  const { files, ask } = situation('service-port');
  const levelIn = (own: Files) =>
    explain(own, ask).assumptions.find(({ code }) => code === 'ASSUME_SERVICE_TRANSLATION')?.level;

  test('with -v, where labels decide', () => {
    expect(levelIn(files)).toBe(1);
  });

  test('always, where a rule looks at addresses, of which the Service has one', () => {
    const block = files['egress.yaml']!.replace(
      'namespaceSelector: {matchLabels: {team: data}}',
      'ipBlock: {cidr: 10.96.0.0/12}',
    );
    expect(levelIn({ ...files, 'egress.yaml': block })).toBe(0);
  });
});

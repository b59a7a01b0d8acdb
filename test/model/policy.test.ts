import { describe, expect, test } from 'vitest';
import { policyDirection, policyName, TIERS } from '../../src/model/policy.ts';
import { adminPolicy, networkPolicy } from '../support/policies.ts';

describe('a policy', () => {
  test('says of each direction what it says of that one', () => {
    const policy = networkPolicy('shop/p', { policyTypes: ['Egress'], egress: [{}] });
    expect(policyDirection(policy, 'Egress')).toBe(policy.egress);
    expect(policyDirection(policy, 'Ingress')).toBe(policy.ingress);
  });

  test('is named with its namespace, a cluster-wide one without', () => {
    expect(policyName(networkPolicy('shop/p'))).toBe('shop/p');
    expect(policyName(adminPolicy('p', {}))).toBe('p');
  });
});

describe('the tiers of Kubernetes', () => {
  test('are asked in this order: admin, NetworkPolicy, baseline', () => {
    const tiers = Object.values(TIERS).sort((a, b) => a.order - b.order);
    expect(tiers.map(({ name }) => name)).toEqual(['Admin', 'NetworkPolicy', 'Baseline']);
  });

  test('isolate by NetworkPolicy alone', () => {
    const isolating = Object.values(TIERS).filter(({ unmatched }) => unmatched === 'deny');
    expect(isolating).toEqual([TIERS.networkPolicy]);
  });
});

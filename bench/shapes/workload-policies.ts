import { Random } from '../random.ts';
import type { Inhabited, Landscape } from './landscape.ts';
import { RulesOf } from './workload-rules.ts';
import type { PolicyFacts } from './shape.ts';
import { DNS_RULE, policySpec } from './specs.ts';

const SHARE_OF_DEFAULT_DENY = 0.7;
const SHARE_OF_EGRESS_DENY = 0.4;

/** Exactly so many policies of a landscape, by namespace. */
export function* policiesOf(
  landscape: Landscape,
  count: number,
  seed: number,
  dualStack: boolean,
): Generator<PolicyFacts> {
  const random = new Random(seed);
  const denials = landscape.namespaces.map((namespace) => denialsOf(namespace, random));
  const isolating = denials.reduce((sum, policies) => sum + policies.length, 0);
  const shares = shareOut(landscape, Math.max(0, count - isolating), random);
  const rules = new RulesOf(landscape, random, dualStack);
  let left = count;
  for (const [at, namespace] of landscape.namespaces.entries()) {
    for (const policy of denials[at]!) {
      if (left-- > 0) yield policy;
    }
    for (let number = 1; number <= shares[at]!; number++) {
      if (left-- > 0) yield rules.policy(namespace, number);
    }
  }
}

/** What isolates all pods of most namespaces, and where it is for egress too, the way to the DNS. */
function denialsOf({ name: namespace }: Inhabited, random: Random): PolicyFacts[] {
  if (namespace === 'kube-system' || !random.chance(SHARE_OF_DEFAULT_DENY)) return [];
  const policy = { kind: 'NetworkPolicy', namespace } as const;
  if (!random.chance(SHARE_OF_EGRESS_DENY)) {
    return [{ ...policy, name: 'default-deny', spec: policySpec({}, { ingress: [] }) }];
  }
  return [
    { ...policy, name: 'allow-dns', spec: policySpec({}, { egress: [DNS_RULE] }) },
    { ...policy, name: 'default-deny', spec: policySpec({}, { egress: [], ingress: [] }) },
  ];
}

/** How many policies each namespace gets: the more workloads, the more; none where nothing runs. */
function shareOut({ namespaces }: Landscape, count: number, random: Random): number[] {
  const owners = namespaces.flatMap(({ workloads }, at) => workloads.map(() => at));
  const shares = namespaces.map(() => 0);
  for (let policy = 0; policy < count; policy++) shares[random.pick(owners)]!++;
  return shares;
}

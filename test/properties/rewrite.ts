import type { Cluster } from '../../src/model/cluster.ts';
import type { Endpoint } from '../../src/model/connection.ts';
import type { Family } from '../../src/model/ip.ts';
import type { Peer, Policy, PortMatch, Rule } from '../../src/model/policy.ts';

/** All policies of a cluster, each rewritten. */
export function mapPolicies(cluster: Cluster, rewrite: (policy: Policy) => Policy): Policy[] {
  return [...cluster.policies.values()].flat().map(rewrite);
}

/** The policy with its rules of both directions rewritten. */
export function mapRules(
  policy: Policy,
  rewrite: (rules: readonly Rule[]) => readonly Rule[],
): Policy {
  return {
    ...policy,
    ingress: { ...policy.ingress, rules: rewrite(policy.ingress.rules) },
    egress: { ...policy.egress, rules: rewrite(policy.egress.rules) },
  };
}

/** The policy with each peer replaced by others. */
export function mapPeers(policy: Policy, rewrite: (peer: Peer) => readonly Peer[]): Policy {
  return mapRules(policy, (rules) =>
    rules.map((rule) => ({ ...rule, peers: rule.peers?.flatMap(rewrite) ?? null })),
  );
}

/** The policy with each port item replaced by others. */
export function mapPorts(
  policy: Policy,
  rewrite: (port: PortMatch) => readonly PortMatch[],
): Policy {
  return mapRules(policy, (rules) =>
    rules.map((rule) => ({ ...rule, ports: rule.ports?.flatMap(rewrite) ?? null })),
  );
}

/** Whether an end has no address of the family, or none that anybody could know. */
export function endHasNoAddress(end: Endpoint, family: Family): boolean {
  if (end.kind === 'hostname') return true;
  if (end.kind === 'address') return false;
  const { addresses } = end.kind === 'pod' ? end.pod : end.node;
  // A pod in the host network may also lack an address through its node.
  if (addresses === null) return end.kind === 'pod' && end.pod.hostNetwork;
  return !addresses.some((address) => address.family === family);
}

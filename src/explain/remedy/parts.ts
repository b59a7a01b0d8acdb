import type { Connection, Endpoint } from '../../model/connection.ts';
import { familyBits } from '../../model/ip.ts';
import { formatAddress } from '../../model/ip-text.ts';
import { selectorMatches, type LabelSelector, type Requirement } from '../../model/labels.ts';
import { NAMESPACE_NAME_LABEL, type Pod } from '../../model/objects.ts';
import type { Peer, PortMatch } from '../../model/policy.ts';
import { compareText } from '../places.ts';

/** Labels that say who a pod is, the most usual first. */
const IDENTITY_KEYS = ['app', 'app.kubernetes.io/name', 'k8s-app', 'name', 'role'];

/** Labels that change with a rollout or name one pod only. */
const VOLATILE = [
  /^pod-template-/,
  /^controller-/,
  /^batch\.kubernetes\.io\//,
  /^job-name$/,
  /^apps\.kubernetes\.io\//,
  /^statefulset\.kubernetes\.io\//,
  /^helm\.sh\/chart$/,
  /^app\.kubernetes\.io\/(?:version|managed-by|part-of)$/,
  /^topology\.kubernetes\.io\//,
];

function stableLabels(pod: Pod): Map<string, string> {
  const stable = [...pod.labels].flatMap(([key, value]) =>
    value === null || VOLATILE.some((pattern) => pattern.test(key)) ? [] : [[key, value] as const],
  );
  return new Map(stable.sort(([a], [b]) => compareText(a, b)));
}

/**
 * The labels to select a pod by: by the keys that the author of `like` uses, where the pod has all
 * of them; else by what names it; else by every stable label. Null where there is none.
 */
export function selectorFor(pod: Pod, like: LabelSelector | null): LabelSelector | null {
  const labels = stableLabels(pod);
  const wanted = (like?.requirements ?? []).map(({ key }) => key);
  const named = IDENTITY_KEYS.filter((key) => labels.has(key)).slice(0, 1);
  const keys =
    wanted.length > 0 && wanted.every((key) => labels.has(key))
      ? [...new Set(wanted)]
      : named.length > 0
        ? named
        : [...labels.keys()];
  if (keys.length === 0) return null;
  const requirements = keys.map((key) => equals(key, labels.get(key) ?? ''));
  return { requirements, path: [] };
}

function equals(key: string, value: string): Requirement {
  return { key, operator: 'In', values: [value], path: [] };
}

/**
 * A peer for the other end: in the policy's own namespace a podSelector, in another one with a
 * namespaceSelector too, kept from `like` where that one matches; for an end outside the pod
 * network its address. Null where the input tells neither labels nor an address.
 */
export function peerFor(
  other: Endpoint,
  policyNamespace: string,
  connection: Connection,
  like: Extract<Peer, { kind: 'pods' }> | null,
  namespaceLabels: Pod['labels'],
): Peer | null {
  if (other.kind === 'pod' && !other.pod.hostNetwork) {
    const { pod } = other;
    const pods = selectorFor(pod, like?.pods ?? null);
    if (pods === null) return null;
    if (like?.namespaces.kind === 'selected') {
      const { selector } = like.namespaces;
      if (selectorMatches(selector, namespaceLabels) === 'yes') {
        return { kind: 'pods', namespaces: like.namespaces, pods, path: [] };
      }
    }
    const namespaces =
      pod.namespace === policyNamespace
        ? ({ kind: 'own', namespace: policyNamespace } as const)
        : ({
            kind: 'selected',
            selector: { requirements: [equals(NAMESPACE_NAME_LABEL, pod.namespace)], path: [] },
          } as const);
    return { kind: 'pods', namespaces, pods, path: [] };
  }
  const address = addressesOf(other).find(({ family }) => family === connection.family);
  if (address === undefined) return null;
  const { family, value } = address;
  const text = `${formatAddress(address)}/${String(familyBits(family))}`;
  const cidr = { range: { family, first: value, last: value }, text, path: [] };
  return { kind: 'ipBlock', cidr, except: [], path: [] };
}

function addressesOf(end: Endpoint) {
  switch (end.kind) {
    case 'pod':
      return end.pod.addresses ?? [];
    case 'node':
      return end.node.addresses ?? [];
    case 'address':
      return [end.address];
    case 'hostname':
      return [];
  }
}

/** A port item for the connection; null for ICMP, which rules cannot name. */
export function portFor({ port, protocol }: Connection): PortMatch | null {
  if (port === null || protocol === 'ICMP') return null;
  return {
    kind: 'range',
    protocol,
    first: port,
    last: port,
    protocolDefaulted: protocol === 'TCP',
    path: [],
  };
}

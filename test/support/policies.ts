import type { LabelSelector, Operator, Requirement } from '../../src/model/labels.ts';
import {
  TIERS,
  type Action,
  type CidrText,
  type NamespaceScope,
  type Peer,
  type PodScope,
  type Policy,
  type PortMatch,
  type Rule,
  type Tier,
} from '../../src/model/policy.ts';
import type { Protocol } from '../../src/model/port.ts';
import type { FieldPath } from '../../src/model/source.ts';
import { blockOf } from '../oracle/addresses.ts';
import { dummySource } from './builders.ts';

/** The API's NetworkPolicySpec as one writes it: fields may be left out, or null. */
export interface Spec {
  readonly podSelector?: SelectorSpec | null;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[] | null;
  readonly ingress?: readonly (IngressRuleSpec | null)[] | null;
  readonly egress?: readonly (EgressRuleSpec | null)[] | null;
}
export interface IngressRuleSpec {
  readonly from?: readonly PeerSpec[] | null;
  readonly ports?: readonly (PortSpec | null)[] | null;
}
export interface EgressRuleSpec {
  readonly to?: readonly PeerSpec[] | null;
  readonly ports?: readonly (PortSpec | null)[] | null;
}
export interface SelectorSpec {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly ExpressionSpec[];
}
export interface ExpressionSpec {
  readonly key: string;
  readonly operator: Operator;
  readonly values?: readonly string[];
}
export interface PeerSpec {
  readonly podSelector?: SelectorSpec | null;
  readonly namespaceSelector?: SelectorSpec | null;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
export interface PortSpec {
  readonly protocol?: Protocol;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** A NetworkPolicy `namespace/name` with the defaults that the API server fills in. */
export function networkPolicy(path: string, spec: Spec = {}): Policy {
  const [namespace = '', name = ''] = path.split('/');
  const types = spec.policyTypes ?? [];
  const defaulted = types.length === 0;
  const ingress = spec.ingress ?? [];
  const egress = spec.egress ?? [];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    namespace,
    name,
    tier: TIERS.networkPolicy,
    priority: null,
    subject: {
      namespaces: { kind: 'own', namespace },
      pods: selector(spec.podSelector ?? {}, ['spec', 'podSelector']),
    },
    ingress: {
      applies: defaulted || types.includes('Ingress'),
      rules: ingress.map((rule, i) =>
        unionRule(
          namespace,
          i,
          rule?.from ?? [],
          rule?.ports ?? [],
          ['spec', 'ingress', i],
          'from',
        ),
      ),
    },
    egress: {
      applies: defaulted ? egress.length > 0 : types.includes('Egress'),
      rules: egress.map((rule, i) =>
        unionRule(namespace, i, rule?.to ?? [], rule?.ports ?? [], ['spec', 'egress', i], 'to'),
      ),
    },
    directionsDefaulted: defaulted,
    source: dummySource,
  };
}

function unionRule(
  namespace: string,
  index: number,
  peers: readonly PeerSpec[],
  ports: readonly (PortSpec | null)[],
  path: FieldPath,
  peersField: 'from' | 'to',
): Rule {
  return {
    index,
    name: null,
    action: 'Accept',
    peers:
      peers.length === 0
        ? null
        : peers.map((peer, i) => peerOf(namespace, peer, [...path, peersField, i])),
    ports:
      ports.length === 0 ? null : ports.map((port, i) => portOf(port ?? {}, [...path, 'ports', i])),
    path,
  };
}

/** A peer as the API writes it, in a policy of this namespace. */
export function peerOf(namespace: string, peer: PeerSpec, path: FieldPath = []): Peer {
  if (peer.ipBlock !== undefined) {
    const at = [...path, 'ipBlock'];
    return {
      kind: 'ipBlock',
      cidr: cidr(peer.ipBlock.cidr, [...at, 'cidr']),
      except: (peer.ipBlock.except ?? []).map((text, i) => cidr(text, [...at, 'except', i])),
      path,
    };
  }
  return {
    kind: 'pods',
    namespaces: isAbsent(peer.namespaceSelector)
      ? { kind: 'own', namespace }
      : {
          kind: 'selected',
          selector: selector(peer.namespaceSelector, [...path, 'namespaceSelector']),
        },
    pods: isAbsent(peer.podSelector) ? null : selector(peer.podSelector, [...path, 'podSelector']),
    path,
  };
}

function isAbsent(field: SelectorSpec | null | undefined): field is null | undefined {
  return field === null || field === undefined;
}

function portOf(port: PortSpec, path: FieldPath): PortMatch {
  const protocol = port.protocol ?? 'TCP';
  const protocolDefaulted = port.protocol === undefined;
  if (typeof port.port === 'string') {
    return { kind: 'named', name: port.port, protocol, protocolDefaulted, path };
  }
  const first = port.port ?? 1;
  const last = port.endPort ?? port.port ?? 65535;
  return { kind: 'range', protocol, first, last, protocolDefaulted, path };
}

/** A CIDR with its range, computed from its text. */
export function cidr(text: string, path: FieldPath = []): CidrText {
  return { range: blockOf(text), text, path };
}

/** A selector as the API writes it. */
export function selector(spec: SelectorSpec, path: FieldPath = []): LabelSelector {
  const labels = Object.entries(spec.matchLabels ?? {}).map(([key, value]): Requirement => ({
    key,
    operator: 'In',
    values: [value],
    path: [...path, 'matchLabels', key],
  }));
  const expressions = (spec.matchExpressions ?? []).map(
    ({ key, operator, values = [] }, i): Requirement => ({
      key,
      operator,
      values,
      path: [...path, 'matchExpressions', i],
    }),
  );
  return { requirements: [...labels, ...expressions], path };
}

/** One rule of a policy with actions; peers and ports in the model's own form. */
export interface AdminRule {
  readonly action: Action;
  readonly peers?: readonly Peer[] | null;
  readonly ports?: readonly PortMatch[] | null;
}

export interface AdminSpec {
  readonly tier?: Tier;
  readonly priority?: number | null;
  readonly subject?: PodScope;
  readonly ingress?: readonly AdminRule[];
  readonly egress?: readonly AdminRule[];
}

const ALL_NAMESPACES: NamespaceScope = { kind: 'selected', selector: selector({}) };

/** Every pod of every namespace, as a subject. */
export const ALL_PODS: PodScope = { namespaces: ALL_NAMESPACES, pods: null };

/** Every pod of every namespace, as a peer. */
export const ANY_POD: Peer = { kind: 'pods', ...ALL_PODS, path: [] };

/** A cluster-wide policy with actions and a priority, in the admin tier unless told otherwise. */
export function adminPolicy(name: string, spec: AdminSpec): Policy {
  const rules = (list: readonly AdminRule[], field: string): Rule[] =>
    list.map((rule, index) => ({
      index,
      name: null,
      action: rule.action,
      peers: rule.peers === undefined ? [ANY_POD] : rule.peers,
      ports: rule.ports ?? null,
      path: ['spec', field, index],
    }));
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    namespace: null,
    name,
    tier: spec.tier ?? TIERS.admin,
    priority: spec.priority === undefined ? 0 : spec.priority,
    subject: spec.subject ?? ALL_PODS,
    ingress: { applies: spec.ingress !== undefined, rules: rules(spec.ingress ?? [], 'ingress') },
    egress: { applies: spec.egress !== undefined, rules: rules(spec.egress ?? [], 'egress') },
    directionsDefaulted: false,
    source: dummySource,
  };
}

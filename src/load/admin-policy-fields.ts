import { anything, int32, list, string, struct } from './decode.ts';
import { strictObjectMeta } from './metadata.ts';
import { labelSelector } from './selector.ts';

/**
 * The structs of policy.networking.k8s.io (network-policy-api apis/v1alpha1 and apis/v1alpha2).
 * The three kinds differ in a few words; fields that only one version has are read where that
 * version is decoded.
 */

const EVERYONE = 'it selects more pods than was meant, or all of them';

/** `pods` of a subject or peer: pods by their namespaces' labels and their own. */
const namespacedPod = struct(
  'NamespacedPod',
  { namespaceSelector: labelSelector, podSelector: labelSelector },
  { unknown: 'strict', dropped: { namespaceSelector: EVERYONE, podSelector: EVERYONE } },
);

const subject = struct(
  'Subject',
  { namespaces: labelSelector, pods: namespacedPod },
  { unknown: 'strict', dropped: { namespaces: EVERYONE, pods: EVERYONE } },
);

const ingressPeer = struct(
  'IngressPeer',
  { namespaces: labelSelector, pods: namespacedPod },
  { unknown: 'strict' },
);

const egressPeer = struct(
  'EgressPeer',
  {
    namespaces: labelSelector,
    pods: namespacedPod,
    nodes: labelSelector,
    networks: list(string()),
    domainNames: list(string()),
  },
  { unknown: 'strict' },
);

const numberRange = struct('PortRange', { start: int32, end: int32 }, { unknown: 'strict' });
const destinationPort = struct(
  'Port',
  { number: int32, range: numberRange },
  { unknown: 'strict' },
);
const protocolMatch = struct('ProtocolMatch', { destinationPort }, { unknown: 'strict' });

/** An item of `protocols` in v1alpha2. */
const protocol = struct(
  'Protocol',
  {
    tcp: protocolMatch,
    udp: protocolMatch,
    sctp: protocolMatch,
    destinationNamedPort: string(),
  },
  { unknown: 'strict' },
);

const EVERY_PORT = 'the rule matches every port of every protocol';

/** An item of `ports` in v1alpha1. */
const port = struct(
  'AdminNetworkPolicyPort',
  {
    portNumber: struct(
      'Port',
      { protocol: string(), port: int32 },
      { unknown: 'strict', dropped: { protocol: 'the protocol is TCP' } },
    ),
    portRange: struct(
      'PortRange',
      { protocol: string(), start: int32, end: int32 },
      { unknown: 'strict', dropped: { protocol: 'the protocol is TCP' } },
    ),
    namedPort: string(),
  },
  { unknown: 'strict' },
);

const named = { name: string(), action: string() };

/** The rules of v1alpha2 have `protocols`, those of v1alpha1 `ports`. */
const clusterRules = {
  ingress: struct(
    'IngressRule',
    { ...named, from: list(ingressPeer), protocols: list(protocol) },
    { unknown: 'strict', dropped: { protocols: EVERY_PORT } },
  ),
  egress: struct(
    'EgressRule',
    { ...named, to: list(egressPeer), protocols: list(protocol) },
    { unknown: 'strict', dropped: { protocols: EVERY_PORT } },
  ),
};
const adminRules = {
  ingress: struct(
    'IngressRule',
    { ...named, from: list(ingressPeer), ports: list(port) },
    { unknown: 'strict', dropped: { ports: EVERY_PORT } },
  ),
  egress: struct(
    'EgressRule',
    { ...named, to: list(egressPeer), ports: list(port) },
    { unknown: 'strict', dropped: { ports: EVERY_PORT } },
  ),
};

const root = {
  apiVersion: string(),
  kind: string(),
  metadata: strictObjectMeta,
  status: anything,
};

export const clusterNetworkPolicy = struct(
  'ClusterNetworkPolicy',
  {
    ...root,
    spec: struct(
      'Spec',
      {
        tier: string(),
        priority: int32,
        subject,
        ingress: list(clusterRules.ingress),
        egress: list(clusterRules.egress),
      },
      { unknown: 'strict' },
    ),
  },
  { unknown: 'strict' },
);

export const adminNetworkPolicy = struct(
  'AdminNetworkPolicy',
  {
    ...root,
    spec: struct(
      'Spec',
      {
        priority: int32,
        subject,
        ingress: list(adminRules.ingress),
        egress: list(adminRules.egress),
      },
      { unknown: 'strict' },
    ),
  },
  { unknown: 'strict' },
);

export const baselineAdminNetworkPolicy = struct(
  'BaselineAdminNetworkPolicy',
  {
    ...root,
    spec: struct(
      'Spec',
      { subject, ingress: list(adminRules.ingress), egress: list(adminRules.egress) },
      { unknown: 'strict' },
    ),
  },
  { unknown: 'strict' },
);

export type SubjectFields = (typeof subject)['zero'];
export type NamespacedPodFields = (typeof namespacedPod)['zero'];
export type EgressPeerFields = (typeof egressPeer)['zero'];
export type IngressPeerFields = (typeof ingressPeer)['zero'];
export type ProtocolFields = (typeof protocol)['zero'];
export type PortFields = (typeof port)['zero'];
export type RuleFields = {
  readonly name: string | null;
  readonly action: string | null;
  readonly from?: readonly IngressPeerFields[] | null;
  readonly to?: readonly EgressPeerFields[] | null;
};

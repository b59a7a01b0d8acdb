import { anything, int32, list, string, struct } from './decode.ts';
import { strictObjectMeta } from './metadata.ts';
import { labelSelector } from './selector.ts';

/**
 * The structs of policy.networking.k8s.io (network-policy-api apis/v1alpha1 and apis/v1alpha2).
 * The three kinds differ in a few words; fields that only one version has are read where that
 * version is decoded.
 */

const EVERYONE = 'more pods are selected than was meant, or all of them';

/** How a NetworkPolicy would write it. */
const SELECTORS = { podSelector: 'pods', namespaceSelector: 'namespaces' } as const;

/** `pods` of a subject or peer: pods by their namespaces' labels and their own. */
const namespacedPod = struct(
  'NamespacedPod',
  { namespaceSelector: labelSelector, podSelector: labelSelector },
  {
    unknown: 'strict',
    dropped: { namespaceSelector: EVERYONE, podSelector: EVERYONE },
    droppedAny: EVERYONE,
  },
);

const subject = struct(
  'Subject',
  { namespaces: labelSelector, pods: namespacedPod },
  { unknown: 'strict', aliases: SELECTORS },
);

const ingressPeer = struct(
  'IngressPeer',
  { namespaces: labelSelector, pods: namespacedPod },
  { unknown: 'strict', aliases: SELECTORS },
);

const egressPeers = {
  namespaces: labelSelector,
  pods: namespacedPod,
  nodes: labelSelector,
  networks: list(string()),
};

const EGRESS_ALIASES = { ...SELECTORS, ipBlock: 'networks', cidr: 'networks' } as const;

/** A BaselineAdminNetworkPolicy knows no domain names. */
const baselineEgressPeer = struct('EgressPeer', egressPeers, {
  unknown: 'strict',
  aliases: EGRESS_ALIASES,
});

const egressPeer = struct(
  'EgressPeer',
  { ...egressPeers, domainNames: list(string()) },
  { unknown: 'strict', aliases: EGRESS_ALIASES },
);

const numberRange = struct('PortRange', { start: int32, end: int32 }, { unknown: 'strict' });
const destinationPort = struct(
  'Port',
  { number: int32, range: numberRange },
  { unknown: 'strict', aliases: { port: 'number' } },
);
const protocolMatch = struct(
  'ProtocolMatch',
  { destinationPort },
  { unknown: 'strict', aliases: { port: 'destinationPort' } },
);

/** An item of `protocols` in v1alpha2. */
const protocol = struct(
  'Protocol',
  {
    tcp: protocolMatch,
    udp: protocolMatch,
    sctp: protocolMatch,
    destinationNamedPort: string(),
  },
  { unknown: 'strict', aliases: { icmp: null, icmpv6: null } },
);

const EVERY_PORT = 'the rule matches every port of every protocol';

/** An item of `ports` in v1alpha1. */
const port = struct(
  'AdminNetworkPolicyPort',
  {
    portNumber: struct(
      'Port',
      { protocol: string(), port: int32 },
      {
        unknown: 'strict',
        aliases: { number: 'port' },
        dropped: { protocol: 'the protocol is TCP' },
      },
    ),
    portRange: struct(
      'PortRange',
      { protocol: string(), start: int32, end: int32 },
      {
        unknown: 'strict',
        aliases: { port: 'start', endPort: 'end' },
        dropped: { protocol: 'the protocol is TCP' },
      },
    ),
    namedPort: string(),
  },
  { unknown: 'strict', aliases: { port: 'portNumber' } },
);

const named = { name: string(), action: string() };

/** The rules of v1alpha2 have `protocols`, those of v1alpha1 `ports`. */
const clusterRules = {
  ingress: struct(
    'IngressRule',
    { ...named, from: list(ingressPeer), protocols: list(protocol) },
    {
      unknown: 'strict',
      aliases: { ports: 'protocols', to: 'from' },
      dropped: { protocols: EVERY_PORT },
    },
  ),
  egress: struct(
    'EgressRule',
    { ...named, to: list(egressPeer), protocols: list(protocol) },
    {
      unknown: 'strict',
      aliases: { ports: 'protocols', from: 'to' },
      dropped: { protocols: EVERY_PORT },
    },
  ),
};

const adminIngressRule = struct(
  'IngressRule',
  { ...named, from: list(ingressPeer), ports: list(port) },
  {
    unknown: 'strict',
    aliases: { protocols: 'ports', to: 'from' },
    dropped: { ports: EVERY_PORT },
  },
);

const adminEgress = {
  unknown: 'strict',
  aliases: { protocols: 'ports', from: 'to' },
  dropped: { ports: EVERY_PORT },
} as const;
const adminEgressRule = struct(
  'EgressRule',
  { ...named, to: list(egressPeer), ports: list(port) },
  adminEgress,
);
const baselineEgressRule = struct(
  'EgressRule',
  { ...named, to: list(baselineEgressPeer), ports: list(port) },
  adminEgress,
);

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
      { unknown: 'strict', aliases: { podSelector: 'subject' } },
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
        ingress: list(adminIngressRule),
        egress: list(adminEgressRule),
      },
      { unknown: 'strict', aliases: { podSelector: 'subject' } },
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
      { subject, ingress: list(adminIngressRule), egress: list(baselineEgressRule) },
      { unknown: 'strict', aliases: { podSelector: 'subject' } },
    ),
  },
  { unknown: 'strict' },
);

export type SubjectFields = (typeof subject)['zero'];
export type NamespacedPodFields = (typeof namespacedPod)['zero'];
export type EgressPeerFields = (typeof baselineEgressPeer)['zero'] & {
  readonly domainNames?: readonly string[] | null;
};
export type IngressPeerFields = (typeof ingressPeer)['zero'];
export type ProtocolFields = (typeof protocol)['zero'];
export type PortFields = (typeof port)['zero'];

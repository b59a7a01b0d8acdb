import { anything, int32, intOrString, list, string, struct } from './decode.ts';
import { strictObjectMeta } from './metadata.ts';
import { labelSelector } from './selector.ts';

/** The structs of networking.k8s.io/v1 NetworkPolicy (k8s.io/api networking/v1/types.go). */

const ipBlock = struct(
  'v1.IPBlock',
  { cidr: string(), except: list(string()) },
  { unknown: 'strict', dropped: { except: 'the whole cidr matches' } },
);

const peer = struct(
  'v1.NetworkPolicyPeer',
  { podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock },
  {
    unknown: 'strict',
    dropped: {
      podSelector: 'every pod of the selected namespaces matches, or the peer is empty',
      namespaceSelector: "only pods of the policy's own namespace match, or the peer is empty",
      ipBlock: 'the peer is empty',
    },
  },
);

const port = struct(
  'v1.NetworkPolicyPort',
  { protocol: string('v1.Protocol'), port: intOrString, endPort: int32 },
  {
    unknown: 'strict',
    dropped: {
      protocol: 'the protocol is TCP',
      port: 'every port of the protocol is open',
      endPort: 'only `port` itself is open',
    },
  },
);

const EVERY_PORT = 'the rule allows every port';

const ingressRule = struct(
  'v1.NetworkPolicyIngressRule',
  { ports: list(port), from: list(peer) },
  {
    unknown: 'strict',
    aliases: { to: 'from' },
    dropped: { from: 'the rule allows every source', ports: EVERY_PORT },
  },
);

const egressRule = struct(
  'v1.NetworkPolicyEgressRule',
  { ports: list(port), to: list(peer) },
  {
    unknown: 'strict',
    aliases: { from: 'to' },
    dropped: { to: 'the rule allows every destination', ports: EVERY_PORT },
  },
);

const spec = struct(
  'v1.NetworkPolicySpec',
  {
    podSelector: labelSelector,
    ingress: list(ingressRule),
    egress: list(egressRule),
    policyTypes: list(string('v1.PolicyType')),
  },
  {
    unknown: 'strict',
    dropped: {
      podSelector: 'the policy selects every pod of its namespace',
      ingress: 'the policy has no ingress rules',
      egress: 'the policy has no egress rules, and may not isolate for egress at all',
      policyTypes: 'the policy isolates for ingress, and for egress only if it has egress rules',
    },
  },
);

/** `status` was a field from 1.24 to 1.27, so that dumps of such clusters have it, empty. */
export const networkPolicy = struct(
  'NetworkPolicy',
  {
    apiVersion: string(),
    kind: string(),
    metadata: strictObjectMeta,
    spec,
    status: anything,
  },
  { unknown: 'strict', dropped: { spec: 'the policy isolates every pod of its namespace' } },
);

export type PolicySpec = (typeof spec)['zero'];
export type IngressRuleFields = (typeof ingressRule)['zero'];
export type EgressRuleFields = (typeof egressRule)['zero'];
export type PeerFields = (typeof peer)['zero'];
export type PortFields = (typeof port)['zero'];
export type IpBlockFields = (typeof ipBlock)['zero'];

import type { ForeignPolicy } from '../model/objects.ts';
import { isObject } from './plain-object.ts';
import type { RawObject } from './documents.ts';
import type { LoadOptions } from './report.ts';

/** Kinds of other API groups that decide on connections too, by group. */
const FOREIGN_KINDS: Readonly<Record<string, readonly string[]>> = {
  'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy', 'Tier'],
  'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy', 'Tier'],
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
  'crd.antrea.io': ['NetworkPolicy', 'ClusterNetworkPolicy', 'Tier'],
  'k8s.ovn.org': ['EgressFirewall'],
  'network.openshift.io': ['EgressNetworkPolicy'],
  'k8s.cni.cncf.io': ['MultiNetworkPolicy'],
  'networking.k8s.aws': ['ApplicationNetworkPolicy', 'ClusterNetworkPolicy'],
  'networking.gke.io': ['FQDNNetworkPolicy'],
  'crd.nsx.vmware.com': ['SecurityPolicy'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
  'policy.linkerd.io': ['AuthorizationPolicy', 'ServerAuthorization', 'Server'],
  'consul.hashicorp.com': ['ServiceIntentions'],
  'kuma.io': ['MeshTrafficPermission'],
};

/** Foreign kinds without a namespace; of the rest, an object without one is in the default one. */
const CLUSTER_WIDE = /^(Global|Cluster|Admin|BaselineAdmin|CiliumClusterwide|Tier$)/;

/** Whether a kind of one of these groups steers traffic. */
export function isForeignPolicy(group: string, kind: string): boolean {
  return Object.hasOwn(FOREIGN_KINDS, group) && (FOREIGN_KINDS[group]?.includes(kind) ?? false);
}

/** Whether a kind of a group nobody has heard of sounds like a policy: it must not pass in silence. */
export function soundsLikePolicy(kind: string): boolean {
  return /NetworkPolicy$/i.test(kind);
}

function textAt(value: Readonly<Record<string, unknown>>, field: string): string {
  const text = Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof text === 'string' ? text : '';
}

/** The name and place of a foreign policy; nothing else of it is read or judged. */
export function readForeignPolicy(
  { value, source }: RawObject,
  { namespace: asked }: LoadOptions,
): ForeignPolicy {
  const metadata = Object.hasOwn(value, 'metadata') ? value['metadata'] : undefined;
  const fields = isObject(metadata) ? metadata : {};
  const kind = textAt(value, 'kind');
  const namespace = textAt(fields, 'namespace') || (asked ?? 'default');
  return {
    apiVersion: textAt(value, 'apiVersion'),
    kind,
    namespace: CLUSTER_WIDE.test(kind) ? null : namespace,
    name: textAt(fields, 'name') || textAt(fields, 'generateName'),
    source,
  };
}

import { editDistance } from '../model/edit-distance.ts';
import type { KindDecoder } from './decoder.ts';
import {
  adminNetworkPolicyDecoder,
  baselineAdminNetworkPolicyDecoder,
} from './decode-admin-network-policy.ts';
import { appsDecoders, replicationControllerDecoder } from './decode-apps.ts';
import { cronJobDecoder, jobDecoder } from './decode-batch.ts';
import { clusterNetworkPolicyDecoder } from './decode-cluster-network-policy.ts';
import { endpointSliceDecoder } from './decode-endpoint-slice.ts';
import { namespaceDecoder } from './decode-namespace.ts';
import { networkPolicyDecoder } from './decode-network-policy.ts';
import { nodeDecoder } from './decode-node.ts';
import { podDecoder } from './decode-pod.ts';
import { serviceDecoder } from './decode-service.ts';
import { isForeignPolicy, soundsLikePolicy } from './foreign.ts';

/** Every kind that is read. */
const DECODERS: readonly KindDecoder[] = [
  podDecoder,
  namespaceDecoder,
  nodeDecoder,
  serviceDecoder,
  endpointSliceDecoder,
  replicationControllerDecoder,
  ...appsDecoders,
  jobDecoder,
  cronJobDecoder,
  networkPolicyDecoder,
  clusterNetworkPolicyDecoder,
  adminNetworkPolicyDecoder,
  baselineAdminNetworkPolicyDecoder,
];

/** What to do with an object, by its apiVersion and kind. */
export type Classified =
  | { readonly kind: 'read'; readonly decoder: KindDecoder }
  | { readonly kind: 'foreign' }
  /** No server knows it, and it looks like a kind that we read. */
  | { readonly kind: 'refused'; readonly field: 'apiVersion' | 'kind'; readonly hint: string }
  | { readonly kind: 'ignored' };

const byType = new Map(
  DECODERS.map((decoder) => [typeOf(decoder.apiVersion, decoder.kind), decoder]),
);

function typeOf(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}

/** `networking.k8s.io` of `networking.k8s.io/v1`; '' of `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.lastIndexOf('/')) : '';
}

/** A group of Kubernetes itself, or one misspelt: groups of others have a domain. */
function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Decides on an object; kinds that play no part in connections are ignored. */
export function classify(apiVersion: string, kind: string): Classified {
  const decoder = byType.get(typeOf(apiVersion, kind));
  if (decoder !== undefined) return { kind: 'read', decoder };
  const group = groupOf(apiVersion);
  if (isForeignPolicy(group, kind)) return { kind: 'foreign' };
  if (!isBuiltInGroup(group)) return { kind: soundsLikePolicy(kind) ? 'foreign' : 'ignored' };
  const meant = DECODERS.find((known) => known.kind.toLowerCase() === kind.toLowerCase());
  if (meant !== undefined) {
    return meant.kind === kind
      ? { kind: 'refused', field: 'apiVersion', hint: versionHint(apiVersion, meant) }
      : { kind: 'refused', field: 'kind', hint: `did you mean kind "${meant.kind}"?` };
  }
  const near = DECODERS.find(
    (known) => groupOf(known.apiVersion) === group && isMisspelling(kind, known.kind),
  );
  if (near === undefined) return { kind: 'ignored' };
  return { kind: 'refused', field: 'kind', hint: `did you mean kind "${near.kind}"?` };
}

function isMisspelling(kind: string, known: string): boolean {
  const limit = Math.min(2, Math.floor(known.length / 3));
  return editDistance(kind, known, limit) <= limit;
}

function versionHint(apiVersion: string, { apiVersion: served, kind }: KindDecoder): string {
  // Versions of a custom resource are whatever the cluster has installed.
  if (served.includes('alpha')) return `netpol reads ${kind} of ${served}`;
  const isOld = /(^extensions|beta\d|alpha\d)/.test(apiVersion);
  const reason = isOld ? 'is no longer served' : 'is not one of Kubernetes';
  return `${apiVersion} ${kind} ${reason}: use apiVersion: ${served}`;
}

/** Whether a word is a kind that we read, in whatever case. */
export function isReadKind(word: string): boolean {
  return DECODERS.some(({ kind }) => kind.toLowerCase() === word.toLowerCase());
}

/** Groups of the kinds that we read, but for the core group. */
export function isReadGroup(group: string): boolean {
  return group !== '' && DECODERS.some(({ apiVersion }) => groupOf(apiVersion) === group);
}

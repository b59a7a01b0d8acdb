import type { End, Place } from '../explanation.ts';
import type { PortsText } from './list-data.ts';

/**
 * What differs between two versions: plain data that every format of `diff` prints without further
 * thought. Everything is sorted by name, and the same whatever the order of the input.
 */
export interface DiffData {
  readonly old: VersionName;
  readonly new: VersionName;
  readonly question: { readonly ports: readonly string[]; readonly family: 4 | 6 | null };
  readonly counts: DiffCounts;
  /** Between ends that both versions have. */
  readonly changes: readonly ConnectionChange[];
  /** Workloads, pods and nodes that only the new version has, and what passes to and from them. */
  readonly added: readonly LoneEnd[];
  /** Those that only the old version had. */
  readonly removed: readonly LoneEnd[];
  /** What the comparison leaves out and what it rests on: sentences without a full stop. */
  readonly notes: readonly string[];
}

/** One of the two versions. */
export interface VersionName {
  /** As it was asked for: a path, a git revision, `the work tree`. */
  readonly text: string;
  /** The git revision that its files are of; null: files of the disk. */
  readonly revision: string | null;
}

export interface DiffCounts {
  /** Pairs of ends between which more passes than before, less, and both. */
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
  /** Whether anything passes, for sure or perhaps, to or from what was added; from what was removed. */
  readonly addedConnects: boolean;
  readonly removedConnected: boolean;
}

/** A workload, a pod, nodes, or addresses outside. */
export interface DiffEnd {
  readonly kind: 'workload' | 'pod' | 'node' | 'outside';
  /** `shop/deploy/web`, `shop/deploy/web{web-1,web-2}`, `node:n1`, `10.0.0.0/8`, `internet`. */
  readonly text: string;
  /** Null for nodes and addresses. */
  readonly namespace: string | null;
  /** Its pods in the new version (in the old one, where it is only there), nodes, or ranges. */
  readonly members: readonly string[];
}

/** Ports that are open for sure, and that depend on facts that the input lacks. */
export interface OpenPorts {
  readonly allowed: PortsText;
  readonly unknown: PortsText;
}

/** What passes differently from one end to another. */
export interface ConnectionChange {
  /** `changed`: some ports were opened and others closed. */
  readonly kind: 'opened' | 'closed' | 'changed';
  readonly from: DiffEnd;
  readonly to: DiffEnd;
  /** Null: it does not count on which nodes the two run. */
  readonly where: 'same-node' | 'other-nodes' | null;
  readonly before: OpenPorts;
  readonly after: OpenPorts;
  /** Ports that are more open than before: allowed, or no longer surely denied. */
  readonly opened: PortsText;
  /** Ports that are less open than before: denied, or no longer surely allowed. */
  readonly closed: PortsText;
  /** Never empty; made when looked at. */
  readonly causes: readonly Cause[];
}

export const CAUSE_KINDS = [
  'rule-added',
  'rule-removed',
  'rule-changed',
  'policy-added',
  'policy-removed',
  'policy-changed',
  'pod-labels',
  'namespace-labels',
  'pod-ports',
  'host-network',
  'addresses',
  'node',
  'input',
] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

/** An edit that made connections pass, or stopped them. Kinds are API. */
export interface Cause {
  readonly kind: CauseKind;
  readonly effect: 'opens' | 'closes';
  /** The end whose policies gave another answer; null: no end's. */
  readonly end: End | null;
  /** One sentence without a full stop. */
  readonly text: string;
  /** The policy or object that was edited: `data/redis-from-web`, `shop/deploy/web`, `namespace shop`. */
  readonly object: string;
  /** Null where the input has no such object. */
  readonly place: DiffPlace | null;
}

/** A place in one of the versions: in the new one, unless what it is about is only in the old one. */
export interface DiffPlace extends Place {
  readonly version: 'old' | 'new';
  /** The git revision of the file; null: it is on the disk. */
  readonly revision: string | null;
}

/** What is in one version only. */
export interface LoneEnd {
  readonly end: DiffEnd;
  readonly place: DiffPlace | null;
  readonly to: readonly LonePeers[];
  readonly from: readonly LonePeers[];
}

/** Ends that a workload of one version has the same connections with. */
export interface LonePeers {
  readonly ports: OpenPorts;
  readonly where: 'other-nodes' | null;
  /** All other ends of that version but `peers`; else exactly these. */
  readonly isEveryBut: boolean;
  readonly peers: readonly string[];
  /** Addresses outside: `internet`, `10.0.0.0/8`. */
  readonly outside: readonly string[];
}

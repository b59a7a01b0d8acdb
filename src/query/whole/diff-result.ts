import type { ClassEngine } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Family, IpRange } from '../../model/ip.ts';
import type { Policy } from '../../model/policy.ts';
import type { WantedPorts } from '../ports.ts';
import type { BeforeAfter } from './diff-outside.ts';
import type { PolicyContents } from './diff-policies.ts';
import type { Unit, UnitSide } from './diff-units.ts';

/** What a diff looks at. */
export interface DiffQuestion {
  /** Empty: every port of TCP, UDP and SCTP. */
  readonly ports: readonly string[];
  /** Null: each family that both ends have. */
  readonly family: Family | null;
}

/** One version, with what answers for it. */
export interface DiffVersion {
  readonly cluster: Cluster;
  readonly engine: ClassEngine;
  /** Decides one connection, with evidence. It never disagrees with `engine`. */
  readonly judge: Engine;
  readonly policies: ReadonlyMap<string, Policy>;
  /** The ports that are asked for where a unit is the destination; null: addresses outside. */
  readonly wantedAt: (destination: UnitSide | null) => WantedPorts;
  /** The same as a set. */
  readonly maskAt: (destination: UnitSide | null) => PortSet;
}

/** Ends that both versions cannot tell apart, and that are in both. */
export interface Joint {
  readonly kind: 'joint';
  readonly units: readonly JointUnit[];
  /** What policies see of them is not what it was. */
  readonly isOther: boolean;
}

export type JointUnit = Unit & { readonly old: UnitSide; readonly new: UnitSide };

/** Addresses that nobody known has: ascending, IPv4 first. */
export interface OutsideEnd {
  readonly kind: 'outside';
  readonly ranges: readonly IpRange[];
}

export type ChangeEnd = Joint | OutsideEnd;

/** What passes differently between any end of one joint, or an address, and any of another. */
export interface ReachChange extends BeforeAfter {
  readonly source: ChangeEnd;
  readonly destination: ChangeEnd;
  /**
   * Where it counts in a version on which nodes the ends run: whether they share one. It does not
   * count where it is null.
   */
  readonly onOneNode: Readonly<Record<'old' | 'new', boolean | null>>;
  /** Ports that are more open than before: surely or perhaps. */
  readonly up: PortSet;
  /** Ports that are less open than before. */
  readonly down: PortSet;
}

/** A change between two entities, or one and addresses outside: what is compared line by line. */
export interface PairChange {
  /** The units of one entity; all of them where `isPart` is false. Empty for addresses. */
  readonly source: readonly JointUnit[];
  readonly destination: readonly JointUnit[];
  /** The change of the first source and destination; all others are alike. */
  readonly change: ReachChange;
}

/** What passes between a unit that is in one version only and others. */
export interface LoneReach {
  readonly reach: BeforeAfter['before'];
  /** Every other unit of the version but `peers`; else these. */
  readonly isEveryBut: boolean;
  readonly peers: readonly UnitSide[];
  /** Addresses that nobody known has: ascending, IPv4 first. */
  readonly outside: readonly IpRange[];
  readonly acrossNodes: boolean;
}

/** A unit of an entity that is in one version only. */
export interface LoneUnit {
  readonly side: UnitSide;
  /** What it reaches, and what reaches it. */
  readonly to: readonly LoneReach[];
  readonly from: readonly LoneReach[];
}

/** The difference between two versions. */
export interface Diff {
  readonly question: DiffQuestion;
  readonly old: DiffVersion;
  readonly new: DiffVersion;
  readonly contents: PolicyContents;
  /** Sorted by the names of their ends. */
  readonly pairs: readonly PairChange[];
  readonly added: readonly LoneUnit[];
  readonly removed: readonly LoneUnit[];
}

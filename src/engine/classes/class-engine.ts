import type { Cluster } from '../../model/cluster.ts';
import type { Endpoint, EngineOptions } from '../../model/connection.ts';
import type { IpRange } from '../../model/ip.ts';
import type { Direction, Policy } from '../../model/policy.ts';
import type { PortRange } from '../../model/port.ts';
import type { PortSet, PortSets } from './port-sets.ts';

/**
 * Ends that no policy can tell apart: what holds for one of them, with any other end, holds for
 * all. Pods that have finished are in no class.
 */
export interface EndClass {
  /** Position in `ClassEngine.classes`. */
  readonly id: number;
  /** Never empty; in the order of the cluster, then of the ends that were added. */
  readonly ends: readonly Endpoint[];
  /** Nodes and pods in their node's network: policies do not select them. */
  readonly isHost: boolean;
}

/** What passes from one end to another: ports of the destination that are surely and perhaps open. */
export interface Reach {
  readonly allowed: PortSet;
  /** Depends on facts that the input lacks. No port is in both sets; all others are denied. */
  readonly unknown: PortSet;
}

/** Addresses that nobody known has, and what passes between each of them and an end. */
export interface OutsideReach {
  /** Ascending, not touching each other; of one family. */
  readonly ranges: readonly IpRange[];
  readonly reach: Reach;
}

/** Where the two ends of a connection run, where that may count: one of them is a host. */
export type Whereabouts = 'same-node' | 'elsewhere';

/** Ids of some classes. */
export interface ClassIds {
  readonly isEmpty: boolean;
  has(id: number): boolean;
}

/**
 * Sources that reach a destination alike: every class of `classes` but those of `except`, which
 * have blocks of their own.
 */
export interface ReachBlock {
  readonly classes: readonly EndClass[];
  readonly except: ClassIds;
  readonly destination: EndClass;
  readonly reach: Reach;
}

/**
 * Answers for all pairs at once. It never disagrees with the engine that decides one connection,
 * which it asks wherever facts are missing.
 *
 * A pod always reaches itself; everything here is about two different ends. A connection may use
 * each family that both ends have; where families differ, the port is unknown.
 */
export interface ClassEngine {
  readonly cluster: Cluster;
  readonly options: EngineOptions;
  readonly ports: PortSets;
  readonly classes: readonly EndClass[];
  /** The class of a live pod of the cluster, or of an end that was added; null for any other. */
  readonly classOf: (end: Endpoint) => EndClass | null;
  /** What passes between any two different ends of two classes, which may be one and the same. */
  between(source: EndClass, destination: EndClass, where?: Whereabouts): Reach;
  /** Whether where two ends run counts: one is a host with a known node, the other a pod with one. */
  nodesCount(source: EndClass, destination: EndClass): boolean;
  /** False where both ends have addresses, but none of one family: then nothing can pass. */
  canMeet(source: EndClass, destination: EndClass): boolean;
  /** What addresses outside the cluster each end of a class reaches: all addresses of its families. */
  toOutside(source: EndClass): readonly OutsideReach[];
  /** The addresses outside that reach each end of a class. */
  fromOutside(destination: EndClass): readonly OutsideReach[];
  /** Whether some policy takes part in what a class may do in a direction, for sure or perhaps. */
  isRestricted(end: EndClass, direction: Direction): boolean;
  /** Those policies, in the order in which they are asked. */
  policiesOf(end: EndClass, direction: Direction): readonly Policy[];
  /**
   * Every pair of classes in which some port is allowed or unknown, in blocks that are few where
   * policies are: sources without policies of their own go together. Nodes are taken to differ.
   */
  blocks(visit: (block: ReachBlock) => void): void;
}

/** What questions need beyond the cluster itself. */
export interface ClassOptions {
  readonly engine: EngineOptions;
  /** Ports that will be asked for: sets can tell them apart. Not needed with `portSets`. */
  readonly ports?: readonly PortRange[];
  /** Ends that are no pods of the cluster: nodes, pods that need not exist. */
  readonly ends?: readonly Endpoint[];
  /** Sets to share with another engine, so that their numbers can be compared. */
  readonly portSets?: PortSets;
}

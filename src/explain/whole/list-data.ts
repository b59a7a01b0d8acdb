/** What one line is about: pods of one workload, each pod, all pods of a namespace, pods that no policy tells apart. */
export type Grouping = 'workload' | 'pod' | 'namespace' | 'class';

/** A set of ports: in the form that questions take, one by one, and as people read them. */
export interface PortsText {
  /** `80/TCP`, `8000-8100/TCP`, `1-65535/UDP`, `ICMP`; ascending, empty for none. */
  readonly items: readonly string[];
  /** `80,443/TCP 53/UDP`, `all TCP`, `all ports`; '' for none. */
  readonly text: string;
}

/** What passes from one end to another. All that is in none of its sets is denied. */
export interface Passage {
  /** Null: it does not count on which nodes the two run. */
  readonly where: 'same-node' | 'other-nodes' | null;
  /** What every pair has. */
  readonly allowed: PortsText;
  /** What depends, for every pair, on facts that the input lacks. */
  readonly unknown: PortsText;
  /** What only some pairs have; only where pods that policies tell apart are put together. */
  readonly some: readonly SomePairs[];
  /** Pairs that `some` is counted in. */
  readonly of: number;
}

/** A set of ports that only some pairs have. */
export interface SomePairs {
  readonly ports: PortsText;
  readonly state: 'allowed' | 'unknown';
  readonly pairs: number;
}

import type { Family } from '../../model/ip.ts';
import type { Grouping } from '../../query/whole/question.ts';
import type { End, Place } from '../explanation.ts';

export type { Grouping };

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
  readonly state: 'allowed' | 'denied' | 'unknown';
  readonly pairs: number;
}

/** What one end said, in one sentence, and the rules that it rests on. */
export interface EndReasonText {
  readonly end: End;
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  readonly because: string;
  readonly rules: readonly RuleText[];
}

/** A rule or a policy with its place. */
export interface RuleText {
  /** `deciding`: it allowed or denied; `closest`: it did not match, by the least; `isolating`: its policy isolates the pod. */
  readonly role: 'deciding' | 'closest' | 'isolating';
  /** `data/redis-from-web, ingress rule 1`. */
  readonly text: string;
  readonly place: Place;
}

/** One end of a row. */
export interface EndText {
  /** `shop/deploy/web`, `shop/deploy/web{web-1,web-2}`, `node:n1`, `10.0.0.0/8`, `internet`. */
  readonly text: string;
  /** Null for nodes, addresses and classes of several namespaces. */
  readonly namespace: string | null;
  readonly kind: 'workload' | 'pod' | 'node' | 'hostname' | 'outside' | 'namespace' | 'class';
  /** `data/svc/redis`, where a Service leads to it. */
  readonly via: string | null;
  /** Exact ranges of addresses, as blocks or `first-last`; empty for others. */
  readonly ranges: readonly string[];
}

/** An end of the question, with who belongs to it. */
export interface Member extends EndText {
  /** 0 for nodes and DNS names. */
  readonly pods: number;
  /** `shop/web-1`, sorted; made when looked at. */
  readonly members: readonly string[];
}

/** What is told of one source and one destination. */
export interface ListRow {
  readonly from: EndText;
  readonly to: EndText;
  /** What `ports` are; what is unknown is told of in either list. */
  readonly state: 'allowed' | 'denied';
  readonly where: Passage['where'];
  readonly ports: PortsText;
  readonly unknown: PortsText;
  readonly some: readonly SomePairs[];
  readonly of: number;
  /** The ends of one connection of the row; empty where reasons were not asked for. */
  readonly reasons: readonly EndReasonText[];
}

/** What no policy restricts: each source reaches each destination, and addresses no addresses. */
export interface OpenData {
  readonly sources: readonly EndText[];
  readonly destinations: readonly EndText[];
  /** Null: no addresses outside. */
  readonly from: EndText | null;
  readonly to: EndText | null;
  readonly ports: PortsText;
}

/** Connections of all pairs, as plain data that every format of `list` prints without further thought. */
export interface ListData {
  readonly question: {
    readonly from: string | null;
    readonly to: string | null;
    readonly ports: readonly string[];
    readonly namespace: string;
    readonly family: Family | null;
    readonly by: Grouping;
    readonly denied: boolean;
  };
  /** Everyone that the question takes in, but for addresses; sorted. */
  readonly sources: readonly Member[];
  readonly destinations: readonly Member[];
  readonly open: OpenData | null;
  /** There may be millions: made one by one, anew for each reader. */
  rows(): Iterable<ListRow>;
  /** What the list leaves out and rests on: sentences without a full stop. Complete once the rows were read. */
  notes(): readonly string[];
}

import type { EndReasonText, Grouping, Passage, PortsText } from './list-data.ts';

export type { EndReasonText, RuleText } from './list-data.ts';

/**
 * Who reaches whom, as a grid: plain data that every format of `matrix` prints without further
 * thought. Rows reach columns. Everything is sorted by name, and the same whatever the order of the
 * input. The version of the program is in the format's View.
 */
export interface MatrixData {
  /** `Who reaches whom on 6379/TCP`. */
  readonly title: string;
  readonly question: MatrixQuestion;
  readonly rows: readonly MatrixEnd[];
  readonly columns: readonly MatrixEnd[];
  /** One list a row, with one number a column: a position in `legend`. */
  readonly cells: readonly (readonly number[])[];
  /** Every mark that occurs in `cells`, once, those that occur most often first within a state. */
  readonly legend: readonly MatrixMark[];
  /** Why a cell is as it is; made when asked for, because there may be a million cells. */
  explain(row: number, column: number): CellExplanation;
  readonly counts: MatrixCounts;
  /** What the grid leaves out and what it rests on: sentences without a full stop. */
  readonly notes: readonly string[];
}

export interface MatrixQuestion {
  /** As they were asked for; empty: every port of TCP, UDP and SCTP. */
  readonly ports: readonly string[];
  /** The only namespace whose pods are rows and columns; null: all. */
  readonly namespace: string | null;
  readonly by: Grouping;
}

/** A row or a column. */
export interface MatrixEnd {
  /** `shop/deploy/web`, `shop/deploy/web{web-1,web-2}`, `node:n1`, `10.0.0.0/8`, `internet`. */
  readonly text: string;
  /** Null for nodes, addresses and classes of several namespaces. */
  readonly namespace: string | null;
  readonly kind: 'workload' | 'pod' | 'node' | 'outside' | 'namespace' | 'class';
  /** 0 for nodes and addresses. */
  readonly pods: number;
  /** The names of its pods, or its ranges of addresses, sorted; made when looked at. */
  readonly members: readonly string[];
}

/**
 * `all`: every port that was asked for; `some`: not every port, or not between every two pods;
 * `none`: no port; `unknown`: some port depends on facts that the input lacks; `self`: a pod and
 * itself, which is always allowed and is no news.
 */
export type CellState = 'all' | 'some' | 'none' | 'unknown' | 'self';

/** What passes in the cells that carry a mark. */
export interface MatrixMark {
  /** `A`, `B`, … for sets of ports; `*` all, `.` none, `-` self; with a `?` where part is unknown. */
  readonly letter: string;
  readonly state: CellState;
  /** In words: `6379/TCP`, `all ports`, `none`, `all ports on the same node; 9121/TCP on other nodes`. */
  readonly text: string;
  /** For machines; more than one where it counts on which nodes the ends run. Empty: none, or self. */
  readonly passages: readonly Passage[];
  /** How many cells carry it. */
  readonly cells: number;
}

/** Why a cell is as it is: told of one pod of the row and one of the column. */
export interface CellExplanation {
  readonly row: string;
  readonly column: string;
  /** `shop/deploy/web reaches data/redis-0 on 6379/TCP`. */
  readonly sentence: string;
  readonly state: CellState;
  readonly allowed: PortsText;
  readonly unknown: PortsText;
  /** The ports that `ends` are about: those that pass, else those that do not. */
  readonly explained: string;
  /** The source's egress, then the destination's ingress; empty for a pod and itself. */
  readonly ends: readonly EndReasonText[];
  /** Says more: `netpol check --from shop/deploy/web --to data/redis-0 --port 6379/TCP`; null: nothing does. */
  readonly command: string | null;
}

export interface MatrixCounts {
  readonly rows: number;
  readonly columns: number;
  readonly pods: number;
  /** Cells without those of a pod and itself. */
  readonly cells: number;
  readonly all: number;
  readonly some: number;
  readonly none: number;
  readonly unknown: number;
}

import type { CaseEnd, CaseProblem } from '../model/answer.ts';
import type { ServiceHop } from '../model/connection.ts';
import type { Family } from '../model/ip.ts';
import type { WantedPorts } from './ports.ts';

/** An end that connections can begin or end at. */
export type RealEnd = Exclude<CaseEnd, { kind: 'service' }>;

/** One source of a question. */
export interface SourceLeg {
  readonly end: RealEnd;
  /** Null: whatever the end has. */
  readonly families: readonly Family[] | null;
}

/** One destination of a question, with the ports that are asked of it. */
export interface DestinationLeg extends SourceLeg {
  readonly via: ServiceHop | null;
  readonly ports: WantedPorts;
  readonly problem: null;
}

/** A destination at which there is nothing to judge, and why. */
export interface ProblemLeg {
  readonly end: CaseEnd;
  readonly via: ServiceHop | null;
  readonly ports: WantedPorts;
  readonly problem: CaseProblem;
}

export type Leg = DestinationLeg | ProblemLeg;

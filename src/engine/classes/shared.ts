import type { ContainerPort } from '../../model/port.ts';
import type { Outcomes } from './outcomes.ts';
import type { PortSets } from './port-sets.ts';

/** What everything is written in that is worked out for one cluster. */
export interface Shared {
  readonly ports: PortSets;
  readonly outcomes: Outcomes;
  /** Declared ports by `ClassFacts.portList`. */
  readonly portLists: readonly (readonly ContainerPort[])[];
}

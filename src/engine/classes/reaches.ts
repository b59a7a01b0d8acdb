import type { Reach } from './class-engine.ts';
import type { Outcome, Outcomes } from './outcomes.ts';
import { PairNumbers } from './pair-numbers.ts';
import type { PortSet, PortSets } from './port-sets.ts';

/** Makes reaches of outcomes. Equal reaches are one object. */
export class Reaches {
  /** Nothing passes. */
  readonly nothing: Reach;
  readonly everything: Reach;
  readonly #ports: PortSets;
  readonly #outcomes: Outcomes;
  readonly #numbers = new PairNumbers();
  readonly #known: Reach[] = [];
  readonly #ofOutcome: (Reach | undefined)[] = [];

  constructor(ports: PortSets, outcomes: Outcomes) {
    this.#ports = ports;
    this.#outcomes = outcomes;
    this.nothing = this.#of(ports.none, ports.none);
    this.everything = this.#of(ports.all, ports.none);
  }

  /**
   * What the outcomes in the families of a connection come to: where they differ, nobody knows
   * which of the families is used.
   */
  ofOutcomes(one: Outcome, other: Outcome): Reach {
    const known = one === other ? this.#ofOutcome[one] : undefined;
    if (known !== undefined) return known;
    const [outcomes, ports] = [this.#outcomes, this.#ports];
    const mayAllow = ports.union(outcomes.mayAllow(one), outcomes.mayAllow(other));
    const mayDeny = ports.union(outcomes.mayDeny(one), outcomes.mayDeny(other));
    const allowed = ports.difference(ports.all, mayDeny);
    const reach = this.#of(allowed, ports.difference(mayAllow, allowed));
    if (one === other) this.#ofOutcome[one] = reach;
    return reach;
  }

  #of(allowed: PortSet, unknown: PortSet): Reach {
    return (this.#known[this.#numbers.of(allowed, unknown)] ??= { allowed, unknown });
  }
}

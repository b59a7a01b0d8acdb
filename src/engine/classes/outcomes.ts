import { PairNumbers } from './pair-numbers.ts';
import type { PortSet, PortSets } from './port-sets.ts';

/** What an end may say, port by port: equal outcomes have equal numbers. */
export type Outcome = number;

/**
 * Outcomes of ends. A port that may be allowed and may be denied depends on facts that the input
 * lacks; every port may be one of the two at least.
 */
export class Outcomes {
  readonly allowAll: Outcome;
  readonly denyAll: Outcome;
  readonly #ports: PortSets;
  readonly #sets = new PairNumbers();
  readonly #numbers = new PairNumbers();
  readonly #mayAllow: PortSet[] = [-1];
  readonly #mayDeny: PortSet[] = [-1];
  readonly #inexact: boolean[] = [false];
  readonly #pairs = new PairNumbers();
  readonly #joined: Outcome[] = [-1];

  constructor(ports: PortSets) {
    this.#ports = ports;
    this.allowAll = this.of(ports.all, ports.none, false);
    this.denyAll = this.of(ports.none, ports.all, false);
  }

  /**
   * @param inexact the sets are too wide: facts are missing, and what their values give was not
   *   tried one by one
   */
  of(mayAllow: PortSet, mayDeny: PortSet, inexact: boolean): Outcome {
    const isOpen = inexact && this.#ports.intersection(mayAllow, mayDeny) !== this.#ports.none;
    const number = this.#numbers.of(this.#sets.of(mayAllow, mayDeny), isOpen ? 1 : 0);
    this.#mayAllow[number] = mayAllow;
    this.#mayDeny[number] = mayDeny;
    this.#inexact[number] = isOpen;
    return number;
  }

  mayAllow(outcome: Outcome): PortSet {
    return this.#mayAllow[outcome] as PortSet;
  }

  mayDeny(outcome: Outcome): PortSet {
    return this.#mayDeny[outcome] as PortSet;
  }

  /** Whether a look at one connection might tell more. */
  isInexact(outcome: Outcome): boolean {
    return this.#inexact[outcome] as boolean;
  }

  /** Both ends must allow. What each of them lacks is told by other facts than what the other lacks. */
  both(egress: Outcome, ingress: Outcome): Outcome {
    if (egress === this.allowAll) return ingress;
    if (ingress === this.allowAll) return egress;
    const pair = this.#pairs.of(egress, ingress);
    let joined = this.#joined[pair];
    if (joined === undefined) {
      const ports = this.#ports;
      const mayAllow = ports.intersection(this.mayAllow(egress), this.mayAllow(ingress));
      const denied = ports.union(this.mayDeny(egress), this.mayDeny(ingress));
      const mayDeny = ports.union(denied, ports.difference(ports.all, mayAllow));
      const inexact = this.isInexact(egress) || this.isInexact(ingress);
      joined = this.of(mayAllow, mayDeny, inexact);
      this.#joined[pair] = joined;
    }
    return joined;
  }

  /** The end may also allow everything, if some fact is so. */
  orAllow(outcome: Outcome): Outcome {
    return this.of(this.#ports.all, this.mayDeny(outcome), this.isInexact(outcome));
  }
}

import type { Connection, Endpoint } from '../../model/connection.ts';
import type { Family } from '../../model/ip.ts';
import type { Engine } from '../engine.ts';
import type { EndClass } from './class-engine.ts';
import type { Outcome } from './outcomes.ts';
import type { Shared } from './shared.ts';

/**
 * Asks the one-connection engine, which tries every value of the facts that are missing: one
 * question for each part of the ports that rules tell apart, for all ends of two classes.
 */
export class Inquiries {
  readonly #engine: Engine;
  readonly #shared: Pick<Shared, 'ports' | 'outcomes'>;

  constructor(engine: Engine, shared: Pick<Shared, 'ports' | 'outcomes'>) {
    this.#engine = engine;
    this.#shared = shared;
  }

  /** An outcome between classes, in which what was too wide has been asked about. */
  betweenClasses(outcome: Outcome, from: EndClass, to: EndClass, family: Family): Outcome {
    const [source] = from.ends as readonly [Endpoint];
    return this.settled(outcome, { source, destination: anotherEnd(source, to), family });
  }

  /** The same for two ends. */
  settled(outcome: Outcome, pair: Pick<Connection, 'source' | 'destination' | 'family'>): Outcome {
    const { ports, outcomes } = this.#shared;
    if (!outcomes.isInexact(outcome)) return outcome;
    let [mayAllow, mayDeny] = [outcomes.mayAllow(outcome), outcomes.mayDeny(outcome)];
    for (const part of ports.parts(ports.intersection(mayAllow, mayDeny))) {
      const { protocol, port } = ports.sample(part);
      const verdict = this.#engine.verdict({ ...pair, protocol, port, via: null });
      if (verdict === 'allowed') mayDeny = ports.difference(mayDeny, part);
      if (verdict === 'denied') mayAllow = ports.difference(mayAllow, part);
    }
    return outcomes.of(mayAllow, mayDeny, false);
  }
}

/** An end of a class that is not the given one: of a pod that is alone, another one just like it. */
function anotherEnd(end: Endpoint, { ends }: EndClass): Endpoint {
  const found = ends.find((candidate) => candidate !== end);
  if (found !== undefined) return found;
  return end.kind === 'pod' ? { ...end, pod: { ...end.pod, name: `${end.pod.name}\u0000` } } : end;
}

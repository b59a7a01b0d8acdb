import type { Engine } from '../engine/engine.ts';
import type { AnswerCase, CaseProblem } from '../model/answer.ts';
import type { Connection, Endpoint, ServiceHop } from '../model/connection.ts';
import type { Decision, RuleRef, Verdict } from '../model/decision.ts';
import type { Family } from '../model/ip.ts';
import { mergePortRanges, type PortRange } from '../model/port.ts';
import type { PortAtom } from './atoms.ts';
import type { Leg, RealEnd, SourceLeg } from './leg.ts';

/** What a case is about. */
interface CaseParts {
  readonly source: RealEnd;
  readonly destination: RealEnd;
  readonly via: ServiceHop | null;
  readonly atoms: readonly PortAtom[];
  readonly family: Family | null;
  readonly sampleFamily: Family;
  readonly verdict: Verdict;
}

/**
 * A case with connections to judge. There may be a million of them, so that everything but the
 * verdict is made when first looked at.
 */
export class JudgedCase implements AnswerCase {
  readonly source: RealEnd;
  readonly destination: RealEnd;
  readonly via: ServiceHop | null;
  readonly family: Family | null;
  readonly verdict: Verdict;
  readonly problem = null;
  readonly #engine: Engine;
  readonly #atoms: readonly PortAtom[];
  readonly #sampleFamily: Family;
  #decision: Decision | null = null;

  constructor(engine: Engine, parts: CaseParts) {
    this.#engine = engine;
    this.source = parts.source;
    this.destination = parts.destination;
    this.via = parts.via;
    this.family = parts.family;
    this.verdict = parts.verdict;
    this.#atoms = parts.atoms;
    this.#sampleFamily = parts.sampleFamily;
  }

  get ports(): readonly PortRange[] {
    return mergePortRanges(this.#atoms.flat());
  }

  get icmp(): boolean {
    return this.#atoms.some((atom) => atom.length === 0);
  }

  get sample(): Connection {
    const { source, destination, via } = this;
    const atom = this.#atoms[0] ?? [];
    return connectionOf(source, destination, via, atom, this.#sampleFamily);
  }

  get decide(): () => Decision {
    return () => (this.#decision ??= this.#engine.decide(this.sample));
  }
}

/** A case in which there is nothing to judge. */
export function problemCase(source: SourceLeg, leg: Leg, problem: CaseProblem): AnswerCase {
  return {
    source: source.end,
    destination: leg.end,
    via: leg.via,
    ports: leg.ports.ranges,
    icmp: leg.ports.icmp,
    family: null,
    verdict: 'unknown',
    problem,
    sample: null,
    decide: null,
  };
}

/** One connection between two ends: the first port of the first range, the first address of a range. */
export function connectionOf(
  source: RealEnd,
  destination: RealEnd,
  via: ServiceHop | null,
  atom: PortAtom,
  family: Family,
): Connection {
  const port = atom[0];
  return {
    source: sampleOf(source),
    destination: sampleOf(destination),
    protocol: port?.protocol ?? 'ICMP',
    port: port?.first ?? null,
    family,
    via,
  };
}

function sampleOf(end: RealEnd): Endpoint {
  if (end.kind !== 'range') return end;
  const [range] = end.ranges;
  const { family, first } = range ?? { family: 4, first: 0n };
  return { kind: 'address', address: { family, value: first }, sampleOf: end.ranges };
}

/** Equal for decisions that say the same for the same reasons by the same rules at both ends. */
export function decisionKey({ verdict, egress, ingress, cases }: Decision): string {
  const ends = [egress, ingress].map(({ reason, deciding, missing }) => [
    reason,
    deciding.map(ruleKey),
    missing.map((fact) => fact.kind),
  ]);
  return JSON.stringify([
    verdict,
    ends,
    verdict === 'unknown' ? cases.map((one) => one.verdict) : [],
  ]);
}

function ruleKey({ policy, rule }: RuleRef): string {
  return `${policy.kind} ${policy.namespace ?? ''}/${policy.name} ${String(rule.index)}`;
}

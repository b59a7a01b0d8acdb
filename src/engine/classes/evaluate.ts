import { subtractRanges, type Family, type IpRange } from '../../model/ip.ts';
import type { Action } from '../../model/policy.ts';
import type { ContainerPort } from '../../model/port.ts';
import { cutAt } from '../worlds.ts';
import { BY_ADDRESS, MAYBE, NO, YES, type Certainty } from './certainty.ts';
import type { Outcome, Outcomes } from './outcomes.ts';
import type { PortSet, PortSets } from './port-sets.ts';
import { ruleBlocks, rulePorts, type PlanPolicy, type SetPlan } from './set-plan.ts';
import type { Shared } from './shared.ts';

/** More pieces of unknown addresses than this are not tried. */
const MOST_PIECES = 4096;

/** That a rule takes in a peer otherwise than it takes in most. */
export interface Deviation {
  readonly rule: number;
  readonly certainty: Certainty;
}

/** What a set of policies says to peers, port by port, for connections of one family. */
export class Evaluator {
  readonly #plan: SetPlan;
  readonly #usual: readonly Certainty[];
  readonly #family: Family;
  readonly #ports: PortSets;
  readonly #outcomes: Outcomes;
  readonly #portLists: readonly (readonly ContainerPort[])[];
  /** Rules that take in most peers, where that is sure of every rule. */
  readonly #usualRules: readonly number[] | null;
  readonly #rulePorts = new Map<number, readonly PortSet[]>();
  readonly #usualPorts = new Map<number, PortSet>();

  /** @param usual how sure it is that each rule takes in a peer of which nothing special is said */
  constructor(plan: SetPlan, usual: readonly Certainty[], family: Family, shared: Shared) {
    this.#plan = plan;
    this.#usual = usual;
    this.#family = family;
    this.#ports = shared.ports;
    this.#outcomes = shared.outcomes;
    this.#portLists = shared.portLists;
    const isSure = usual.every((certainty) => certainty === NO || certainty === YES);
    this.#usualRules =
      plan.isUnion && isSure ? [...usual.keys()].filter((rule) => usual[rule] === YES) : null;
  }

  /**
   * What the set says to a peer.
   *
   * @param deviations ascending by rule
   * @param portList what the destination declares
   */
  outcome(deviations: readonly Deviation[], portList: number): Outcome {
    const isSure = deviations.every(({ certainty }) => certainty === NO || certainty === YES);
    if (this.#usualRules !== null && isSure) {
      return this.#union(this.#usualRules, deviations, portList);
    }
    const certainties = [...this.#usual];
    for (const { rule, certainty } of deviations) certainties[rule] = certainty;
    return this.#ordered(certainties, portList);
  }

  #portsOf(portList: number): readonly PortSet[] {
    let ports = this.#rulePorts.get(portList);
    if (ports === undefined) {
      const declared = this.#portLists[portList] ?? [];
      ports = this.#plan.rules.map((rule) => rulePorts(rule, declared, this.#ports));
      this.#rulePorts.set(portList, ports);
    }
    return ports;
  }

  #union(usual: readonly number[], deviations: readonly Deviation[], portList: number): Outcome {
    const ports = this.#ports;
    const of = this.#portsOf(portList);
    const unionOf = (rules: readonly number[], start: PortSet): PortSet =>
      rules.reduce((set, rule) => ports.union(set, of[rule] as PortSet), start);
    const without = deviations.filter(({ certainty }) => certainty === NO).map(({ rule }) => rule);
    let allowed = without.length === 0 ? this.#usualPorts.get(portList) : undefined;
    if (allowed === undefined) {
      const left = new Set(without);
      allowed = unionOf(
        usual.filter((rule) => !left.has(rule)),
        ports.none,
      );
      if (without.length === 0) this.#usualPorts.set(portList, allowed);
    }
    const also = deviations.filter(({ certainty }) => certainty === YES).map(({ rule }) => rule);
    allowed = unionOf(also, allowed);
    return this.#outcomes.of(allowed, ports.difference(ports.all, allowed), false);
  }

  /** Tries the addresses that an end might have, where blocks ask for one that nobody knows. */
  #ordered(certainties: readonly Certainty[], portList: number): Outcome {
    const asking = [...certainties.keys()].filter((rule) => certainties[rule] === BY_ADDRESS);
    let isInexact =
      certainties.includes(MAYBE) ||
      this.#plan.tiers.some(({ groups }) => groups.flat().some(({ isSure }) => !isSure));
    let worlds: readonly (readonly Certainty[])[] = [certainties];
    if (asking.length > 0) {
      const tried = this.#byAddress(certainties, asking);
      if (tried === null) isInexact = true;
      else worlds = tried;
    }
    let [mayAllow, mayDeny] = [this.#ports.none, this.#ports.none];
    for (const world of worlds) {
      const sets = this.#walk(world, this.#portsOf(portList));
      mayAllow = this.#ports.union(mayAllow, sets.mayAllow);
      mayDeny = this.#ports.union(mayDeny, sets.mayDeny);
    }
    return this.#outcomes.of(mayAllow, mayDeny, isInexact);
  }

  /** The certainties for each piece of all addresses that the asking rules tell apart. */
  #byAddress(
    certainties: readonly Certainty[],
    asking: readonly number[],
  ): readonly (readonly Certainty[])[] | null {
    const held = asking.map((rule) => this.#heldBy(rule));
    const pieces = cutAt(held.flat(), this.#family);
    if (pieces.length > MOST_PIECES) return null;
    const worlds = new Map<string, readonly Certainty[]>();
    for (const { first } of pieces) {
      const world = [...certainties];
      for (const [i, rule] of asking.entries()) {
        const holds = held[i]?.some((range) => range.first <= first && first <= range.last);
        world[rule] = holds === true ? YES : NO;
      }
      worlds.set(asking.map((rule) => world[rule]).join(''), world);
    }
    return [...worlds.values()];
  }

  #heldBy(rule: number): IpRange[] {
    return ruleBlocks(this.#plan.rules[rule] ?? { peers: null })
      .filter(({ range }) => range.family === this.#family)
      .flatMap(({ range, cuts }) => subtractRanges(range, cuts));
  }

  /** As the walk of one connection does, for all ports at once. */
  #walk(
    certainties: readonly Certainty[],
    portsOf: readonly PortSet[],
  ): { readonly mayAllow: PortSet; readonly mayDeny: PortSet } {
    const ports = this.#ports;
    let [mayAllow, mayDeny] = [ports.none, ports.none];
    /** Ports of which no tier has decided for sure. */
    let reached = ports.all;
    for (const { unmatched, groups } of this.#plan.tiers) {
      if (reached === ports.none) break;
      let open = reached;
      let passed = ports.none;
      for (const group of groups) {
        const may = { Accept: ports.none, Deny: ports.none, Pass: ports.none };
        // A group leaves open what none of its policies decides for sure.
        let left = open;
        for (const policy of group) {
          const undecided = this.#ask(policy, certainties, portsOf, open, may);
          left = ports.intersection(left, undecided);
        }
        mayAllow = ports.union(mayAllow, may.Accept);
        mayDeny = ports.union(mayDeny, may.Deny);
        passed = ports.union(passed, may.Pass);
        open = left;
      }
      if (unmatched === 'next') {
        reached = ports.union(open, passed);
        continue;
      }
      mayDeny = ports.union(mayDeny, open);
      const isSure = groups.some((group) => group.some((policy) => policy.isSure));
      reached = isSure ? passed : ports.union(open, passed);
    }
    return { mayAllow: ports.union(mayAllow, reached), mayDeny };
  }

  /** Adds what a policy may do with open ports, and returns those that it may leave open. */
  #ask(
    policy: PlanPolicy,
    certainties: readonly Certainty[],
    portsOf: readonly PortSet[],
    open: PortSet,
    may: Record<Action, PortSet>,
  ): PortSet {
    const ports = this.#ports;
    let left = open;
    for (let rule = policy.first; rule < policy.end && left !== ports.none; rule++) {
      const certainty = certainties[rule];
      if (certainty === NO) continue;
      const hit = ports.intersection(left, portsOf[rule] as PortSet);
      const action = this.#plan.rules[rule]?.action ?? 'Accept';
      may[action] = ports.union(may[action], hit);
      if (certainty === YES) left = ports.difference(left, hit);
    }
    return policy.isSure ? left : open;
  }
}

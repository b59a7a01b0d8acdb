import type { Cluster } from '../../model/cluster.ts';
import type { Connection, Endpoint } from '../../model/connection.ts';
import { joinIpRanges, lastOfFamily, type Family, type IpRange } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import type { PortRange } from '../../model/port.ts';
import { createEngine } from '../create.ts';
import type { Engine } from '../engine.ts';
import { sharedFamilies } from '../families.ts';
import { visitBlocks } from './blocks.ts';
import type {
  ClassEngine,
  ClassOptions,
  EndClass,
  OutsideReach,
  Reach,
  Whereabouts,
} from './class-engine.ts';
import { createClassTable, type ClassFacts } from './class-table.ts';
import { Outcomes, type Outcome } from './outcomes.ts';
import { outsideParts, type OutsidePart } from './outside.ts';
import { PairNumbers } from './pair-numbers.ts';
import { PeerMembers } from './peer-members.ts';
import { createPolicySets, type PolicySets } from './policy-sets.ts';
import { createPortSets, type PortSet, type PortSets } from './port-sets.ts';
import { RowBuilder, rowOutcome, Rows, type Row } from './rows.ts';
import { createPlan, type SetPlan } from './set-plan.ts';
import { collectVocabulary } from './vocabulary.ts';

/**
 * An engine for all pairs of a cluster. What pods have in common is worked out here; what policies
 * say to them when it is first asked for. The cluster must not change afterwards.
 */
export function createClassEngine(cluster: Cluster, options: ClassOptions): ClassEngine {
  return new ClassedCluster(cluster, options);
}

/** What the classes of one direction's subjects say. */
interface Side {
  readonly sets: PolicySets;
  readonly planOf: (set: number) => SetPlan;
  readonly rows: Rows;
}

/** The two engines that look at one cluster: at pairs, and wherever facts are missing at connections. */
export class ClassedCluster implements ClassEngine {
  readonly cluster: Cluster;
  readonly options: ClassOptions['engine'];
  readonly ports: PortSets;
  readonly classes: readonly ClassFacts[];
  readonly classOf: (end: Endpoint) => ClassFacts | null;
  readonly outcomes: Outcomes;
  readonly sides: Readonly<Record<Direction, Side>>;
  readonly #one: Engine;
  readonly #portLists: ReturnType<typeof createClassTable>['portLists'];
  readonly #rows: Readonly<Record<Direction, Record<Family, (Row | null | undefined)[]>>>;
  #seesAddresses: boolean | null = null;
  readonly #reachOfOutcome: (Reach | undefined)[] = [];
  readonly #reaches: Reach[] = [];
  readonly #reachOf = new PairNumbers();
  /** Answers of the one-connection engine, by pair of classes. */
  readonly #asked = new Map<number, Reach>();
  readonly #outside = new Map<string, readonly OutsideReach[]>();
  readonly #parts = new Map<string, readonly OutsidePart[]>();

  constructor(cluster: Cluster, options: ClassOptions) {
    this.cluster = cluster;
    this.options = options.engine;
    const { ends = [], ports = [] } = options;
    this.ports = options.portSets ?? createPortSets([cluster], [...ports, ...declaredPorts(ends)]);
    this.outcomes = new Outcomes(this.ports);
    this.#one = createEngine(cluster, options.engine);
    const vocabulary = collectVocabulary(cluster);
    const table = createClassTable(cluster, options.engine, vocabulary, ends);
    this.classes = table.classes;
    this.classOf = table.classOf;
    this.#portLists = table.portLists;
    const empty = (): (Row | null | undefined)[] => table.classes.map(() => undefined);
    this.#rows = { Egress: { 4: empty(), 6: empty() }, Ingress: { 4: empty(), 6: empty() } };
    const members = new PeerMembers(table, vocabulary);
    const builder = new RowBuilder(table.classes, members, this.#shared);
    const side = (direction: Direction): Side => {
      const { policies } = vocabulary;
      const sets = createPolicySets(policies, members, table.classes.length, direction);
      const plans = new Map<number, SetPlan>();
      const planOf = (set: number): SetPlan => {
        let plan = plans.get(set);
        if (plan === undefined) {
          plan = createPlan(sets.policiesOf(set), direction, this.ports);
          plans.set(set, plan);
        }
        return plan;
      };
      return { sets, planOf, rows: new Rows(builder, planOf, direction) };
    };
    this.sides = { Egress: side('Egress'), Ingress: side('Ingress') };
  }

  get #shared() {
    return { ports: this.ports, outcomes: this.outcomes, portLists: this.#portLists };
  }

  between(source: EndClass, destination: EndClass, where: Whereabouts = 'elsewhere'): Reach {
    const [from, to] = [this.#facts(source), this.#facts(destination)];
    if (where === 'same-node' && this.nodesCount(from, to))
      return this.reachOf(this.ports.all, this.ports.none);
    const families = this.familiesOf(from, to);
    const [first, second] = families;
    if (first === undefined) return this.reachOf(this.ports.none, this.ports.none);
    const one = this.outcomes.both(
      this.said('Egress', from, to, first),
      this.said('Ingress', to, from, first),
    );
    const other =
      second === undefined
        ? one
        : this.outcomes.both(
            this.said('Egress', from, to, second),
            this.said('Ingress', to, from, second),
          );
    if (this.outcomes.isInexact(one) || this.outcomes.isInexact(other)) {
      return this.#ask(from, to, families, one, other);
    }
    return this.reachIn(one, other);
  }

  nodesCount(source: EndClass, destination: EndClass): boolean {
    const [from, to] = [this.#facts(source), this.#facts(destination)];
    return isHostAndPod(from, to) && from.isNodeKnown && to.isNodeKnown;
  }

  canMeet(source: EndClass, destination: EndClass): boolean {
    return this.familiesOf(this.#facts(source), this.#facts(destination)).length > 0;
  }

  toOutside(source: EndClass): readonly OutsideReach[] {
    return this.#outsideOf(this.#facts(source), 'Egress');
  }

  fromOutside(destination: EndClass): readonly OutsideReach[] {
    return this.#outsideOf(this.#facts(destination), 'Ingress');
  }

  isRestricted(end: EndClass, direction: Direction): boolean {
    return this.sides[direction].sets.setOf[end.id] !== 0;
  }

  policiesOf(end: EndClass, direction: Direction) {
    const { sets } = this.sides[direction];
    return sets.policiesOf(sets.setOf[end.id] as number).map(({ policy }) => policy);
  }

  blocks(visit: Parameters<ClassEngine['blocks']>[0]): void {
    visitBlocks(this, visit);
  }

  /** The families of connections between two classes; one where it makes no difference. */
  familiesOf(from: ClassFacts, to: ClassFacts): readonly Family[] {
    const shared = sharedFamilies(this.cluster, from.families, to.families);
    if (shared.length < 2) return shared;
    const seen =
      this.planOf('Egress', from)?.seesAddresses === true ||
      this.planOf('Ingress', to)?.seesAddresses === true;
    return seen ? shared : shared.slice(0, 1);
  }

  /** The policies of a class, laid out; null where it has none. */
  planOf(direction: Direction, subject: ClassFacts): SetPlan | null {
    const set = this.setOf(direction, subject);
    return set === 0 ? null : this.sides[direction].planOf(set);
  }

  setOf(direction: Direction, subject: ClassFacts): number {
    return this.sides[direction].sets.setOf[subject.id] as number;
  }

  /** Whether some rule of some policy looks at addresses. */
  get seesAddresses(): boolean {
    return (this.#seesAddresses ??= this.classes.some(
      (facts) =>
        this.planOf('Egress', facts)?.seesAddresses === true ||
        this.planOf('Ingress', facts)?.seesAddresses === true,
    ));
  }

  /** What the policies of a class say to the others; null where it has none. */
  rowOf(direction: Direction, subject: ClassFacts, family: Family): Row | null {
    const known = this.#rows[direction][family];
    let row = known[subject.id];
    if (row === undefined) {
      const set = this.setOf(direction, subject);
      row = set === 0 ? null : this.sides[direction].rows.of(set, subject, family);
      known[subject.id] = row;
    }
    return row;
  }

  /** What one end says of a connection with the other, on another node as far as that is known. */
  said(direction: Direction, subject: ClassFacts, peer: ClassFacts, family: Family): Outcome {
    const row = this.rowOf(direction, subject, family);
    if (row === null) return this.outcomes.allowAll;
    return this.unlessLocal(rowOutcome(row, peer.id), subject, peer);
  }

  /** Its own node always reaches a pod, and perhaps nobody knows whether this is it. */
  unlessLocal(outcome: Outcome, subject: ClassFacts, peer: ClassFacts): Outcome {
    const mayBeLocal = peer.isHost && subject.isPod && !(peer.isNodeKnown && subject.isNodeKnown);
    return mayBeLocal ? this.outcomes.orAllow(outcome) : outcome;
  }

  /** What the outcomes in the two families come to: where they differ nobody knows which is used. */
  reachIn(one: Outcome, other: Outcome): Reach {
    const known = one === other ? this.#reachOfOutcome[one] : undefined;
    if (known !== undefined) return known;
    const { outcomes, ports } = this;
    const mayAllow = ports.union(outcomes.mayAllow(one), outcomes.mayAllow(other));
    const mayDeny = ports.union(outcomes.mayDeny(one), outcomes.mayDeny(other));
    const allowed = ports.difference(ports.all, mayDeny);
    const reach = this.reachOf(allowed, ports.difference(mayAllow, allowed));
    if (one === other) this.#reachOfOutcome[one] = reach;
    return reach;
  }

  /** Equal reaches are one object. */
  reachOf(allowed: PortSet, unknown: PortSet): Reach {
    const number = this.#reachOf.of(allowed, unknown);
    return (this.#reaches[number] ??= { allowed, unknown });
  }

  #facts(end: EndClass): ClassFacts {
    const facts = this.classes[end.id];
    if (facts !== end) throw new RangeError('a class of another engine');
    return facts;
  }

  /** Asks about one connection for each port that is open still: all ends of a class are alike. */
  #ask(
    from: ClassFacts,
    to: ClassFacts,
    families: readonly Family[],
    one: Outcome,
    other: Outcome,
  ): Reach {
    const key = from.id * this.classes.length + to.id;
    let reach = this.#asked.get(key);
    if (reach === undefined) {
      const [source] = from.ends as readonly [Endpoint];
      const destination = differentEnd(source, to);
      const settled = [one, other].map((outcome, i) =>
        this.#settle(outcome, {
          source,
          destination,
          family: families[i] ?? (families[0] as Family),
        }),
      );
      reach = this.reachIn(...(settled as [Outcome, Outcome]));
      this.#asked.set(key, reach);
    }
    return reach;
  }

  /** An outcome in which what was too wide has been asked about. */
  #settle(outcome: Outcome, pair: Pick<Connection, 'source' | 'destination' | 'family'>): Outcome {
    if (!this.outcomes.isInexact(outcome)) return outcome;
    const { ports, outcomes } = this;
    let [mayAllow, mayDeny] = [outcomes.mayAllow(outcome), outcomes.mayDeny(outcome)];
    for (const part of ports.parts(ports.intersection(mayAllow, mayDeny))) {
      const { protocol, port } = ports.sample(part);
      const verdict = this.#one.verdict({ ...pair, protocol, port, via: null });
      if (verdict === 'allowed') mayDeny = ports.difference(mayDeny, part);
      if (verdict === 'denied') mayAllow = ports.difference(mayAllow, part);
    }
    return outcomes.of(mayAllow, mayDeny, false);
  }

  #outsideOf(end: ClassFacts, direction: Direction): readonly OutsideReach[] {
    const families = end.families ?? ([4, 6] as const);
    return families.flatMap((family) => {
      const set = this.setOf(direction, end);
      const portList = direction === 'Ingress' ? end.portList : 0;
      const plan = this.planOf(direction, end);
      if (plan === null) {
        const all = { family, first: 0n, last: lastOfFamily(family) };
        return [{ ranges: [all], reach: this.reachOf(this.ports.all, this.ports.none) }];
      }
      const key = [direction, family, set, plan.hasNamedPorts ? portList : 0].join();
      let parts = this.#parts.get(key);
      if (parts === undefined) {
        parts = outsideParts(plan, family, portList, this.#shared);
        this.#parts.set(key, parts);
      }
      const isInexact = parts.some(({ outcome }) => this.outcomes.isInexact(outcome));
      const reachKey = isInexact ? `${key} ${String(end.id)}` : key;
      let reaches = this.#outside.get(reachKey);
      if (reaches === undefined) {
        const byReach = new Map<Reach, IpRange[]>();
        for (const part of parts) {
          const reach = this.#outsideReach(end, direction, part);
          byReach.set(reach, [...(byReach.get(reach) ?? []), ...part.ranges]);
        }
        reaches = [...byReach].map(([reach, ranges]) => ({ ranges: joinIpRanges(ranges), reach }));
        this.#outside.set(reachKey, reaches);
      }
      return reaches;
    });
  }

  #outsideReach(end: ClassFacts, direction: Direction, part: OutsidePart): Reach {
    const { ranges, outcome } = part;
    const [{ family, first }] = ranges as readonly [IpRange];
    const own = end.ends[0] as Endpoint;
    const address: Endpoint = { kind: 'address', address: { family, value: first } };
    const [source, destination] = direction === 'Egress' ? [own, address] : [address, own];
    const settled = this.#settle(outcome, { source, destination, family });
    return this.reachIn(settled, settled);
  }
}

/** The ports that names on ends of their own stand for. */
function declaredPorts(ends: readonly Endpoint[]): PortRange[] {
  return ends.flatMap((end) =>
    end.kind === 'pod'
      ? end.pod.ports.map(({ protocol, containerPort }) => {
          return { protocol, first: containerPort, last: containerPort };
        })
      : [],
  );
}

function isHostAndPod(a: ClassFacts, b: ClassFacts): boolean {
  return (a.isHost && b.isPod) || (a.isPod && b.isHost);
}

/** An end of a class that is not the given one: of a pod that is alone, another one just like it. */
function differentEnd(end: Endpoint, other: EndClass): Endpoint {
  const found = other.ends.find((candidate) => candidate !== end);
  if (found !== undefined) return found;
  return end.kind === 'pod' ? { ...end, pod: { ...end.pod, name: `${end.pod.name}\u0000` } } : end;
}

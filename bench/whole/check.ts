import type { ClassEngine, EndClass, Reach } from '../../src/engine/classes/class-engine.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { endpointFamilies, sharedFamilies } from '../../src/engine/families.ts';
import type { Connection, Endpoint } from '../../src/model/connection.ts';
import type { Verdict } from '../../src/model/decision.ts';
import type { Family } from '../../src/model/ip.ts';
import type { Pod } from '../../src/model/objects.ts';
import { Random } from '../random.ts';
import { PortSampler, type Port } from './ports.ts';
import { Sampler } from './sample.ts';
import type { Checked } from './task-results.ts';

const PAIRS = 10_000;
const OUTSIDE = 2000;
const SEED = 4;
const EXAMPLES = 5;

/**
 * Holds the class engine against the engine that decides one connection: on pairs of pods, and on
 * addresses outside, that are drawn where policies have something to say. Blocks must say of the
 * classes of these pairs what asking about them says.
 */
export function check(classes: ClassEngine): Checked {
  return new Check(classes).run();
}

class Check {
  readonly #classes: ClassEngine;
  readonly #one: Engine;
  readonly #random = new Random(SEED);
  readonly #sampler: Sampler;
  readonly #ports: PortSampler;
  readonly #verdicts = { allowed: 0, denied: 0, unknown: 0 };
  readonly #examples: string[] = [];
  #differences = 0;

  constructor(classes: ClassEngine) {
    this.#classes = classes;
    this.#one = createEngine(classes.cluster, classes.options);
    this.#sampler = new Sampler(classes.cluster, this.#random);
    this.#ports = new PortSampler(classes.cluster, this.#random);
  }

  run(): Checked {
    const asked = new Map<EndClass, Map<EndClass, Reach>>();
    for (let at = 0; at < PAIRS; at++) this.#checkPair(asked);
    this.#checkBlocks(asked);
    for (let outside = 0; outside < OUTSIDE;) if (this.#checkOutside()) outside++;
    return {
      pairs: PAIRS,
      outside: OUTSIDE,
      verdicts: this.#verdicts,
      differences: this.#differences,
      examples: this.#examples,
    };
  }

  /** @param asked what is said of the classes, by destination and source */
  #checkPair(asked: Map<EndClass, Map<EndClass, Reach>>): void {
    const [a, b] = this.#sampler.pair();
    const [source, destination] = [endOf(a), endOf(b)];
    const port = this.#ports.draw(a, b);
    const { cluster } = this.#classes;
    const families = sharedFamilies(
      cluster,
      endpointFamilies(cluster, source),
      endpointFamilies(cluster, destination),
    );
    const [from, to] = [this.#classOf(source), this.#classOf(destination)];
    const isNear = a.nodeName !== null && a.nodeName === b.nodeName;
    const reach = this.#classes.between(from, to, isNear ? 'same-node' : 'elsewhere');
    const bySource = asked.get(to) ?? new Map<EndClass, Reach>();
    asked.set(to, bySource.set(from, isNear ? this.#classes.between(from, to) : reach));
    const expected =
      families.length === 0 ? 'denied' : this.#ask({ source, destination }, port, families);
    this.#compare(`${nameOf(a)} to ${nameOf(b)}`, port, expected, reach);
  }

  /** False where the pod has no address of the family that was drawn. */
  #checkOutside(): boolean {
    const { pod, direction, address } = this.#sampler.outside();
    const [own, other] = [endOf(pod), { kind: 'address', address } as const];
    const { cluster } = this.#classes;
    const families = endpointFamilies(cluster, own);
    if (families !== null && !families.includes(address.family)) return false;
    const isTo = direction === 'Egress';
    const port = this.#ports.draw(isTo ? pod : null, isTo ? null : pod);
    const ends = isTo ? { source: own, destination: other } : { source: other, destination: own };
    const expected = this.#ask(ends, port, [address.family]);
    const endClass = this.#classOf(own);
    const all = isTo ? this.#classes.toOutside(endClass) : this.#classes.fromOutside(endClass);
    const holding = all.filter(({ ranges }) =>
      ranges.some(
        ({ family, first, last }) =>
          family === address.family && first <= address.value && address.value <= last,
      ),
    );
    const [only] = holding;
    const what = `${nameOf(pod)} ${isTo ? 'to' : 'from'} address ${String(address.value)}`;
    if (only === undefined || holding.length > 1) {
      this.#differs(`${what} is in ${String(holding.length)} ranges`);
    } else this.#compare(what, port, expected, only.reach);
    return true;
  }

  /** What blocks say of pairs of classes, each once. */
  #checkBlocks(asked: ReadonlyMap<EndClass, ReadonlyMap<EndClass, Reach>>): void {
    const { none } = this.#classes.ports;
    const told = new Map<EndClass, Set<EndClass>>();
    const members = new Map<readonly EndClass[], ReadonlySet<EndClass>>();
    this.#classes.blocks(({ classes, except, destination, reach }) => {
      const own = members.get(classes) ?? new Set(classes);
      if (classes.length > 1) members.set(classes, own);
      for (const [source, wanted] of asked.get(destination) ?? []) {
        if (!own.has(source) || except.has(source.id)) continue;
        const seen = told.get(destination) ?? new Set();
        if (seen.has(source) || reach !== wanted) {
          this.#differs(`block of classes ${String(source.id)} to ${String(destination.id)}`);
        }
        told.set(destination, seen.add(source));
      }
    });
    for (const [destination, sources] of asked) {
      for (const [source, { allowed, unknown }] of sources) {
        const isSomething = allowed !== none || unknown !== none;
        if (isSomething && told.get(destination)?.has(source) !== true) {
          this.#differs(`no block of classes ${String(source.id)} to ${String(destination.id)}`);
        }
      }
    }
  }

  /** What is said in all families: where they differ, nobody knows which is used. */
  #ask(
    ends: Pick<Connection, 'source' | 'destination'>,
    port: Port,
    families: readonly Family[],
  ): Verdict {
    const verdicts = families.map((family) =>
      this.#one.verdict({ ...ends, ...port, family, via: null }),
    );
    const [first = 'unknown'] = verdicts;
    return verdicts.every((verdict) => verdict === first) ? first : 'unknown';
  }

  #compare(what: string, port: Port, expected: Verdict, { allowed, unknown }: Reach): void {
    const { ports } = this.#classes;
    const { protocol, port: number } = port;
    const asked =
      protocol === 'ICMP'
        ? ports.of([], true)
        : ports.of([{ protocol, first: number ?? 0, last: number ?? 0 }], false);
    const isIn = (set: number) => ports.intersection(set, asked) !== ports.none;
    const verdict = isIn(allowed) ? 'allowed' : isIn(unknown) ? 'unknown' : 'denied';
    this.#verdicts[expected]++;
    if (verdict !== expected) {
      this.#differs(`${what} ${String(number)}/${protocol}: ${expected}, in classes ${verdict}`);
    }
  }

  #differs(example: string): void {
    this.#differences++;
    if (this.#examples.length < EXAMPLES) this.#examples.push(example);
  }

  #classOf(end: Endpoint): EndClass {
    const own = this.#classes.classOf(end);
    if (own === null) throw new Error('a pod of the cluster is in no class');
    return own;
  }
}

function endOf(pod: Pod): Endpoint & { readonly kind: 'pod' } {
  return { kind: 'pod', pod };
}

function nameOf({ namespace, name }: Pod): string {
  return `${namespace}/${name}`;
}

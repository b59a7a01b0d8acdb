import type { Cluster } from '../../src/model/cluster.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { Policy } from '../../src/model/policy.ts';
import { MAX_PORT, MIN_PORT, PROTOCOLS, type QueryProtocol } from '../../src/model/port.ts';
import type { Random } from '../random.ts';

/** A port to ask about; ICMP has none. */
export interface Port {
  readonly protocol: QueryProtocol;
  readonly port: number | null;
}

/** Draws ports at which rules begin and end to hold, and some others. */
export class PortSampler {
  readonly #random: Random;
  readonly #cluster: Cluster;
  readonly #all: readonly Port[];
  readonly #byNamespace = new Map<string, readonly Port[]>();

  constructor(cluster: Cluster, random: Random) {
    this.#random = random;
    this.#cluster = cluster;
    this.#all = portsOf([...cluster.policies.values()].flat());
  }

  /** A port of a connection between pods. `destination` is null for an address. */
  draw(source: Pod | null, destination: Pod | null): Port {
    const random = this.#random;
    const declared = (destination?.ports ?? []).map(({ protocol, containerPort }) => {
      return { protocol, port: containerPort };
    });
    const choices: readonly (readonly [readonly Port[], number])[] = [
      [this.#ofNamespace(source?.namespace), 3],
      [this.#ofNamespace(destination?.namespace), 3],
      [declared, 3],
      [this.#all, 1],
      [[{ protocol: 'ICMP', port: null }], 1],
      [[{ protocol: random.pick(PROTOCOLS), port: random.int(MIN_PORT, MAX_PORT) }], 1],
    ];
    return random.pick(random.weighted(choices.filter(([ports]) => ports.length > 0)));
  }

  #ofNamespace(namespace: string | undefined): readonly Port[] {
    if (namespace === undefined) return [];
    let ports = this.#byNamespace.get(namespace);
    if (ports === undefined) {
      ports = portsOf(this.#cluster.policies.get(namespace) ?? []);
      this.#byNamespace.set(namespace, ports);
    }
    return ports;
  }
}

/** The first and the last port of each range of the rules, and the ones beside them. */
function portsOf(policies: readonly Policy[]): Port[] {
  return policies
    .flatMap(({ ingress, egress }) => [...ingress.rules, ...egress.rules])
    .flatMap(({ ports }) => ports ?? [])
    .flatMap((item) => {
      if (item.kind === 'named') return [];
      const { protocol, first, last } = item;
      return [first - 1, first, last, last + 1]
        .filter((port) => port >= MIN_PORT && port <= MAX_PORT)
        .map((port) => ({ protocol, port }));
    });
}

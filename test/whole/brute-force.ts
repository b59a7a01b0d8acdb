import { createEngine } from '../../src/engine/create.ts';
import { endpointFamilies, sharedFamilies } from '../../src/engine/families.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { ownerOfAddress } from '../../src/model/cluster.ts';
import type { Endpoint, EngineOptions } from '../../src/model/connection.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { Family } from '../../src/model/ip.ts';
import type { QueryProtocol } from '../../src/model/port.ts';
import { addressOf, blockOf } from '../oracle/addresses.ts';
import { ADDRESSES } from '../oracle/alphabet.ts';
import { isOutside, type Parsed, type Statement } from './parse.ts';

/** One port of a question. */
export interface Port {
  readonly protocol: QueryProtocol;
  readonly port: number | null;
}

type Verdict = 'allowed' | 'denied' | 'unknown' | 'nothing';

/** Every live pod by the name that lists use. */
export function podsByName(cluster: Cluster): Map<string, Pod> {
  const pods = [...cluster.pods.values()].flat().filter(({ finished }) => !finished);
  return new Map(
    pods.map((pod) => {
      const own = pod.identity === 'replica' ? `deploy/${pod.name}` : pod.name;
      return [`${pod.namespace}/${own}`, pod];
    }),
  );
}

/** Addresses at the edges of the networks that nobody has. */
export function outsideAddresses(cluster: Cluster): string[] {
  return ([4, 6] as const)
    .flatMap((family) => ADDRESSES[family])
    .filter((text) => ownerOfAddress(cluster, addressOf(text)) === null);
}

/** What the engine that decides one connection says in each family that both ends have. */
export function bruteForce(
  cluster: Cluster,
  options: EngineOptions,
  only: Family | null = null,
): (source: Endpoint, destination: Endpoint, port: Port) => Verdict {
  const engine = createEngine(cluster, options);
  return (source, destination, port) => {
    const families = sharedFamilies(
      cluster,
      endpointFamilies(cluster, source),
      endpointFamilies(cluster, destination),
    ).filter((family) => only === null || family === only);
    const verdicts = new Set(
      families.map((family) => engine.verdict({ source, destination, ...port, family, via: null })),
    );
    const [verdict] = verdicts;
    return verdict === undefined ? 'nothing' : verdicts.size > 1 ? 'unknown' : verdict;
  };
}

/** What a parsed list says of one connection. */
export function relationOf(parsed: Parsed, listed: 'allowed' | 'denied') {
  const bySource = new Map<string, Map<string, Statement[]>>();
  const outsideFrom: Statement[] = [];
  const outsideTo: Statement[] = [];
  for (const statement of parsed.statements) {
    if (isOutside(statement.from)) {
      outsideFrom.push(statement);
      continue;
    }
    if (isOutside(statement.to)) {
      outsideTo.push(statement);
      continue;
    }
    for (const from of parsed.sources.get(statement.from) ?? [statement.from]) {
      for (const to of parsed.destinations.get(statement.to) ?? [statement.to]) {
        const own = bySource.get(from) ?? new Map<string, Statement[]>();
        own.set(to, [...(own.get(to) ?? []), statement]);
        bySource.set(from, own);
      }
    }
  }
  const other = listed === 'allowed' ? 'denied' : 'allowed';
  const verdict = (statements: readonly Statement[], port: Port): Verdict => {
    const states = new Set(
      statements.filter(({ ports }) => holdsPort(ports, port)).map(({ state }) => state),
    );
    if (states.size > 1) throw new Error(`told twice: ${JSON.stringify(statements)}`);
    return [...states][0] ?? other;
  };
  const members = (map: Parsed['sources'], name: string): readonly string[] =>
    map.get(name) ?? [name];
  return {
    pair: (from: string, to: string, sameNode: boolean, port: Port) =>
      verdict(
        (bySource.get(from)?.get(to) ?? []).filter(
          ({ where }) => where === null || (where === 'same-node') === sameNode,
        ),
        port,
      ),
    toOutside: (from: string, address: string, port: Port) =>
      verdict(
        outsideTo.filter(
          (one) =>
            members(parsed.sources, one.from).includes(from) && holdsAddress(one.to, address),
        ),
        port,
      ),
    fromOutside: (address: string, to: string, port: Port) =>
      verdict(
        outsideFrom.filter(
          (one) =>
            members(parsed.destinations, one.to).includes(to) && holdsAddress(one.from, address),
        ),
        port,
      ),
  };
}

export function holdsPort(items: readonly string[], { protocol, port }: Port): boolean {
  return items.some((item) => {
    const [numbers = '', own] = item.split('/');
    if (own === undefined) return protocol === 'ICMP' && numbers === 'ICMP';
    const [first = '', last = first] = numbers.split('-');
    return own === protocol && port !== null && Number(first) <= port && port <= Number(last);
  });
}

function holdsAddress(name: string, text: string): boolean {
  const { family, value } = addressOf(text);
  const words = name.replace(/^internet(?! \()/, '0.0.0.0/0, ::/0');
  return words
    .replace('internet (IPv4)', '0.0.0.0/0')
    .replace('internet (IPv6)', '::/0')
    .split(/,? /)
    .some((range) => {
      const [first = '', last] = range.split('-');
      if (last !== undefined) {
        const [a, b] = [addressOf(first), addressOf(last)];
        return a.family === family && a.value <= value && value <= b.value;
      }
      const length = family === 4 ? 32 : 128;
      const block = blockOf(first.includes('/') ? first : `${first}/${String(length)}`);
      return block.family === family && block.first <= value && value <= block.last;
    });
}

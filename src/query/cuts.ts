import type { Engine } from '../engine/engine.ts';
import type { Endpoint } from '../model/connection.ts';
import type { IpRange } from '../model/ip.ts';
import { policyDirection, type Direction, type Peer, type Rule } from '../model/policy.ts';
import type { PortRange } from '../model/port.ts';
import type { RealEnd } from './leg.ts';

/** Where the rules that may judge an end, in one direction, tell connections apart. */
export interface Cuts {
  /** Numbers that port items hold. */
  readonly ports: readonly PortRange[];
  readonly hasNamedPorts: boolean;
  /** CIDRs and excepts of the peers. */
  readonly blocks: readonly IpRange[];
  /** Some peer looks at addresses, so that the family of a connection may matter. */
  readonly seesAddresses: boolean;
}

const NONE: Cuts = { ports: [], hasNamedPorts: false, blocks: [], seesAddresses: false };

/** The cuts of an end as the subject of a direction. Those of one pod are worked out once. */
export type CutsOf = (end: RealEnd, direction: Direction) => Cuts;

const CACHES = new WeakMap<Engine, CutsOf>();

/** The cuts of an engine's policies: of those that select the end, for sure or perhaps. */
export function cutsFor(engine: Engine): CutsOf {
  let cutsOf = CACHES.get(engine);
  if (cutsOf === undefined) {
    const known = { Ingress: new WeakMap<object, Cuts>(), Egress: new WeakMap<object, Cuts>() };
    cutsOf = (end, direction) => {
      // Policies are asked only at ends that are pods.
      if (end.kind !== 'pod') return NONE;
      let cuts = known[direction].get(end.pod);
      if (cuts === undefined) {
        cuts = collect(engine, end, direction);
        known[direction].set(end.pod, cuts);
      }
      return cuts;
    };
    CACHES.set(engine, cutsOf);
  }
  return cutsOf;
}

function collect(
  engine: Engine,
  end: Extract<Endpoint, { kind: 'pod' }>,
  direction: Direction,
): Cuts {
  const { policies } = engine.cluster;
  const rules: Rule[] = [];
  for (const policy of [...(policies.get('') ?? []), ...(policies.get(end.pod.namespace) ?? [])]) {
    const said = policyDirection(policy, direction);
    if (said.applies && engine.selects(policy, end) !== 'no') rules.push(...said.rules);
  }
  if (rules.length === 0) return NONE;
  const ports = rules.flatMap((rule) => rule.ports ?? []);
  const peers = rules.flatMap((rule) => rule.peers ?? []);
  return {
    ports: ports.filter((port) => port.kind === 'range'),
    hasNamedPorts: ports.some((port) => port.kind === 'named'),
    blocks: peers.flatMap(blocksOf),
    seesAddresses: peers.some((peer) => peer.kind !== 'pods'),
  };
}

function blocksOf(peer: Peer): readonly IpRange[] {
  if (peer.kind !== 'ipBlock') return [];
  return [peer.cidr.range, ...peer.except.map(({ range }) => range)];
}

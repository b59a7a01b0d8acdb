import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { familyBits, subtractRanges, type IpRange } from '../../src/model/ip.ts';
import type { Peer, Policy, PortMatch } from '../../src/model/policy.ts';
import type { Scenario } from '../oracle/generate.ts';
import { ANY_POD, cidr } from '../support/policies.ts';
import { withPolicies } from '../oracle/generate.ts';
import { endHasNoAddress, mapPeers, mapPolicies, mapPorts, mapRules } from './rewrite.ts';
import { forRandomQuestions, share, TIMEOUT } from './runs.ts';

// Policies that say the same in other words give the same verdicts.

type Rewrite = (policy: Policy) => Policy;

const reversed: Rewrite = (policy) =>
  mapRules(policy, (rules) =>
    rules
      .map((rule) => ({
        ...rule,
        peers: rule.peers === null ? null : [...rule.peers].reverse(),
        ports: rule.ports === null ? null : [...rule.ports].reverse(),
      }))
      .reverse(),
  );

const oneValueEach: Rewrite = (policy) =>
  mapPeers(policy, (peer) => {
    if (peer.kind !== 'pods' || peer.pods === null) return [peer];
    const [first, ...rest] = peer.pods.requirements;
    if (first?.operator !== 'In') return [peer];
    const { path } = peer.pods;
    return first.values.map((value) => ({
      ...peer,
      pods: { path, requirements: [{ ...first, values: [value] }, ...rest] },
    }));
  });

const splitRanges: Rewrite = (policy) =>
  mapPorts(policy, (port): PortMatch[] => {
    if (port.kind !== 'range' || port.first === port.last) return [port];
    const middle = Math.floor((port.first + port.last) / 2);
    return [
      { ...port, last: middle },
      { ...port, first: middle + 1 },
    ];
  });

/** A block with exceptions as the addresses that are left, one peer for each run of them. */
const withoutExcept: Rewrite = (policy) =>
  mapPeers(policy, (peer): Peer[] => {
    if (peer.kind !== 'ipBlock') return [peer];
    const left = subtractRanges(
      peer.cidr.range,
      peer.except.map(({ range }) => range),
    ).flatMap(blocks);
    return left.map((range) => ({
      ...peer,
      cidr: { ...peer.cidr, range, text: 'a part' },
      except: [],
    }));
  });

/** Halves a range until each part is one network. */
function blocks(range: IpRange): IpRange[] {
  for (let bits = 0; bits <= familyBits(range.family); bits += 1) {
    const size = 1n << BigInt(bits);
    if (range.first % size === 0n && range.last === range.first + size - 1n) return [range];
  }
  let size = 1n;
  while (range.first % (size * 2n) === 0n && range.first + size * 2n - 1n <= range.last) size *= 2n;
  const middle = range.first + size - 1n;
  return [{ ...range, last: middle }, ...blocks({ ...range, first: middle + 1n })];
}

/** A block without exceptions, and the same addresses as the exceptions and the rest. */
const exceptAndRest: Rewrite = (policy) =>
  mapPeers(policy, (peer): Peer[] => {
    if (peer.kind !== 'ipBlock') return [peer];
    const exceptions = peer.except.map((except): Peer => ({ ...peer, cidr: except, except: [] }));
    return [peer, ...exceptions];
  });
const forgetExcept: Rewrite = (policy) =>
  mapPeers(policy, (peer): Peer[] =>
    peer.kind === 'ipBlock' ? [{ ...peer, except: [] }] : [peer],
  );

const EVERYONE: readonly Peer[] = [
  ANY_POD,
  { kind: 'ipBlock', cidr: cidr('0.0.0.0/0'), except: [], path: [] },
  { kind: 'ipBlock', cidr: cidr('::/0'), except: [], path: [] },
];
const everyoneByName: Rewrite = (policy) =>
  mapRules(policy, (rules) => rules.map((rule) => ({ ...rule, peers: rule.peers ?? EVERYONE })));

const same: Rewrite = (policy) => policy;

function compare(
  one: Rewrite,
  other: Rewrite,
  applies: (scenario: Scenario, i: number) => boolean = () => true,
): void {
  forRandomQuestions('unions', share(4), (_, connection, scenario) => {
    if (!applies(scenario, scenario.connections.indexOf(connection))) return;
    const { cluster, options } = scenario;
    const [a, b] = [one, other].map((rewrite) =>
      createEngine(withPolicies(cluster, mapPolicies(cluster, rewrite)), options).verdict(
        connection,
      ),
    );
    expect(a).toBe(b);
  });
}

describe('policies that say the same in other words give the same verdicts', () => {
  test(
    'the order of rules, peers and ports never matters',
    () => {
      compare(same, reversed);
    },
    TIMEOUT,
  );

  test(
    'the order of policies never matters',
    () => {
      forRandomQuestions('unions', share(4), (engine, connection, { cluster, options }) => {
        const backwards = new Map(
          [...cluster.policies]
            .reverse()
            .map(([name, policies]) => [name, [...policies].reverse()]),
        );
        const other = createEngine({ ...cluster, policies: backwards }, options);
        expect(other.verdict(connection)).toBe(engine.verdict(connection));
      });
    },
    TIMEOUT,
  );

  test(
    'In with several values is a peer for each value',
    () => {
      compare(same, oneValueEach);
    },
    TIMEOUT,
  );

  test(
    'a port range is its two halves',
    () => {
      compare(same, splitRanges);
    },
    TIMEOUT,
  );

  test(
    'a block with exceptions is the blocks that are left',
    () => {
      compare(same, withoutExcept);
    },
    TIMEOUT,
  );

  test(
    'the exceptions of a block and what they leave are the whole block',
    () => {
      compare(exceptAndRest, forgetExcept);
    },
    TIMEOUT,
  );

  test(
    'a rule without peers admits whatever pods and networks can name',
    () => {
      compare(same, everyoneByName, ({ connections }, i) => {
        const { source, destination, family } = connections[i]!;
        return ![source, destination].some((end) => endHasNoAddress(end, family));
      });
    },
    TIMEOUT,
  );
});

import type { FactValue, MissingFact } from '../model/decision.ts';
import { lastOfFamily, rangeContains, type Family, type IpRange } from '../model/ip.ts';
import { isSamePod, type End, type Role } from './ends.ts';
import type { Scene } from './match.ts';
import type { PolicyIndex } from './policy-index.ts';
import { ALLOW, DENY, OPEN, type Outcomes } from './walk.ts';

/**
 * More combinations of missing facts than this are not tried: the verdict stays unknown, without
 * cases.
 */
export const WORLD_LIMIT = 4096;

/** Stands for a value that no manifest can write. */
const FRESH = '\u0000';

/** Facts as they might be, and what they give. */
export interface World {
  readonly when: readonly FactValue[];
  readonly outcomes: Outcomes;
}

/**
 * Tries every value that the missing facts might have, as far as values differ in what policies
 * make of them. Exact: the outcomes of all worlds together are those that can really come about.
 *
 * @param evaluate what a scene comes to; it notes the facts that it lacked in `scene.facts`
 * @returns the worlds, or null where there are more than WORLD_LIMIT
 */
export function exploreWorlds(
  scene: Scene,
  index: PolicyIndex,
  evaluate: (scene: Scene) => Outcomes,
): readonly World[] | null {
  const worlds: World[] = [];
  let evaluations = 0;

  function explore(current: Scene, when: readonly FactValue[]): boolean {
    if (++evaluations > WORLD_LIMIT) return false;
    const outcomes = evaluate(current);
    const fact = isSingle(outcomes) ? undefined : [...current.facts.values()].find(isEnumerable);
    if (fact === undefined) {
      worlds.push({ when, outcomes });
      return true;
    }
    return completions(current, index, fact).every(({ value, end }) =>
      explore(withEnd(current, end), value === null ? when : [...when, value]),
    );
  }

  return explore(scene, []) ? worlds : null;
}

/** Whether outcomes leave no choice. */
export function isSingle(outcomes: Outcomes): boolean {
  return outcomes === ALLOW || outcomes === DENY || outcomes === OPEN;
}

type EnumerableFact = Extract<MissingFact, { kind: 'label' | 'address' | 'node' }>;

function isEnumerable(fact: MissingFact): fact is EnumerableFact {
  return fact.kind === 'label' || fact.kind === 'address' || fact.kind === 'node';
}

interface Completion {
  /** Null where the choice loses nothing, so that it needs no mention. */
  readonly value: FactValue | null;
  readonly end: End;
}

/** The scene with a fact filled in; of a pod at both ends it is one fact. */
function withEnd(scene: Scene, end: End): Scene {
  const other = OTHER[end.role];
  const both = isSamePod(scene.connection) ? { [other]: { ...end, role: other } } : {};
  return { ...scene, [end.role]: end, ...both, facts: new Map() };
}

function completions(scene: Scene, index: PolicyIndex, fact: EnumerableFact): Completion[] {
  const end = scene[fact.end];
  switch (fact.kind) {
    case 'label': {
      const values = [...index.labelValues(fact.key)].sort();
      return [...values, null].map((value) => ({
        value: { ...fact, value },
        end: { ...end, labels: new Map(end.labels).set(fact.key, value ?? FRESH) },
      }));
    }
    case 'address':
      return addressPieces(scene, index, end, fact.family).map((ranges) => ({
        value: { kind: 'address', end: fact.end, endpoint: fact.endpoint, ranges },
        end: {
          ...end,
          addresses: [{ family: fact.family, value: (ranges[0] as IpRange).first }],
        },
      }));
    case 'node':
      return nodeCompletions(scene, end, fact);
  }
}

/**
 * The addresses that an end might have, as lists of ranges: the rules that judge it make no
 * difference between the addresses of one list.
 */
function addressPieces(scene: Scene, index: PolicyIndex, end: End, family: Family): IpRange[][] {
  if (end.addresses !== null) {
    return end.addresses.map(({ value }) => [{ family, first: value, last: value }]);
  }
  const [judge, direction] =
    end.role === 'source'
      ? [scene.destination.pod, 'Ingress' as const]
      : [scene.source.pod, 'Egress' as const];
  const blocks =
    judge === null
      ? []
      : index.blocksFor(judge.namespace, direction).filter((block) => block.family === family);
  const pieces = new Map<string, IpRange[]>();
  for (const piece of cutAt(blocks, family)) {
    const first = { family, value: piece.first };
    const signature = blocks.map((block) => (rangeContains(block, first) ? '1' : '0')).join('');
    const known = pieces.get(signature);
    if (known === undefined) pieces.set(signature, [piece]);
    else known.push(piece);
  }
  return [...pieces.values()];
}

/** The whole of a family, cut wherever one of the ranges begins or ends. */
export function cutAt(ranges: readonly IpRange[], family: Family): IpRange[] {
  const last = lastOfFamily(family);
  const starts = new Set<bigint>([0n]);
  for (const range of ranges) {
    starts.add(range.first);
    if (range.last < last) starts.add(range.last + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  return sorted.map((first, i) => {
    const next = sorted[i + 1];
    return { family, first, last: next === undefined ? last : next - 1n };
  });
}

const OTHER: Readonly<Record<Role, Role>> = { source: 'destination', destination: 'source' };

/** The node of an end: the other end's, or one that has no part in the question. */
function nodeCompletions(
  scene: Scene,
  end: End,
  fact: Extract<MissingFact, { kind: 'node' }>,
): Completion[] {
  const other = scene[OTHER[end.role]];
  const elsewhere: End = { ...end, nodeName: `${FRESH}${end.role}` };
  if (other.nodeName === null) {
    // Only whether the nodes are the same counts, and that is told of the other end.
    return [{ value: null, end: elsewhere }];
  }
  const name = other.nodeName.startsWith(FRESH) ? null : other.nodeName;
  return [
    { value: { ...fact, node: name, sameNode: true }, end: { ...end, nodeName: other.nodeName } },
    { value: { ...fact, node: null, sameNode: false }, end: elsewhere },
  ];
}

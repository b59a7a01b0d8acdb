import type { Family } from '../../model/ip.ts';
import type { LabelSelector } from '../../model/labels.ts';
import type { Peer, PodScope } from '../../model/policy.ts';
import { BY_ADDRESS, MAYBE, NO, OPEN_FACT, YES, type Certainty } from './certainty.ts';
import type { ClassTable } from './class-table.ts';
import type { LabelMatches, LabelSets } from './label-sets.ts';
import { EVERYBODY, MembersBuilder, NOBODY, type Members } from './members.ts';
import { blockKey, peerKey, scopeKey, selectorKey, type Vocabulary } from './vocabulary.ts';

/** Finds the classes that peers and selections of pods take in; equal questions are answered once. */
export class PeerMembers {
  readonly #table: ClassTable;
  readonly #builder: MembersBuilder;
  readonly #positions: Readonly<Record<Family, ReadonlyMap<string, number>>>;
  readonly #nodeSelectors: ReadonlyMap<string, number>;
  readonly #byGroup: readonly (readonly number[])[];
  readonly #byLabelSet: readonly (readonly number[])[];
  readonly #known = new Map<string, Members>();
  readonly #matches = new Map<LabelSets, Map<string, LabelMatches>>();
  readonly #groups = new Map<string, LabelMatches>();
  readonly #holders: Partial<Record<Family, Members[]>> = {};

  constructor(table: ClassTable, vocabulary: Vocabulary) {
    this.#table = table;
    this.#builder = new MembersBuilder(table.classes.length);
    this.#positions = {
      4: positions(vocabulary.blocks[4].map(blockKey)),
      6: positions(vocabulary.blocks[6].map(blockKey)),
    };
    this.#nodeSelectors = positions(vocabulary.nodeSelectors.map(selectorKey));
    const pods = table.classes.filter(({ isPod }) => isPod);
    this.#byGroup = lists(pods.map(({ id, namespaceGroup }) => [namespaceGroup, id]));
    this.#byLabelSet = lists(pods.map(({ id, labelSet }) => [labelSet, id]));
  }

  /** The classes that any of a rule's peers takes in, for connections of a family. */
  ofPeers(peers: readonly Peer[] | null, family: Family): Members {
    if (peers === null) return EVERYBODY;
    const [only] = peers;
    if (peers.length === 1 && only !== undefined) return this.#ofPeer(only, family);
    const key = `${String(family)} ${peers.map(peerKey).sort().join('|')}`;
    return this.#once(key, () =>
      this.#builder.union([...new Set(peers.map((peer) => this.#ofPeer(peer, family)))]),
    );
  }

  /** The classes of pods that a selection takes in. */
  ofScope(scope: PodScope): Members {
    return this.#once(`pods ${scopeKey(scope)}`, () => this.#select(scope));
  }

  #ofPeer(peer: Peer, family: Family): Members {
    switch (peer.kind) {
      case 'pods':
        return this.ofScope(peer);
      case 'nodes':
        return this.#once(peerKey(peer), () => this.#nodes(peer.selector));
      case 'domainNames': {
        const key = `domainNames`;
        return this.#once(key, () => this.#outside());
      }
      case 'ipBlock': {
        if (peer.cidr.range.family !== family) return NOBODY;
        const at = this.#positions[family].get(blockKey(peer)) as number;
        return (this.#holders[family] ??= this.#findHolders(family))[at] ?? NOBODY;
      }
    }
  }

  #once(key: string, find: () => Members): Members {
    let members = this.#known.get(key);
    if (members === undefined) {
      members = find();
      this.#known.set(key, members);
    }
    return members;
  }

  #nodes(selector: LabelSelector): Members {
    const at = this.#nodeSelectors.get(selectorKey(selector)) as number;
    for (const { id, nodeMatches } of this.#table.classes) {
      this.#builder.add(id, nodeMatches[at] as Certainty);
    }
    return this.#builder.finish();
  }

  /** Ends that are addresses: nobody knows what names lead to them. */
  #outside(): Members {
    for (const { id, isPod, isHost } of this.#table.classes) {
      if (!isPod && !isHost) this.#builder.add(id, OPEN_FACT);
    }
    return this.#builder.finish();
  }

  /** For each block of a family, the classes that it holds. */
  #findHolders(family: Family): Members[] {
    const blocks = [...this.#positions[family].keys()].map((): [number, Certainty][] => []);
    const unknown: [number, Certainty][] = [];
    for (const { id, profiles } of this.#table.classes) {
      const profile = profiles[family];
      if (profile.unknown) unknown.push([id, BY_ADDRESS]);
      for (const block of profile.yes) blocks[block]?.push([id, YES]);
      for (const block of profile.maybe) blocks[block]?.push([id, MAYBE]);
    }
    return blocks.map((found) => {
      for (const [id, certainty] of found) this.#builder.add(id, certainty);
      for (const [id, certainty] of unknown) this.#builder.add(id, certainty);
      return this.#builder.finish();
    });
  }

  /** Goes through the pods of the namespaces or those of the labels, whichever are fewer. */
  #select({ namespaces, pods }: PodScope): Members {
    const groups = this.#groupsOf(namespaces);
    const sets = pods === null ? null : this.#matching(this.#table.podLabels, pods);
    const inGroups = groups === null ? Infinity : total(groups, this.#byGroup);
    const inSets = sets === null ? Infinity : total(sets, this.#byLabelSet);
    if (inGroups === Infinity && inSets === Infinity) {
      for (const { id, isPod } of this.#table.classes) if (isPod) this.#builder.add(id, YES);
      return this.#builder.finish();
    }
    const [outer, members, inner, innerOf] =
      inGroups <= inSets
        ? [groups, this.#byGroup, sets, 'labelSet' as const]
        : [sets, this.#byLabelSet, groups, 'namespaceGroup' as const];
    const certainties = inner === null ? null : new Map(inner);
    for (const [at, certainty] of outer ?? []) {
      for (const id of members[at] ?? []) {
        const other =
          certainties === null
            ? YES
            : (certainties.get(this.#table.classes[id]?.[innerOf] ?? -1) ?? NO);
        if (other !== NO) this.#builder.add(id, other === YES ? certainty : MAYBE);
      }
    }
    return this.#builder.finish();
  }

  #groupsOf(scope: PodScope['namespaces']): LabelMatches {
    const { groupOf, groupLabels, namespaceLabels } = this.#table;
    if (scope.kind === 'own') {
      const group = groupOf.get(scope.namespace);
      return group === undefined ? [] : [[group, YES]];
    }
    const key = selectorKey(scope.selector);
    let groups = this.#groups.get(key);
    if (groups === undefined) {
      const sets = this.#matching(namespaceLabels, scope.selector);
      groups = sets === null ? null : groupsWith(new Map(sets), groupLabels);
      this.#groups.set(key, groups);
    }
    return groups;
  }

  #matching(labels: LabelSets, selector: LabelSelector): LabelMatches {
    const known = this.#matches.get(labels) ?? new Map<string, LabelMatches>();
    this.#matches.set(labels, known);
    const key = selectorKey(selector);
    let matches = known.get(key);
    if (matches === undefined) {
      matches = labels.matching(selector);
      known.set(key, matches);
    }
    return matches;
  }
}

/** The groups whose label sets are matched. */
function groupsWith(
  certainties: ReadonlyMap<number, Certainty>,
  groupLabels: readonly number[],
): LabelMatches {
  return groupLabels.flatMap((set, group) => {
    const certainty = certainties.get(set);
    return certainty === undefined ? [] : [[group, certainty] as const];
  });
}

function positions(keys: readonly string[]): Map<string, number> {
  return new Map(keys.map((key, at) => [key, at]));
}

function lists(entries: readonly (readonly [at: number, id: number])[]): number[][] {
  const found: number[][] = [];
  for (const [at, id] of entries) (found[at] ??= []).push(id);
  return found;
}

function total(matches: LabelMatches, members: readonly (readonly number[])[]): number {
  return (matches ?? []).reduce((sum, [at]) => sum + (members[at]?.length ?? 0), 0);
}

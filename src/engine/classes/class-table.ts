import { namespaceOf, nodeOf, type Cluster } from '../../model/cluster.ts';
import type { Endpoint, EngineOptions } from '../../model/connection.ts';
import type { Family } from '../../model/ip.ts';
import { selectorMatches, type LabelSelector } from '../../model/labels.ts';
import type { ContainerPort } from '../../model/port.ts';
import { createEnd, type End } from '../ends.ts';
import { endpointFamilies } from '../families.ts';
import { addressProfiles, type AddressProfile } from './address-profiles.ts';
import { NO, OPEN_FACT, YES, type Certainty } from './certainty.ts';
import type { EndClass } from './class-engine.ts';
import { LabelSets } from './label-sets.ts';
import { PairNumbers } from './pair-numbers.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What policies see of each end of a class, and what else its connections depend on. */
export interface ClassFacts extends EndClass {
  /** Policies ask about pods only: not about nodes, their network, or addresses. */
  readonly isPod: boolean;
  /** Among namespaces that policies cannot tell apart; -1 where it is no pod. */
  readonly namespaceGroup: number;
  /** -1 where it is no pod. */
  readonly labelSet: number;
  readonly profiles: Readonly<Record<Family, AddressProfile>>;
  /** Null where the input does not tell. */
  readonly families: readonly Family[] | null;
  /** Declared ports of names that rules use; ends that declare the same have the same number. */
  readonly portList: number;
  /** Whether each selector of nodes takes it in. */
  readonly nodeMatches: readonly Certainty[];
  readonly isNodeKnown: boolean;
}

/** The classes of a cluster's ends, and what their numbers stand for. */
export interface ClassTable {
  readonly classes: readonly ClassFacts[];
  readonly podLabels: LabelSets;
  readonly namespaceLabels: LabelSets;
  /** The label set of each namespace group. */
  readonly groupLabels: readonly number[];
  /** The group of each namespace that has policies and live pods. */
  readonly groupOf: ReadonlyMap<string, number>;
  /** Declared ports by `portList`; the first has none. */
  readonly portLists: readonly (readonly ContainerPort[])[];
  readonly classOf: (end: Endpoint) => ClassFacts | null;
}

/** Groups the live pods of a cluster, and further ends, into classes. */
export function createClassTable(
  cluster: Cluster,
  options: EngineOptions,
  vocabulary: Vocabulary,
  further: readonly Endpoint[],
): ClassTable {
  const endpoints: Endpoint[] = [...further];
  for (const pods of cluster.pods.values()) {
    for (const pod of pods) if (!pod.finished) endpoints.push({ kind: 'pod', pod });
  }
  const namespaces = new NamespaceGroups(cluster, vocabulary);
  const podLabels = new LabelSets(vocabulary.podSelectors);
  const ports = new PortLists(vocabulary.portNames);
  const nodes = new NodeMatches(cluster, vocabulary.nodeSelectors);
  const endsOf = (family: Family): End[] =>
    endpoints.map((endpoint) => createEnd(cluster, options, endpoint, 'source', family));
  const ends = endsOf(4);
  const profiles = {
    4: addressProfiles(ends, vocabulary.blocks[4], 4),
    6: addressProfiles(vocabulary.blocks[6].length > 0 ? endsOf(6) : ends, vocabulary.blocks[6], 6),
  };

  const profileNumbers = new Map<AddressProfile, number>();
  const numberOf = (profile: AddressProfile): number => {
    const number = profileNumbers.get(profile) ?? profileNumbers.size;
    profileNumbers.set(profile, number);
    return number;
  };
  const keys = new PairNumbers();
  const byKey = new Map<number, ClassFacts & { readonly ends: Endpoint[] }>();
  const classes: ClassFacts[] = [];
  const classOf = new Map<unknown, ClassFacts>();
  for (const [at, endpoint] of endpoints.entries()) {
    const end = ends[at] as End;
    const { pod, isHost } = end;
    const own = {
      4: profiles[4][at] as AddressProfile,
      6: profiles[6][at] as AddressProfile,
    };
    const families = endpointFamilies(cluster, endpoint);
    const nodeMatches = isHost ? nodes.of(end.nodeName) : nodes.none;
    const facts = {
      isPod: pod !== null,
      namespaceGroup: pod === null ? -1 : namespaces.of(pod.namespace),
      labelSet: pod === null ? -1 : podLabels.idOf(end.labels),
      portList: pod === null ? 0 : ports.of(pod.ports),
      isNodeKnown: end.nodeName !== null,
    };
    let key = keys.of((facts.isPod ? 1 : 0) + (isHost ? 2 : 0), facts.isNodeKnown ? 1 : 0);
    for (const part of [
      facts.namespaceGroup + 1,
      facts.labelSet + 1,
      numberOf(own[4]),
      numberOf(own[6]),
      families === null ? 0 : families.length === 2 ? 10 : (families[0] as Family),
      facts.portList,
      nodes.numberOf(nodeMatches),
    ]) {
      key = keys.of(key, part);
    }
    let found = byKey.get(key);
    if (found === undefined) {
      const id = classes.length;
      found = { id, ends: [], isHost, ...facts, families, nodeMatches, profiles: own };
      byKey.set(key, found);
      classes.push(found);
    }
    found.ends.push(endpoint);
    classOf.set(identityOf(endpoint), found);
  }
  return {
    classes,
    podLabels,
    namespaceLabels: namespaces.labels,
    groupLabels: namespaces.groupLabels,
    groupOf: namespaces.named,
    portLists: ports.lists,
    classOf: (end) => classOf.get(identityOf(end)) ?? null,
  };
}

/** Pods and nodes are who they are; other ends are what was given. */
function identityOf(end: Endpoint): unknown {
  if (end.kind === 'pod') return end.pod;
  if (end.kind === 'node' && end.address === undefined) return end.node;
  return end;
}

/** Namespaces that policies cannot tell apart: those with policies are alone. */
class NamespaceGroups {
  readonly labels: LabelSets;
  readonly groupLabels: number[] = [];
  readonly named = new Map<string, number>();
  readonly #cluster: Cluster;
  readonly #withPolicies: ReadonlySet<string>;
  readonly #known = new Map<string, number>();
  readonly #byLabels = new Map<number, number>();

  constructor(cluster: Cluster, vocabulary: Vocabulary) {
    this.#cluster = cluster;
    this.#withPolicies = vocabulary.namespaces;
    this.labels = new LabelSets(vocabulary.namespaceSelectors);
  }

  of(namespace: string): number {
    let group = this.#known.get(namespace);
    if (group === undefined) {
      group = this.#find(namespace);
      this.#known.set(namespace, group);
    }
    return group;
  }

  #find(namespace: string): number {
    const labelSet = this.labels.idOf(namespaceOf(this.#cluster, namespace).labels);
    const isNamed = this.#withPolicies.has(namespace);
    const known = isNamed ? undefined : this.#byLabels.get(labelSet);
    if (known !== undefined) return known;
    const group = this.groupLabels.push(labelSet) - 1;
    if (isNamed) this.named.set(namespace, group);
    else this.#byLabels.set(labelSet, group);
    return group;
  }
}

/** Declared ports, as far as rules name them. */
class PortLists {
  readonly lists: (readonly ContainerPort[])[] = [[]];
  readonly #names: ReadonlySet<string>;
  readonly #byKey = new Map([['', 0]]);
  readonly #known = new WeakMap<readonly ContainerPort[], number>();

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  of(ports: readonly ContainerPort[]): number {
    let list = this.#known.get(ports);
    if (list === undefined) {
      list = this.#find(ports);
      this.#known.set(ports, list);
    }
    return list;
  }

  #find(ports: readonly ContainerPort[]): number {
    const used = ports.filter(({ name }) => name !== null && this.#names.has(name));
    const texts = used.map(
      ({ name, protocol, containerPort }) => `${String(name)} ${protocol} ${String(containerPort)}`,
    );
    const key = [...new Set(texts)].sort().join();
    let list = this.#byKey.get(key);
    if (list === undefined) {
      list = this.lists.push(used) - 1;
      this.#byKey.set(key, list);
    }
    return list;
  }
}

/** Which selectors of nodes take in a host. */
class NodeMatches {
  readonly none: readonly Certainty[];
  readonly #cluster: Cluster;
  readonly #selectors: readonly LabelSelector[];
  readonly #byKey = new Map<string, { number: number; matches: readonly Certainty[] }>();
  readonly #known = new Map<string | null, readonly Certainty[]>();

  constructor(cluster: Cluster, selectors: readonly LabelSelector[]) {
    this.#cluster = cluster;
    this.#selectors = selectors;
    this.none = this.#share(selectors.map(() => NO));
  }

  of(nodeName: string | null): readonly Certainty[] {
    let matches = this.#known.get(nodeName);
    if (matches === undefined) {
      matches = this.#share(this.#selectors.map((selector) => this.#match(selector, nodeName)));
      this.#known.set(nodeName, matches);
    }
    return matches;
  }

  numberOf(matches: readonly Certainty[]): number {
    return this.#byKey.get(matches.join())?.number ?? 0;
  }

  #match(selector: LabelSelector, nodeName: string | null): Certainty {
    if (selector.requirements.length === 0) return YES;
    const node = nodeName === null ? null : nodeOf(this.#cluster, nodeName);
    if (node === null || node.source === null) return OPEN_FACT;
    return selectorMatches(selector, node.labels) === 'yes' ? YES : NO;
  }

  #share(matches: readonly Certainty[]): readonly Certainty[] {
    const key = matches.join();
    const known = this.#byKey.get(key) ?? { number: this.#byKey.size, matches };
    this.#byKey.set(key, known);
    return known.matches;
  }
}

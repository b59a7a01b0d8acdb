import { namespaceOf, type Cluster } from '../../src/model/cluster.ts';
import { lastOfFamily, type Family, type IpAddress } from '../../src/model/ip.ts';
import { selectorMatches, type LabelSelector } from '../../src/model/labels.ts';
import type { Pod } from '../../src/model/objects.ts';
import {
  policyDirection,
  type Direction,
  type PodScope,
  type Policy,
} from '../../src/model/policy.ts';
import type { Random } from '../random.ts';

/** A pod and an address of nobody known, in one direction. */
export interface OutsidePair {
  readonly pod: Pod;
  readonly direction: Direction;
  readonly address: IpAddress;
}

/** How often an end is drawn anew where a draw finds none. */
const DRAWS = 30;

/**
 * Draws pairs of pods, and of pods and addresses outside, that policies have something to say to:
 * of two pods of a large cluster taken at random, hardly any two are in the same rule.
 */
export class Sampler {
  readonly #random: Random;
  readonly #cluster: Cluster;
  readonly #pods: readonly Pod[];
  readonly #policies: readonly Policy[];
  readonly #hosts: readonly Pod[];
  readonly #onNode: ReadonlyMap<string, readonly Pod[]>;
  readonly #having: ReadonlyMap<string, readonly Pod[]>;
  readonly #inNamespace: ReadonlyMap<string, readonly Pod[]>;
  readonly #namespaces = new Map<LabelSelector, readonly string[]>();
  readonly #edges: readonly IpAddress[];
  readonly #known: ReadonlySet<string>;
  readonly #families: readonly Family[];

  constructor(cluster: Cluster, random: Random) {
    this.#random = random;
    this.#cluster = cluster;
    this.#pods = [...cluster.pods.values()].flat().filter(({ finished }) => !finished);
    this.#policies = [...cluster.policies.values()].flat();
    this.#hosts = this.#pods.filter(({ hostNetwork }) => hostNetwork);
    this.#onNode = grouped(this.#pods, ({ nodeName }) => (nodeName === null ? [] : [nodeName]));
    this.#inNamespace = grouped(this.#pods, ({ namespace }) => [namespace]);
    const keys = new Set(this.#policies.flatMap(scopesOf).flatMap(selectedKeys));
    this.#having = grouped(this.#pods, ({ labels }) =>
      [...labels].flatMap(([key, value]) => (keys.has(key) ? [`${key}=${String(value)}`] : [])),
    );
    this.#edges = this.#policies.flatMap(blockEdges);
    const addresses = [
      ...this.#pods.flatMap((pod) => pod.addresses ?? []),
      ...[...cluster.nodes.values()].flatMap((node) => node.allAddresses),
    ];
    this.#known = new Set(addresses.map(textOf));
    this.#families = [...cluster.families];
  }

  /** Two different pods. */
  pair(): readonly [source: Pod, destination: Pod] {
    for (;;) {
      const drawn = this.#random.weighted([
        [() => this.#anyTwo(), 3],
        [() => this.#neighbours(), 2],
        [() => this.#ofOneRule(), 4],
        [() => this.#hostAndPod(), 1],
      ])();
      if (drawn !== null && drawn[0] !== drawn[1]) return drawn;
    }
  }

  outside(): OutsidePair {
    for (;;) {
      const direction = this.#random.pick(['Ingress', 'Egress'] as const);
      const policy = this.#random.chance(0.6) ? this.#policyWithBlocks(direction) : null;
      const pod = policy === null ? this.#random.pick(this.#pods) : this.#of(policy.subject);
      const address = this.#random.chance(0.2)
        ? this.#anyAddress()
        : this.#beside(policy === null ? this.#edges : blockEdges(policy));
      if (pod === null || address === null || this.#known.has(textOf(address))) continue;
      return { pod, direction, address };
    }
  }

  #anyTwo(): [Pod, Pod] {
    return [this.#random.pick(this.#pods), this.#random.pick(this.#pods)];
  }

  #neighbours(): [Pod, Pod] {
    const pod = this.#random.pick(this.#pods);
    return [pod, this.#random.pick(this.#inNamespace.get(pod.namespace) ?? [pod])];
  }

  /** A pod that a policy selects, and one that a rule of it names. */
  #ofOneRule(): [Pod, Pod] | null {
    if (this.#policies.length === 0) return null;
    const policy = this.#random.pick(this.#policies);
    const direction = this.#random.pick(['Ingress', 'Egress'] as const);
    const peers = policyDirection(policy, direction).rules.flatMap((rule) => rule.peers ?? []);
    const scopes = peers.filter((peer) => peer.kind === 'pods');
    if (scopes.length === 0) return null;
    const [subject, peer] = [this.#of(policy.subject), this.#of(this.#random.pick(scopes))];
    if (subject === null || peer === null) return null;
    return direction === 'Ingress' ? [peer, subject] : [subject, peer];
  }

  /** A pod in its node's network, and one on the same node as often as on another. */
  #hostAndPod(): [Pod, Pod] | null {
    if (this.#hosts.length === 0) return null;
    const host = this.#random.pick(this.#hosts);
    const near = this.#onNode.get(host.nodeName ?? '') ?? [host];
    const pod = this.#random.pick(this.#random.chance(0.5) ? near : this.#pods);
    return this.#random.chance(0.5) ? [host, pod] : [pod, host];
  }

  /** A pod of a selection. */
  #of({ namespaces, pods }: PodScope): Pod | null {
    const random = this.#random;
    const names =
      namespaces.kind === 'own' ? [namespaces.namespace] : this.#selected(namespaces.selector);
    if (names.length === 0) return null;
    const required = pods?.requirements.find(({ operator }) => operator === 'In');
    for (let draw = 0; draw < DRAWS; draw++) {
      const candidates =
        required === undefined
          ? this.#inNamespace.get(random.pick(names))
          : this.#having.get(`${required.key}=${random.pick(required.values)}`);
      if (candidates === undefined) continue;
      const pod = random.pick(candidates);
      if (!names.includes(pod.namespace)) continue;
      if (pods === null || selectorMatches(pods, pod.labels) !== 'no') return pod;
    }
    return null;
  }

  #selected(selector: LabelSelector): readonly string[] {
    let names = this.#namespaces.get(selector);
    if (names === undefined) {
      names = [...this.#inNamespace.keys()].filter(
        (name) => selectorMatches(selector, namespaceOf(this.#cluster, name).labels) === 'yes',
      );
      this.#namespaces.set(selector, names);
    }
    return names;
  }

  #policyWithBlocks(direction: Direction): Policy | null {
    for (let draw = 0; draw < DRAWS && this.#policies.length > 0; draw++) {
      const policy = this.#random.pick(this.#policies);
      const { applies, rules } = policyDirection(policy, direction);
      if (applies && rules.some(({ peers }) => peers?.some(({ kind }) => kind === 'ipBlock'))) {
        return policy;
      }
    }
    return null;
  }

  #beside(edges: readonly IpAddress[]): IpAddress | null {
    if (edges.length === 0) return this.#anyAddress();
    const { family, value } = this.#random.pick(edges);
    const beside = value + BigInt(this.#random.int(-1, 1));
    return beside < 0n || beside > lastOfFamily(family) ? null : { family, value: beside };
  }

  #anyAddress(): IpAddress {
    const family = this.#random.pick(this.#families.length > 0 ? this.#families : [4 as const]);
    let value = 0n;
    for (let bits = 0n; bits < (family === 4 ? 32n : 128n); bits += 16n) {
      value = (value << 16n) + BigInt(this.#random.int(0, 0xffff));
    }
    return { family, value };
  }
}

function grouped(
  pods: readonly Pod[],
  keysOf: (pod: Pod) => readonly string[],
): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    for (const key of keysOf(pod)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [pod]);
      else group.push(pod);
    }
  }
  return groups;
}

function scopesOf(policy: Policy): PodScope[] {
  const rules = [...policy.ingress.rules, ...policy.egress.rules];
  const peers = rules.flatMap((rule) => rule.peers ?? []);
  return [policy.subject, ...peers.filter((peer) => peer.kind === 'pods')];
}

function selectedKeys({ pods }: PodScope): string[] {
  return (pods?.requirements ?? []).map(({ key }) => key);
}

function blockEdges(policy: Policy): IpAddress[] {
  return [...policy.ingress.rules, ...policy.egress.rules]
    .flatMap((rule) => rule.peers ?? [])
    .flatMap((peer) => (peer.kind === 'ipBlock' ? [peer.cidr, ...peer.except] : []))
    .flatMap(({ range: { family, first, last } }) => [
      { family, value: first },
      { family, value: last },
    ]);
}

function textOf({ family, value }: IpAddress): string {
  return `${String(family)} ${String(value)}`;
}

import { createClassEngine } from '../../engine/classes/create.ts';
import { createPortSets, type PortSet } from '../../engine/classes/port-sets.ts';
import { createEngine } from '../../engine/create.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Endpoint, EngineOptions } from '../../model/connection.ts';
import type { PortRange } from '../../model/port.ts';
import { parsePort, type PortRef } from '../parse-port.ts';
import { ALL_PORTS, wantedPorts, type WantedPorts } from '../ports.ts';
import { QuestionFault, unknownName, type QuestionError } from '../question-error.ts';
import { loneUnits } from './diff-lone.ts';
import { changedPairs } from './diff-pairs.ts';
import { createPolicyContents, policiesByName } from './diff-policies.ts';
import type { Diff, DiffQuestion, DiffVersion } from './diff-result.ts';
import { createSights } from './diff-sight.ts';
import { findEntities, type UnitSide, type Version } from './diff-units.ts';
import { inFamily } from './one-family.ts';

export type Diffed =
  | { readonly ok: true; readonly diff: Diff }
  | { readonly ok: false; readonly error: QuestionError };

/**
 * What passes in one version of a cluster and not in another: between all pods and nodes that both
 * have, and between them and the addresses outside; and what passes to and from those that only one
 * of them has. Pairs are compared only where something that takes part is not what it was: a policy
 * of one of the ends, or what policies see of it.
 *
 * An error where a port is badly written, or is a name that no pod of either version declares.
 */
export function diffClusters(
  older: Cluster,
  newer: Cluster,
  question: DiffQuestion,
  options: EngineOptions,
  onProgress?: (done: number, total: number) => void,
): Diffed {
  try {
    const refs = question.ports.map(parsePort);
    const { family } = question;
    const clusters = [older, newer].map((one) => (family === null ? one : inFamily(one, family)));
    checkNames(clusters, refs);
    return {
      ok: true,
      diff: compare(clusters as [Cluster, Cluster], question, refs, options, onProgress),
    };
  } catch (error) {
    if (!(error instanceof QuestionFault)) throw error;
    const { kind, code, message, hint } = error;
    return { ok: false, error: { kind, code, message, hint, argument: 'port' } };
  }
}

function compare(
  clusters: readonly [Cluster, Cluster],
  question: DiffQuestion,
  refs: readonly PortRef[],
  options: EngineOptions,
  onProgress?: (done: number, total: number) => void,
): Diff {
  const ranges = clusters.flatMap((cluster) => askedRanges(cluster, refs));
  const portSets = createPortSets(clusters, ranges);
  const names = refs.flatMap((ref) => (ref.kind === 'named' ? [ref.name] : []));
  const sights = createSights(clusters, names);
  const [older, newer] = clusters.map((cluster): DiffVersion & Version => {
    const ends = [...cluster.nodes.values()].map((node): Endpoint => ({ kind: 'node', node }));
    const wanted = wantedBy(refs);
    const masks = new Map<WantedPorts, PortSet>();
    const wantedAt = (side: UnitSide | null): WantedPorts => wanted(side?.ends[0] ?? null);
    return {
      cluster,
      engine: createClassEngine(cluster, { engine: options, ends, portSets }),
      judge: createEngine(cluster, options),
      policies: policiesByName(cluster),
      sightOf: sights(cluster, options),
      wantedAt,
      maskAt(side) {
        const ports = wantedAt(side);
        const mask = masks.get(ports) ?? portSets.of(ports.ranges, ports.icmp);
        masks.set(ports, mask);
        return mask;
      },
    };
  }) as [DiffVersion & Version, DiffVersion & Version];
  const contents = createPolicyContents();
  const entities = findEntities(older, newer);
  const base = { question, old: older, new: newer, contents };
  return {
    ...base,
    pairs: changedPairs(base, entities, onProgress),
    added: loneUnits(newer, entities, 'new'),
    removed: loneUnits(older, entities, 'old'),
  };
}

/** The ports that are asked for on an end; equal ones are the same object. Null: an address. */
function wantedBy(refs: readonly PortRef[]): (end: Endpoint | null) => WantedPorts {
  if (refs.length === 0) return () => ALL_PORTS;
  const same = wantedPorts(refs, () => []);
  if (!refs.some(({ kind }) => kind === 'named')) return () => same;
  const known = new Map<string, WantedPorts>();
  return (end) => {
    if (end === null) return same;
    const wanted = wantedPorts(refs, (ref) => named(ref, end));
    const key = JSON.stringify(wanted.ranges);
    const equal = known.get(key) ?? wanted;
    known.set(key, equal);
    return equal;
  };
}

function named(ref: Extract<PortRef, { kind: 'named' }>, end: Endpoint): PortRange[] {
  if (end.kind !== 'pod') return [];
  return end.pod.ports
    .filter(({ name, protocol }) => name === ref.name && protocol === (ref.protocol ?? 'TCP'))
    .map(({ protocol, containerPort }) => {
      return { protocol, first: containerPort, last: containerPort };
    });
}

/** What sets of ports must tell apart. */
function askedRanges(cluster: Cluster, refs: readonly PortRef[]): readonly PortRange[] {
  const wanted = wantedBy(refs);
  const found = [...wanted(null).ranges];
  if (refs.some(({ kind }) => kind === 'named')) {
    for (const pod of [...cluster.pods.values()].flat())
      found.push(...wanted({ kind: 'pod', pod }).ranges);
  }
  return found;
}

function checkNames(clusters: readonly Cluster[], refs: readonly PortRef[]): void {
  for (const ref of refs) {
    if (ref.kind !== 'named') continue;
    const pods = clusters.flatMap(({ pods: own }) => [...own.values()].flat());
    if (pods.some((pod) => named(ref, { kind: 'pod', pod }).length > 0)) continue;
    throw unknownName(
      'unknown-port-name',
      `no pod of either version has a ${ref.protocol ?? 'TCP'} port named ${JSON.stringify(ref.name)}`,
      'ask with a number',
    );
  }
}

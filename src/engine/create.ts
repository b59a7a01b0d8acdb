import type { Cluster } from '../model/cluster.ts';
import {
  DEFAULT_ENGINE_OPTIONS,
  type Connection,
  type EngineOptions,
} from '../model/connection.ts';
import type { Decision, EndDecision, UnknownCase, Verdict } from '../model/decision.ts';
import type { Direction } from '../model/policy.ts';
import { createEnd, isSamePod } from './ends.ts';
import type { Engine } from './engine.ts';
import { collectEvidence } from './evidence.ts';
import { podScopeTruth, type Scene } from './match.ts';
import { createPolicyIndex, type PolicyIndex } from './policy-index.ts';
import { createEndTrace } from './trace.ts';
import { ALLOW, bothEnds, DENY, walk, type Outcomes, type WalkTrace } from './walk.ts';
import { exploreWorlds, isSingle, type World } from './worlds.ts';

/**
 * An engine for a cluster. Policies are indexed when first asked for; the cluster must not change
 * afterwards.
 */
export function createEngine(
  cluster: Cluster,
  options: EngineOptions = DEFAULT_ENGINE_OPTIONS,
): Engine {
  const index = createPolicyIndex(cluster);

  function sceneOf(connection: Connection): Scene {
    const { source, destination, family } = connection;
    return {
      cluster,
      connection,
      source: createEnd(cluster, options, source, 'source', family),
      destination: createEnd(cluster, options, destination, 'destination', family),
      facts: new Map(),
    };
  }

  return {
    cluster,
    options,
    decide: (connection) => decide(sceneOf(connection), index),
    verdict: (connection) => quickVerdict(sceneOf(connection), index),
    ruleEvidence(ref, direction, connection) {
      const scene = sceneOf(connection);
      return collectEvidence(scene, ref, direction === 'Egress' ? scene.destination : scene.source);
    },
    selects(policy, endpoint) {
      const connection = { source: endpoint, destination: endpoint, family: 4 } as const;
      const scene = sceneOf({ ...connection, protocol: 'TCP', port: null, via: null });
      return podScopeTruth(scene, policy.subject, scene.source);
    },
  };
}

/** A pod always reaches itself, unless a Service stands between. */
function isSelf(connection: Connection): boolean {
  return connection.via === null && isSamePod(connection);
}

/** What one end says, to a connection that is not exempt: the same pod is behind a Service then. */
function walkEnd(
  scene: Scene,
  index: PolicyIndex,
  direction: Direction,
  trace: WalkTrace | null = null,
): Outcomes {
  return walk(scene, index, direction, isSamePod(scene.connection), trace);
}

function walkBoth(scene: Scene, index: PolicyIndex): Outcomes {
  const egress = walkEnd(scene, index, 'Egress');
  return egress === DENY ? DENY : bothEnds(egress, walkEnd(scene, index, 'Ingress'));
}

function toVerdict(outcomes: Outcomes): Verdict {
  if (outcomes === ALLOW) return 'allowed';
  return outcomes === DENY ? 'denied' : 'unknown';
}

/** What all worlds together may come to; where there are too many, what the scene itself says. */
function outcomesOf(worlds: readonly World[] | null, otherwise: Outcomes): Outcomes {
  return worlds === null
    ? otherwise
    : worlds.reduce((outcomes, world) => outcomes | world.outcomes, 0);
}

function quickVerdict(scene: Scene, index: PolicyIndex): Verdict {
  if (isSelf(scene.connection)) return 'allowed';
  const outcomes = walkBoth(scene, index);
  if (isSingle(outcomes)) return toVerdict(outcomes);
  const worlds = exploreWorlds(scene, index, (world) => walkBoth(world, index));
  return toVerdict(outcomesOf(worlds, outcomes));
}

function decideEnd(
  scene: Scene,
  index: PolicyIndex,
  direction: Direction,
): [EndDecision, Outcomes] {
  // Each end notes its own missing facts.
  const own: Scene = { ...scene, facts: new Map() };
  const trace = createEndTrace(own, direction);
  const outcomes = walkEnd(own, index, direction, trace);
  if (isSingle(outcomes)) return [trace.finish(toVerdict(outcomes), outcomes), outcomes];
  const worlds = exploreWorlds(own, index, (world) => walkEnd(world, index, direction));
  const all = outcomesOf(worlds, outcomes);
  return [trace.finish(toVerdict(all), all), all];
}

function decide(scene: Scene, index: PolicyIndex): Decision {
  const { connection } = scene;
  if (isSelf(connection)) {
    const end = (direction: Direction): EndDecision => {
      const trace = createEndTrace(scene, direction);
      trace.exempt('SELF');
      return trace.finish('allowed', ALLOW);
    };
    const [egress, ingress] = [end('Egress'), end('Ingress')];
    return { connection, verdict: 'allowed', decidedAt: [], egress, ingress, cases: [] };
  }
  const [egress, egressOutcomes] = decideEnd(scene, index, 'Egress');
  const [ingress, ingressOutcomes] = decideEnd(scene, index, 'Ingress');
  let outcomes = bothEnds(egressOutcomes, ingressOutcomes);
  let cases: UnknownCase[] = [];
  if (egress.missing.length > 0 || ingress.missing.length > 0) {
    const worlds = exploreWorlds(scene, index, (world) => walkBoth(world, index));
    outcomes = outcomesOf(worlds, outcomes);
    cases = (worlds ?? [])
      .filter((world) => world.when.length > 0)
      .map(({ when, outcomes: result }) => ({ when, verdict: toVerdict(result) }));
  }
  const verdict = toVerdict(outcomes);
  return {
    connection,
    verdict,
    decidedAt: decidedAt(verdict, egress, ingress),
    egress,
    ingress,
    cases,
  };
}

function decidedAt(
  verdict: Verdict,
  egress: EndDecision,
  ingress: EndDecision,
): ('egress' | 'ingress')[] {
  if (verdict === 'allowed') return [];
  const ends = [
    ['egress', egress.verdict],
    ['ingress', ingress.verdict],
  ] as const;
  const same = ends.filter(([, own]) => own === verdict);
  // Missing facts may have each end deny where the other does not.
  return (same.length > 0 ? same : ends).map(([end]) => end);
}

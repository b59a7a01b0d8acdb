import { createEngine } from '../engine/create.ts';
import type { Engine } from '../engine/engine.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Connection, Endpoint } from '../model/connection.ts';
import type { Verdict } from '../model/decision.ts';
import type { Direction, Policy } from '../model/policy.ts';

const prepared = new WeakMap<Engine, Map<string, readonly Policy[]>>();
const engines = new WeakMap<Engine, Map<string, Engine>>();

function memo<K extends object, V>(all: WeakMap<K, Map<string, V>>, of: K): Map<string, V> {
  let own = all.get(of);
  if (own === undefined) {
    own = new Map();
    all.set(of, own);
  }
  return own;
}

/** A policy that says nothing of the other direction. */
function oneWay(policy: Policy, direction: Direction): Policy {
  return { ...policy, [direction === 'Ingress' ? 'egress' : 'ingress']: NOTHING };
}

const NOTHING = { applies: false, rules: [] };

function oneWayPolicies(engine: Engine, direction: Direction, namespace: string) {
  const own = memo(prepared, engine);
  const key = `${direction} ${namespace}`;
  let found = own.get(key);
  if (found === undefined) {
    const policies = engine.cluster.policies.get(namespace) ?? [];
    found = policies.map((policy) => oneWay(policy, direction));
    own.set(key, found);
  }
  return found;
}

/** How one end asks the policies that concern it. */
function clusterFor(
  engine: Engine,
  direction: Direction,
  namespace: string,
  own: readonly Policy[],
): Cluster {
  const wide = oneWayPolicies(engine, direction, '');
  return {
    ...engine.cluster,
    policies: new Map([
      ['', wide],
      [namespace, own],
    ]),
  };
}

/**
 * An engine whose verdict on a connection is what one end says to it: the other end has no
 * policies. Only pods of the namespace may be that end. Made once for each namespace.
 */
export function oneWayEngine(engine: Engine, direction: Direction, namespace: string): Engine {
  const own = memo(engines, engine);
  const key = `${direction} ${namespace}`;
  let found = own.get(key);
  if (found === undefined) {
    const policies = oneWayPolicies(engine, direction, namespace);
    found = createEngine(clusterFor(engine, direction, namespace, policies), engine.options);
    own.set(key, found);
  }
  return found;
}

/** The same with a policy put in the place of its namesake, or, if it is new, beside the others. */
export function editedOneWayEngine(
  engine: Engine,
  direction: Direction,
  after: Policy,
  isNew: boolean,
): Engine {
  const namespace = after.namespace ?? '';
  const policies = oneWayPolicies(engine, direction, namespace);
  const edited = oneWay(after, direction);
  const own = isNew
    ? [...policies, edited]
    : policies.map((policy) =>
        policy.kind === after.kind && policy.name === after.name ? edited : policy,
      );
  return createEngine(clusterFor(engine, direction, namespace, own), engine.options);
}

/** What each end says to a connection, without the evidence. */
export function endVerdicts(
  engine: Engine,
  connection: Connection,
): { readonly egress: Verdict; readonly ingress: Verdict } {
  const ask = (direction: Direction, subject: Endpoint): Verdict =>
    subject.kind === 'pod'
      ? oneWayEngine(engine, direction, subject.pod.namespace).verdict(connection)
      : 'allowed';
  return {
    egress: ask('Egress', connection.source),
    ingress: ask('Ingress', connection.destination),
  };
}

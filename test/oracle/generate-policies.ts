import fc, { type Arbitrary } from 'fast-check';
import { NAMESPACE_NAME_LABEL } from '../../src/model/objects.ts';
import type { LabelSelector, Requirement } from '../../src/model/labels.ts';
import {
  TIERS,
  type Action,
  type NamespaceScope,
  type Peer,
  type PodScope,
  type Policy,
  type PolicyDirection,
  type PortMatch,
  type Rule,
  type Tier,
} from '../../src/model/policy.ts';
import { dummySource } from '../support/builders.ts';
import { cidr } from '../support/policies.ts';
import {
  BUSY_NAMESPACES,
  KEYS,
  NAMESPACES,
  NETWORKS,
  PORT_NAMES,
  PORT_NUMBERS,
  VALUES,
} from './alphabet.ts';

/** A tier of no kind that exists: it isolates, and has priorities and actions. */
const STRICT: Tier = { name: 'Strict', order: 0, unmatched: 'deny' };

const requirement: Arbitrary<Requirement> = fc
  .record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('In', 'In', 'In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
  })
  .map(({ key, operator, values }) => ({
    key,
    operator,
    values: operator === 'In' || operator === 'NotIn' ? values : [],
    path: [],
  }));

const selector: Arbitrary<LabelSelector> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.tuple(requirement) },
    { weight: 1, arbitrary: fc.array(requirement, { minLength: 2, maxLength: 3 }) },
  )
  .map((requirements) => ({ requirements, path: [] }));

const byName: Arbitrary<LabelSelector> = fc
  .record({
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.tuple(fc.constantFrom(...NAMESPACES)),
  })
  .map(({ operator, values }) => ({
    requirements: [{ key: NAMESPACE_NAME_LABEL, operator, values, path: [] }],
    path: [],
  }));

const selectedNamespaces: Arbitrary<NamespaceScope> = fc
  .oneof({ weight: 3, arbitrary: selector }, { weight: 1, arbitrary: byName })
  .map((chosen) => ({ kind: 'selected', selector: chosen }));

/** Pods of the policy's own namespace where it has one, or of selected ones. */
function podScope(namespace: string | null): Arbitrary<PodScope> {
  const own: Arbitrary<NamespaceScope>[] =
    namespace === null ? [] : [fc.constant({ kind: 'own', namespace })];
  return fc.record({
    namespaces: fc.oneof(selectedNamespaces, ...own),
    pods: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: selector }),
  });
}

const ipBlock: Arbitrary<Peer> = fc
  .constantFrom(...NETWORKS)
  .chain(([network, inside]) =>
    fc.record({ network: fc.constant(network), except: fc.subarray([...inside]) }),
  )
  .map(({ network, except }) => ({
    kind: 'ipBlock',
    cidr: cidr(network),
    except: except.map((text) => cidr(text)),
    path: [],
  }));

const nodesPeer: Arbitrary<Peer> = selector.map((chosen) => ({
  kind: 'nodes',
  selector: chosen,
  path: [],
}));

const domainNames: Arbitrary<Peer> = fc
  .constantFrom('*.example.com', 'example.com')
  .map((name) => ({ kind: 'domainNames', names: [name], path: [] }));

function peer(namespace: string | null, rare: boolean): Arbitrary<Peer> {
  const pods = podScope(namespace).map((scope): Peer => ({ kind: 'pods', ...scope, path: [] }));
  return fc.oneof(
    { weight: 6, arbitrary: pods },
    { weight: 4, arbitrary: ipBlock },
    ...(rare
      ? [
          { weight: 2, arbitrary: nodesPeer },
          { weight: 1, arbitrary: domainNames },
        ]
      : []),
  );
}

const protocol = fc.constantFrom('TCP', 'TCP', 'UDP', 'SCTP');

function portMatch(rare: boolean): Arbitrary<PortMatch> {
  const range = fc
    .tuple(fc.constantFrom(...PORT_NUMBERS), fc.constantFrom(...PORT_NUMBERS), protocol)
    .map(([a, b, of]): PortMatch => ({
      kind: 'range',
      protocol: of,
      first: Math.min(a, b),
      last: Math.max(a, b),
      protocolDefaulted: false,
      path: [],
    }));
  const single = range.map((item): PortMatch =>
    item.kind === 'range' ? { ...item, last: item.first } : item,
  );
  const named = fc
    .tuple(fc.constantFrom(...PORT_NAMES), protocol, fc.boolean())
    .map(([name, of, any]): PortMatch => ({
      kind: 'named',
      name,
      protocol: any && rare ? null : of,
      protocolDefaulted: false,
      path: [],
    }));
  return fc.oneof(range, single, { weight: 2, arbitrary: named });
}

function rules(namespace: string | null, actions: readonly Action[]): Arbitrary<Rule[]> {
  const rare = actions.length > 1;
  const nullOr = <T>(items: Arbitrary<T[]>): Arbitrary<T[] | null> =>
    fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: items });
  const rule = fc.record({
    action: fc.constantFrom(...actions),
    peers: nullOr(fc.array(peer(namespace, rare), { minLength: 1, maxLength: 3, size: 'max' })),
    ports: nullOr(fc.array(portMatch(rare), { minLength: 1, maxLength: 3, size: 'max' })),
  });
  return fc
    .array(rule, { maxLength: 3, size: 'max' })
    .map((list) => list.map((item, index) => ({ ...item, index, name: null, path: [index] })));
}

function direction(
  namespace: string | null,
  actions: readonly Action[],
): Arbitrary<PolicyDirection> {
  return fc.record({
    applies: fc.constantFrom(true, true, true, true, false),
    rules: rules(namespace, actions),
  });
}

interface Facts {
  readonly namespace: string | null;
  readonly tier: Tier;
  readonly priority: number | null;
  readonly subject: PodScope;
  readonly ingress: PolicyDirection;
  readonly egress: PolicyDirection;
}

const inNamespace = (namespace: string): Arbitrary<Facts> =>
  fc.record({
    namespace: fc.constant(namespace),
    tier: fc.constant(TIERS.networkPolicy),
    priority: fc.constant(null),
    subject: fc.record({
      namespaces: fc.constant({ kind: 'own' as const, namespace }),
      pods: fc.oneof(fc.constant({ requirements: [], path: [] }), selector),
    }),
    ingress: direction(namespace, ['Accept']),
    egress: direction(namespace, ['Accept']),
  });

const namespaced: Arbitrary<Facts> = fc.constantFrom(...BUSY_NAMESPACES).chain(inNamespace);

const TIERS_THAT_EXIST = [TIERS.admin, TIERS.admin, TIERS.admin, TIERS.baseline, TIERS.baseline];

const clusterWide = (tiers: readonly Tier[]): Arbitrary<Facts> =>
  fc.record({
    namespace: fc.constant(null),
    tier: fc.constantFrom(...tiers),
    priority: fc.constantFrom(0, 1, 1, 2),
    subject: podScope(null),
    ingress: direction(null, ['Accept', 'Deny', 'Pass']),
    egress: direction(null, ['Accept', 'Deny', 'Pass']),
  });

/**
 * What policies there are: `unions` those of namespaces, `tiers` those of the whole cluster too,
 * `everything` also a tier that isolates and has actions, as no kind of policy does.
 */
export type Kinds = 'unions' | 'tiers' | 'everything';

/** Random policies of these kinds. */
export function policies(kinds: Kinds): Arbitrary<Policy[]> {
  const wide = clusterWide(
    kinds === 'everything' ? [...TIERS_THAT_EXIST, STRICT] : TIERS_THAT_EXIST,
  );
  const one = kinds === 'unions' ? namespaced : fc.oneof(namespaced, wide, wide);
  return fc.array(one, { maxLength: 7, size: 'max' }).map((list) =>
    list.map((facts, index) => ({
      apiVersion:
        facts.namespace === null ? 'policy.networking.k8s.io/v1alpha2' : 'networking.k8s.io/v1',
      kind: facts.namespace === null ? 'ClusterNetworkPolicy' : 'NetworkPolicy',
      name: `policy-${String(index)}`,
      ...facts,
      directionsDefaulted: false,
      source: dummySource,
    })),
  );
}

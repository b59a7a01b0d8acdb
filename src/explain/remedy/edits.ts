import { namespaceOf } from '../../model/cluster.ts';
import { NAMESPACE_NAME_LABEL } from '../../model/objects.ts';
import { TIERS, type Direction, type Peer, type Policy, type Rule } from '../../model/policy.ts';
import { formatFieldPath, type FieldPath } from '../../model/source.ts';
import type { CaseContext } from '../context.ts';
import type { JudgedEnd } from '../ends.ts';
import type { Remedy } from '../explanation.ts';
import { missingNameLabel } from '../hints/peers.ts';
import { portOfService } from '../hints/ports.ts';
import { hasField } from '../places.ts';
import { peersField } from '../rules.ts';
import {
  indent,
  item,
  peerYaml,
  portItemYaml,
  portYaml,
  scalar,
  selectorField,
} from './manifest.ts';
import { peerFor, portFor, selectorFor } from './parts.ts';

/** An edit that may let the connection through at one end: the policy as it would be, and how to say it. */
export interface Edit {
  /** Replaces the policy of the same namespace and name, or is new. */
  readonly after: Policy;
  readonly isNew: boolean;
  readonly kind: Remedy['kind'];
  readonly text: string;
  /** The field to edit. */
  readonly path: FieldPath;
  readonly yaml: readonly string[];
  readonly replaces: string | null;
  /** The peers that it lets through on the connection's port: nobody else gains anything by it. */
  readonly opening: readonly Peer[];
}

/** The edits worth trying at an end that denies, the smallest first, each made when asked for. */
export function* editsFor(context: CaseContext, end: JudgedEnd): Generator<Edit, void> {
  for (const make of [changeLabel, changePort, addPort, addPeer, addRule, addPolicy]) {
    const edit = make(context, end);
    if (edit !== null) yield edit;
  }
}

type MakeEdit = (context: CaseContext, end: JudgedEnd) => Edit | null;

function withRules(policy: Policy, direction: Direction, rules: readonly Rule[]): Policy {
  const field = direction === 'Ingress' ? 'ingress' : 'egress';
  return { ...policy, [field]: { ...policy[field], rules } };
}

function withRule(policy: Policy, direction: Direction, changed: Rule): Policy {
  const { rules } = direction === 'Ingress' ? policy.ingress : policy.egress;
  return withRules(
    policy,
    direction,
    rules.map((rule) => (rule.index === changed.index ? changed : rule)),
  );
}

/** Selecting the namespace by the label that Kubernetes sets, instead of one that nobody set. */
const changeLabel: MakeEdit = (context, end) => {
  const found = missingNameLabel(context);
  if (found === null || found.failing.end !== end) return null;
  const { failing, requirement } = found;
  const { peer, evidence, pod } = failing;
  if (requirement.path.at(-2) !== 'matchLabels' || peer.namespaces.kind !== 'selected') return null;
  const changed = { ...requirement, key: NAMESPACE_NAME_LABEL };
  const selector = {
    ...peer.namespaces.selector,
    requirements: peer.namespaces.selector.requirements.map((own) =>
      own === requirement ? changed : own,
    ),
  };
  const { policy, rule } = evidence;
  const corrected: Peer = { ...peer, namespaces: { kind: 'selected', selector } };
  const peers = (rule.peers ?? []).map((own) => (own === peer ? corrected : own));
  return {
    after: withRule(policy, end.decision.direction, { ...rule, peers }),
    isNew: false,
    kind: 'change-namespace-label',
    text: 'select the namespace by the label that Kubernetes sets',
    path: requirement.path,
    yaml: [`${NAMESPACE_NAME_LABEL}: ${scalar(pod.namespace)}`],
    replaces: `${scalar(requirement.key)}: ${scalar(requirement.values[0] ?? '')}`,
    opening: [corrected],
  };
};

/** The pod's port in place of the Service's. */
const changePort: MakeEdit = (context, end) => {
  const found = portOfService(context);
  const wanted = portFor(context.connection);
  if (found === null || wanted === null || found.port.port.kind !== 'range') return null;
  const { policy, rule } = found.evidence;
  const { port } = found.port;
  const { locator } = context.sources;
  // A rule without peers would open the port to everyone.
  if (rule.peers === null || port.first !== port.last) return null;
  if (hasField(locator, policy.source, port.path, 'endPort')) return null;
  if (!end.rules.some((own) => own.ref.rule === rule)) return null;
  const ports = (rule.ports ?? []).map((own) =>
    own === port ? { ...wanted, path: own.path } : own,
  );
  return {
    after: withRule(policy, end.decision.direction, { ...rule, ports }),
    isNew: false,
    kind: 'change-port',
    text: "allow the pod's port in place of the Service's",
    path: port.path,
    yaml: [`port: ${String(context.connection.port)}`],
    replaces: `port: ${String(port.first)}`,
    opening: rule.peers,
  };
};

/** Where only the port of the closest rule fails: one more port. */
const addPort: MakeEdit = ({ connection }, { closest, decision }) => {
  const port = portFor(connection);
  if (closest?.evidence.peersMatched !== 'yes' || port === null) return null;
  const { policy, rule } = closest.ref;
  // A rule without peers would open the port to everyone.
  if (rule.ports === null || rule.peers === null || policy.kind !== 'NetworkPolicy') return null;
  return {
    after: withRule(policy, decision.direction, { ...rule, ports: [...rule.ports, port] }),
    isNew: false,
    kind: 'add-port',
    text: 'add to the `ports` of that rule',
    path: [...rule.path, 'ports'],
    yaml: portItemYaml(port),
    replaces: null,
    opening: rule.peers,
  };
};

/** Where only the peers of the closest rule fail: one more peer. */
const addPeer: MakeEdit = (context, end) => {
  const { closest, decision } = end;
  if (closest?.evidence.portsMatched !== 'yes') return null;
  const { policy, rule } = closest.ref;
  // A rule without ports would open them all.
  if (rule.peers === null || rule.ports === null || policy.kind !== 'NetworkPolicy') return null;
  const peer = newPeer(context, end, policy.namespace ?? '', rule.peers[closest.best.peer ?? 0]);
  if (peer === null) return null;
  const field = peersField(decision.direction);
  return {
    after: withRule(policy, decision.direction, { ...rule, peers: [...rule.peers, peer] }),
    isNew: false,
    kind: 'add-peer',
    text: `add to the \`${field}\` of that rule`,
    path: [...rule.path, field],
    yaml: peerYaml(peer),
    replaces: null,
    opening: [peer],
  };
};

/** A rule of its own in the policy of the closest rule, where that policy is about this pod. */
const addRule: MakeEdit = (context, end) => {
  const { closest, decision } = end;
  if (closest === null) return null;
  const { policy } = closest.ref;
  if (policy.kind !== 'NetworkPolicy' || (policy.subject.pods?.requirements.length ?? 0) === 0) {
    return null;
  }
  const made = newRule(context, end, policy.namespace ?? '');
  if (made === null) return null;
  const { direction } = decision;
  const { rules } = direction === 'Ingress' ? policy.ingress : policy.egress;
  const field = direction.toLowerCase();
  return {
    after: withRules(policy, direction, [...rules, { ...made.rule, index: rules.length }]),
    isNew: false,
    kind: 'add-rule',
    text: `add to the \`${field}\` of ${policy.namespace ?? ''}/${policy.name}`,
    path: ['spec', field],
    yaml: made.yaml,
    replaces: null,
    opening: made.opening,
  };
};

/** A policy of its own for the pod: policies add up. */
const addPolicy: MakeEdit = (context, end) => {
  const { subject, direction } = end.decision;
  if (subject.kind !== 'pod') return null;
  const { namespace } = subject.pod;
  const pods = selectorFor(subject.pod, null);
  const made = newRule(context, end, namespace);
  if (made === null || pods === null) return null;
  const field = direction === 'Ingress' ? 'ingress' : 'egress';
  const none = { applies: false, rules: [] };
  const after: Policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    namespace,
    name: '',
    tier: TIERS.networkPolicy,
    priority: null,
    subject: { namespaces: { kind: 'own', namespace }, pods },
    ingress: none,
    egress: none,
    [field]: { applies: true, rules: [made.rule] },
    directionsDefaulted: false,
    source: { file: { name: '', text: '' }, start: 0, end: 0, document: 1, path: [] },
  };
  return {
    after,
    isNew: true,
    kind: 'add-policy',
    text: `add a NetworkPolicy in namespace ${namespace} with this spec`,
    path: [],
    yaml: [
      ...selectorField('podSelector', pods),
      `policyTypes: [${direction}]`,
      `${field}:`,
      ...indent(made.yaml, 2),
    ],
    replaces: null,
    opening: made.opening,
  };
};

/** A rule that allows just the connection. */
function newRule(
  context: CaseContext,
  end: JudgedEnd,
  namespace: string,
): { rule: Rule; yaml: string[]; opening: Peer[] } | null {
  const peer = newPeer(context, end, namespace, undefined);
  const port = portFor(context.connection);
  if (peer === null || port === null) return null;
  return {
    rule: {
      index: 0,
      name: null,
      action: 'Accept',
      peers: [peer],
      ports: [port],
      path: [],
    },
    yaml: [
      ...item([`${peersField(end.decision.direction)}:`]),
      ...indent(peerYaml(peer), 4),
      ...indent([`ports: [${portYaml(port)}]`], 2),
    ],
    opening: [peer],
  };
}

function newPeer(
  { cluster, connection }: CaseContext,
  { decision }: JudgedEnd,
  namespace: string,
  like: Peer | undefined,
): Peer | null {
  const other = decision.peer;
  const labels =
    other.kind === 'pod'
      ? namespaceOf(cluster, other.pod.namespace).labels
      : new Map<string, string>();
  return peerFor(other, namespace, connection, like?.kind === 'pods' ? like : null, labels);
}

/** The edited field in the API's syntax; null for a new policy. */
export function editPath(edit: Edit): string | null {
  return edit.isNew ? null : formatFieldPath(edit.path);
}

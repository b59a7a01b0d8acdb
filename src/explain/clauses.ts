import type { Connection, Endpoint } from '../model/connection.ts';
import type { ClauseCode, ClauseEvidence, RuleEvidence } from '../model/decision.ts';
import { formatFieldPath, type Locator } from '../model/source.ts';
import type { ClauseExplanation } from './explanation.ts';
import { endName, portName } from './names.ts';
import { placeOf } from './places.ts';

/**
 * How far a clause that fails is from matching: a port is a digit away, a pod's labels are the
 * author's own, a namespace's labels somebody else's, and an address or another kind of end cannot
 * be changed by a selector.
 */
const DISTANCE: Readonly<Record<ClauseCode, number>> = {
  PORT_DIFFERS: 1,
  PROTOCOL_DIFFERS: 1,
  NAMED_PORT_UNRESOLVED: 1,
  ICMP_NOT_COVERED: 1,
  POD_LABEL_MISSING: 2,
  POD_LABEL_VALUE_DIFFERS: 2,
  POD_LABEL_PRESENT: 2,
  POD_LABEL_EXCLUDED: 2,
  LABEL_VALUE_UNKNOWN: 2,
  NS_LABEL_MISSING: 3,
  NS_LABEL_VALUE_DIFFERS: 3,
  NS_LABEL_PRESENT: 3,
  NS_LABEL_EXCLUDED: 3,
  NODE_LABEL_DIFFERS: 3,
  NAMESPACE_DIFFERS: 4,
  HOST_NETWORK_PEER: 5,
  IP_EXCEPTED: 5,
  ADDRESS_UNKNOWN: 5,
  HOSTNAME_UNRESOLVED: 5,
  DOMAIN_NAME_UNRESOLVED: 5,
  IP_NOT_IN_CIDR: 6,
  IP_FAMILY_DIFFERS: 7,
  NOT_A_POD: 7,
  NOT_A_NODE: 7,
  NOT_AN_OUTSIDE_ADDRESS: 7,
};

/**
 * Failing clauses first, then the farthest of them, then the matching ones, of which more are
 * nearer. Unknown clauses count half.
 */
export type Score = readonly [failing: number, farthest: number, matching: number];

function scoreOf(clauses: readonly ClauseEvidence[]): Score {
  let failing = 0;
  let farthest = 0;
  let matching = 0;
  for (const { matched, code } of clauses) {
    if (matched === 'yes') {
      matching++;
      continue;
    }
    failing += matched === 'no' ? 2 : 1;
    if (code !== null) farthest = Math.max(farthest, DISTANCE[code]);
  }
  return [failing, farthest, matching];
}

/** Negative where `a` is nearer to matching. */
export function compareScores(a: Score, b: Score): number {
  return a[0] - b[0] || a[1] - b[1] || b[2] - a[2];
}

/** The peer and the port of a rule that match, or that come nearest to it. */
export interface BestMatch {
  /** Index among the rule's peers; null where it has none. */
  readonly peer: number | null;
  readonly peerClauses: readonly ClauseEvidence[];
  readonly portClause: ClauseEvidence | null;
  readonly score: Score;
}

/** Picks the best peer and port of a rule; of equals, the first one written. */
export function bestMatch(evidence: RuleEvidence): BestMatch {
  const peer = nearest(evidence.peers ?? [], (item) => item.clauses);
  const port = nearest(evidence.ports ?? [], (item) => [item.clause]);
  const peerClauses = peer === null ? [] : peer.item.clauses;
  const portClause = port === null ? null : port.item.clause;
  return {
    peer: peer === null ? null : peer.index,
    peerClauses,
    portClause,
    score: scoreOf(portClause === null ? peerClauses : [...peerClauses, portClause]),
  };
}

function nearest<T extends { readonly matched: string }>(
  items: readonly T[],
  clausesOf: (item: T) => readonly ClauseEvidence[],
): { item: T; index: number } | null {
  let best: { item: T; index: number; score: Score } | null = null;
  for (const [index, item] of items.entries()) {
    const score: Score = scoreOf(clausesOf(item));
    if (best === null || compareScores(score, best.score) < 0) best = { item, index, score };
  }
  return best;
}

/** What a clause is held against, for sentences. */
export interface Speech {
  readonly connection: Connection;
  /** The other end, which peers describe. */
  readonly peer: Endpoint;
  /** All ports of the case in words. */
  readonly ports: string;
}

/** A clause in words and with its place. */
export function explainClause(
  locator: Locator,
  evidence: RuleEvidence,
  clause: ClauseEvidence,
  speech: Speech,
): ClauseExplanation {
  const { path } = clause;
  return {
    clause: clause.clause,
    matched: clause.matched,
    code: clause.code,
    wanted: clause.wanted,
    actual: clause.actual,
    has: clauseHas(clause, evidence, speech),
    path: formatFieldPath(path),
    place: placeOf(locator, evidence.policy.source, path),
  };
}

/** `shop/cart has app=cart`: what the connection has, where the clause looks. */
function clauseHas(clause: ClauseEvidence, evidence: RuleEvidence, speech: Speech): string {
  const { actual, code } = clause;
  const peer = endName(speech.peer);
  const namespace = speech.peer.kind === 'pod' ? `namespace ${speech.peer.pod.namespace}` : peer;
  switch (code) {
    case 'POD_LABEL_MISSING':
      return `${peer} has no such label`;
    case 'NS_LABEL_MISSING':
      return `${namespace} has no such label`;
    case 'NAMESPACE_DIFFERS':
      return `${peer} is in ${namespace}`;
    case 'NOT_A_POD':
      return speech.peer.kind === 'node' ? `${peer} is a node, no pod` : `${peer} is no pod`;
    case 'NOT_AN_OUTSIDE_ADDRESS':
      return `${peer} is no outside address`;
    case 'NOT_A_NODE':
      return `${peer} is no node`;
    case 'HOST_NETWORK_PEER':
      return `${peer} uses its node's network`;
    case 'IP_FAMILY_DIFFERS':
      return `the connection uses IPv${String(speech.connection.family)}`;
    case 'ICMP_NOT_COVERED':
      return 'ICMP has no port';
    case 'LABEL_VALUE_UNKNOWN':
      return `the value on ${peer} is not in the input`;
    case 'ADDRESS_UNKNOWN':
      return `the address of ${peer} is not in the input`;
    case 'HOSTNAME_UNRESOLVED':
      return `the addresses of ${peer} are not in the input`;
    case 'DOMAIN_NAME_UNRESOLVED':
      return `only DNS tells whether ${peer} belongs to it`;
    case 'NAMED_PORT_UNRESOLVED':
      return namedPortHas(clause, speech);
    case 'PORT_DIFFERS':
    case 'PROTOCOL_DIFFERS':
      return `the connection uses ${speech.ports}`;
    default:
      // Evidence tells of one address; the others that it stands for are judged alike.
      return speech.peer.kind === 'address' && clause.clause === 'ipBlock'
        ? peer
        : clauseHasValue(clause, evidence, actual, peer, namespace);
  }
}

function clauseHasValue(
  clause: ClauseEvidence,
  evidence: RuleEvidence,
  actual: string,
  peer: string,
  namespace: string,
): string {
  switch (clause.clause) {
    case 'namespace':
      return `${peer} is in ${namespace}`;
    case 'namespaceSelector':
      return actual === '' ? `${namespace} matches` : `${namespace} has ${actual}`;
    case 'podSelector':
    case 'nodes':
      return actual === '' ? `${peer} matches` : `${peer} has ${actual}`;
    case 'port':
      return defaultsToTcp(clause, evidence) ? `${actual}: protocol defaults to TCP` : actual;
    case 'ipBlock':
      return actual === '' || actual === peer ? peer : `${peer} has ${actual}`;
    case 'domainNames':
      return peer;
  }
}

function defaultsToTcp(clause: ClauseEvidence, evidence: RuleEvidence): boolean {
  const item = evidence.ports?.find((port) => port.clause === clause);
  return item?.port.protocolDefaulted === true;
}

function namedPortHas(clause: ClauseEvidence, speech: Speech): string {
  const { destination } = speech.connection;
  const name = endName(destination);
  if (destination.kind !== 'pod') return `${name} is no pod and names no ports`;
  const ports = destination.pod.ports.filter((port) => port.name !== null);
  if (ports.length === 0) return `${name} names no ports`;
  const list = ports.map(
    (port) => `${String(port.name)}=${String(port.containerPort)}/${port.protocol}`,
  );
  return clause.actual !== '' && clause.actual !== portName(speech.connection)
    ? `${name} has ${clause.actual}`
    : `${name} has ${list.join(', ')}`;
}

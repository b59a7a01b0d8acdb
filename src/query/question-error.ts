/** The part of a question that is wrong. */
export type QuestionArgument = 'from' | 'to' | 'port';

/**
 * Why a question has no answer. `usage`: it is not written as a question is. `unknown-name`: it
 * names something that the input does not have.
 */
export interface QuestionError {
  readonly kind: 'usage' | 'unknown-name';
  readonly code: QuestionErrorCode;
  /** One line: what is wrong, with the user's text in quotes. */
  readonly message: string;
  /** What would be right; '' where nobody can tell. */
  readonly hint: string;
  readonly argument: QuestionArgument;
}

/** What each code means. Codes are API: documented, never renamed. */
export const QUESTION_ERROR_CODES = {
  'endpoint-syntax':
    'The text is none of the forms in which an endpoint can be written: a pod (shop/web), a workload (shop/deploy/web), a Service (shop/svc/web), existing pods by labels (shop/[app=web]), every pod (shop/*, */*), a pod that need not exist (shop/app=web), an address, a CIDR block, or a node (node:n1).',
  'name-syntax':
    'A namespace, a pod or a node has a name that Kubernetes would refuse, so it cannot exist.',
  'unknown-kind':
    'The middle part of ns/kind/name is no kind that has pods. Use the names that kubectl uses: po, deploy, sts, ds, rs, rc, job, cj, svc.',
  'selector-syntax':
    'The selector between [ and ] is not in the syntax of kubectl: app=web, tier!=db, env in (a,b), env notin (a,b), key, !key.',
  'labels-syntax':
    'The labels of a pod that need not exist are written key=value, with commas between them, and must be labels that Kubernetes accepts.',
  'address-syntax':
    'The text looks like an IP address and is none. Leading zeros, zones and ports are not part of an address.',
  'cidr-syntax':
    'The text looks like a CIDR block and is none. As in a policy, no bit may be set beyond the prefix length, and IPv4 blocks are written as IPv4.',
  'port-syntax':
    'A port is written 6379, 6379/TCP, 53/udp, 8000-8100/TCP, http, http/TCP or ICMP; numbers go from 1 to 65535.',
  'service-as-source': 'A Service opens no connections. Ask from the pods behind it instead.',
  'service-icmp': 'A Service with a cluster IP forwards only its ports, and ICMP has none.',
  'unknown-namespace': 'Nothing in the input mentions the namespace.',
  'unknown-pod':
    'No pod of that name is in the input, no StatefulSet has it as an ordinal, and no workload makes pods with such a name.',
  'unknown-workload': 'No workload of that kind and name is in the input.',
  'unknown-service': 'No Service of that name is in the input.',
  'unknown-node': 'No node of that name is in the input, and no pod runs on one.',
  'ambiguous-name': 'Several workloads make pods with such a name. Write which one is meant.',
  'nothing-selected': 'No existing pod matches, so that there is nothing to ask about.',
  'selection-unknown':
    'Whether a pod matches depends on the value of a label that a controller sets and that the input does not tell.',
  'unknown-port-name':
    'The destination declares no container port with that name and protocol, so that the name stands for no number.',
  'unknown-service-port': 'The Service has no such port.',
} as const satisfies Record<string, string>;
export type QuestionErrorCode = keyof typeof QUESTION_ERROR_CODES;

/** Carries a question error from where it is found to `ask`, which returns it. Never leaves src/query. */
export class QuestionFault extends Error {
  readonly kind: QuestionError['kind'];
  readonly code: QuestionErrorCode;
  readonly hint: string;

  constructor(kind: QuestionError['kind'], code: QuestionErrorCode, message: string, hint = '') {
    super(message);
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }
}

/** A fault of the question's form. */
export function usageFault(code: QuestionErrorCode, message: string, hint = ''): QuestionFault {
  return new QuestionFault('usage', code, message, hint);
}

/** A fault of a name that the input does not have. */
export function unknownName(code: QuestionErrorCode, message: string, hint = ''): QuestionFault {
  return new QuestionFault('unknown-name', code, message, hint);
}

/** A name as it appears in a message. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

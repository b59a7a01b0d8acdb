import type { IpAddress, IpRange } from '../model/ip.ts';
import type { Labels, LabelSelector } from '../model/labels.ts';
import type { WorkloadKind } from '../model/objects.ts';
import { KIND_NAMES, kindOf, shortKind } from './kinds.ts';
import { checkName, checkNamespace } from './names.ts';
import { nearest, orList } from './nearest.ts';
import { parseAddressText, parseBlockText } from './parse-address.ts';
import { parseLabels, parseSelector } from './parse-selector.ts';
import { quote, usageFault, type QuestionFault } from './question-error.ts';

/** An endpoint as it is written, before anybody looked whether it exists. */
export type EndpointRef =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | {
      readonly kind: 'workload';
      readonly namespace: string;
      readonly workload: WorkloadKind;
      readonly name: string;
    }
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string }
  /** Existing pods; null: of every namespace. An empty selector matches all of them. */
  | {
      readonly kind: 'pods';
      readonly namespace: string | null;
      readonly selector: LabelSelector;
      readonly text: string;
    }
  | {
      readonly kind: 'hypothetical';
      readonly namespace: string;
      readonly labels: Labels;
      readonly text: string;
    }
  | { readonly kind: 'address'; readonly address: IpAddress }
  | { readonly kind: 'block'; readonly range: IpRange; readonly text: string }
  | { readonly kind: 'node'; readonly name: string };

const NODE = 'node:';
const EVERYTHING: LabelSelector = { requirements: [], path: [] };
const FORMS =
  'write ns/pod, ns/deploy/name, ns/svc/name, ns/[selector], ns/*, ns/key=value, an address, a CIDR or node:name';

/**
 * Reads an endpoint: `shop/web`, `web`, `shop/deploy/web`, `shop/svc/web`, `shop/[app=web]`,
 * `shop/*`, every pod, `shop/app=web,tier=fe`, `10.0.0.7`, `10.0.0.0/8`, `node:n1`. What is
 * written without a namespace is in `namespace`.
 *
 * Throws a QuestionFault of kind `usage`.
 */
export function parseEndpoint(text: string, namespace: string): EndpointRef {
  if (text.trim() === '') throw formFault(text, 'nothing is written');
  if (text.startsWith(NODE)) {
    return { kind: 'node', name: checkName(text.slice(NODE.length), 'node') };
  }
  if (text.includes('[')) return parseBrackets(text, namespace);

  const slash = text.indexOf('/');
  const first = slash === -1 ? text : text.slice(0, slash);
  const equals = text.indexOf('=');
  // A namespace has no dot, so that `app.kubernetes.io/name=web` begins with a label's prefix.
  if (equals !== -1) {
    const hasNamespace = slash !== -1 && slash < equals && !first.includes('.');
    return hypothetical(
      hasNamespace ? first : namespace,
      hasNamespace ? text.slice(slash + 1) : text,
    );
  }
  if (first.includes(':') || /^\d+(\.\d+)+$/.test(first)) {
    return slash === -1 ? parseAddressText(text) : parseBlockText(text);
  }
  return parsePath(text, text.split('/'), namespace);
}

function parseBrackets(text: string, namespace: string): EndpointRef {
  const match = /^(?:([^[/]*)\/)?\[([^[\]]*)\]$/.exec(text);
  const inside = match?.[2];
  if (inside === undefined) {
    throw formFault(text, 'a selector is written ns/[selector]', 'for example shop/[app=web]');
  }
  if (inside.includes(':')) {
    throw formFault(text, 'an address is written without brackets', `write ${inside}`);
  }
  const where = match?.[1] ?? namespace;
  const selector = parseSelector(inside);
  return pods(where === '*' ? null : checkNamespace(where), selector, text);
}

function parsePath(text: string, parts: readonly string[], namespace: string): EndpointRef {
  const [first = '', second = '', third = ''] = parts;
  if (parts.some((part) => part === '')) throw formFault(text, 'a part between slashes is empty');
  switch (parts.length) {
    case 1:
      if (first === '*') {
        throw formFault(
          text,
          'of which namespace?',
          `write ${namespace}/* for every pod of namespace ${namespace}, */* for every pod`,
        );
      }
      return pod(namespace, first);
    case 2:
      if (second === '*') {
        return pods(first === '*' ? null : checkNamespace(first), EVERYTHING, text);
      }
      return pod(first, second);
    case 3:
      return parseKind(text, first, second, third);
    default:
      throw formFault(text, 'too many slashes', 'at most three parts: namespace/kind/name');
  }
}

function parseKind(text: string, namespace: string, kindName: string, name: string): EndpointRef {
  const kind = kindOf(kindName);
  if (kind === null) {
    const isNode = /^no(des?)?$/i.test(kindName);
    const like = nearest(kindName, KIND_NAMES).map((known) => `${namespace}/${known}/${name}`);
    throw usageFault(
      'unknown-kind',
      `${quote(kindName)} in ${quote(text)} is no kind that has pods`,
      isNode
        ? `a node is written node:${name}`
        : like.length > 0
          ? `did you mean ${orList(like)}?`
          : 'po, svc, deploy, sts, ds, rs, rc, job or cj',
    );
  }
  if (kind === 'Pod') return pod(namespace, name);
  checkNamespace(namespace);
  checkName(name, kind);
  if (kind === 'Service') return { kind: 'service', namespace, name };
  return { kind: 'workload', namespace, workload: kind, name };
}

function pod(namespace: string, name: string): EndpointRef {
  if (namespace === '*' || name.includes('*')) {
    throw formFault(
      `${namespace}/${name}`,
      'a * stands for all pods of a namespace, not for a part of a name',
      'write ns/*, */* or a selector: ns/[app=web]',
    );
  }
  return { kind: 'pod', namespace: checkNamespace(namespace), name: checkName(name, 'pod') };
}

function pods(namespace: string | null, selector: LabelSelector, text: string): EndpointRef {
  return { kind: 'pods', namespace, selector, text };
}

function hypothetical(namespace: string, text: string): EndpointRef {
  const labels = parseLabels(text);
  return { kind: 'hypothetical', namespace: checkNamespace(namespace), labels, text };
}

function formFault(text: string, why: string, hint = FORMS): QuestionFault {
  return usageFault('endpoint-syntax', `bad endpoint ${quote(text)}: ${why}`, hint);
}

/** An object of a namespace as a question names it: `shop/web`, `shop/deploy/web`. */
export function endpointText(
  kind: Parameters<typeof shortKind>[0],
  namespace: string,
  name: string,
): string {
  return kind === 'Pod' ? `${namespace}/${name}` : `${namespace}/${shortKind(kind)}/${name}`;
}

import { quote, usageFault } from './question-error.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KEY_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;

/** A namespace's name: an RFC 1123 label. */
export function isNamespaceName(text: string): boolean {
  return text.length <= MAX_LABEL && LABEL.test(text);
}

/** The name of a pod, a workload or a node: an RFC 1123 subdomain. */
export function isObjectName(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(text);
}

/** A label's key: a name of at most 63 characters, after an optional `prefix/`. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (slash !== -1 && !isObjectName(text.slice(0, slash))) return false;
  return name.length <= MAX_LABEL && KEY_NAME.test(name);
}

/** A label's value: empty, or at most 63 characters. */
export function isLabelValue(text: string): boolean {
  return text.length <= MAX_LABEL && VALUE.test(text);
}

/** Refuses a namespace that cannot exist. */
export function checkNamespace(name: string): string {
  if (isNamespaceName(name)) return name;
  throw usageFault(
    'name-syntax',
    `${quote(name)} is no name of a namespace`,
    'lower-case letters, digits and hyphens, at most 63, with a letter or digit at both ends',
  );
}

/** Refuses the name of a pod, workload, Service or node that cannot exist. */
export function checkName(name: string, what: string): string {
  if (isObjectName(name)) return name;
  throw usageFault(
    'name-syntax',
    `${quote(name)} is no name of a ${what}`,
    /:\d+$/.test(name)
      ? 'the port belongs into --port'
      : 'lower-case letters, digits, hyphens and dots, with a letter or digit at both ends',
  );
}

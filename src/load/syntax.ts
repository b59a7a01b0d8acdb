import { byteLength } from './go-text.ts';

/**
 * The syntax of names, labels and ports, with the messages of apimachinery
 * (pkg/api/validate/content, pkg/util/validation). Each function returns what is wrong.
 */

/** A rule for the name of an object; `prefix`: a generateName, to which characters are added. */
export type NameRule = (name: string, prefix: boolean) => string[];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_NAME})?`;

const LABEL_PATTERN = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);
const LABEL_NAME_PATTERN = new RegExp(`^${LABEL_NAME}$`);
const LABEL_VALUE_PATTERN = new RegExp(`^${LABEL_VALUE}$`);

const LABEL_NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

function patternError(message: string, pattern: string, ...examples: string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

/** apimachinery has two of it: labels are limited in bytes, names in "characters", also bytes. */
function tooLong(limit: number, unit: 'bytes' | 'characters'): string {
  return `must be no more than ${String(limit)} ${unit}`;
}

/** A DNS label of RFC 1123: namespaces, Services, port names of Services. */
export function checkDnsLabel(value: string): string[] {
  const errors: string[] = [];
  if (byteLength(value) > 63) errors.push(tooLong(63, 'characters'));
  if (LABEL_PATTERN.test(value)) return errors;
  if (SUBDOMAIN_PATTERN.test(value)) errors.push('must not contain dots');
  else {
    const message =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
    errors.push(patternError(message, LABEL, 'my-name', '123-abc'));
  }
  return errors;
}

/** A DNS subdomain of RFC 1123: most names. */
export function checkDnsSubdomain(
  value: string,
  unit: 'bytes' | 'characters' = 'characters',
): string[] {
  const errors: string[] = [];
  if (byteLength(value) > 253) errors.push(tooLong(253, unit));
  if (!SUBDOMAIN_PATTERN.test(value)) {
    const message =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
    errors.push(patternError(message, SUBDOMAIN, 'example.com'));
  }
  return errors;
}

/** Like the server's maskTrailingDash, which replaces the last two characters. */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

export const subdomainName: NameRule = (name, prefix) =>
  checkDnsSubdomain(prefix ? maskTrailingDash(name) : name);

/** Service names follow it too since Kubernetes 1.36 (RelaxedServiceNameValidation). */
export const labelName: NameRule = (name, prefix) =>
  checkDnsLabel(prefix ? maskTrailingDash(name) : name);

/** The same few keys and values stand on thousands of pods: those found right are remembered. */
const MOST_REMEMBERED = 10_000;
const rightKeys = new Set<string>();
const rightValues = new Set<string>();
const rightNamespaces = new Set<string>();

function remember(right: Set<string>, text: string, errors: readonly string[]): void {
  if (errors.length === 0 && right.size < MOST_REMEMBERED) right.add(text);
}

/** A label key: an optional DNS subdomain and `/`, and a name. */
export function checkLabelKey(key: string): string[] {
  if (rightKeys.has(key)) return [];
  const errors = labelKeyErrors(key);
  remember(rightKeys, key, errors);
  return errors;
}

function labelKeyErrors(key: string): string[] {
  const parts = key.split('/');
  const rule = patternError(LABEL_NAME_RULE, LABEL_NAME, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) {
    return [
      `a valid label key ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') errors.push('prefix part must be non-empty');
  else if (prefix !== undefined) {
    errors.push(...checkDnsSubdomain(prefix, 'bytes').map((message) => `prefix part ${message}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > 63) errors.push(`name part ${tooLong(63, 'bytes')}`);
  if (!LABEL_NAME_PATTERN.test(name)) errors.push(`name part ${rule}`);
  return errors;
}

/** The name of a namespace that an object is in. */
export function checkNamespace(name: string): string[] {
  if (rightNamespaces.has(name)) return [];
  const errors = labelName(name, false);
  remember(rightNamespaces, name, errors);
  return errors;
}

/** A label value: up to 63 characters, or empty. */
export function checkLabelValue(value: string): string[] {
  if (rightValues.has(value)) return [];
  const errors: string[] = [];
  if (byteLength(value) > 63) errors.push(tooLong(63, 'bytes'));
  if (!LABEL_VALUE_PATTERN.test(value)) {
    const message = `a valid label must be an empty string or consist of ${LABEL_NAME_RULE.slice('must consist of '.length)}`;
    errors.push(patternError(message, LABEL_VALUE, 'MyValue', 'my_value', '12345'));
  }
  remember(rightValues, value, errors);
  return errors;
}

/** A port's number. */
export function checkPortNumber(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];
}

/** A port's name (IANA service name). */
export function checkPortName(name: string): string[] {
  const errors: string[] = [];
  if (byteLength(name) > 15) errors.push(tooLong(15, 'characters'));
  if (!/^[-a-z0-9]+$/.test(name)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) {
    errors.push('must not begin or end with a hyphen');
  }
  return errors;
}

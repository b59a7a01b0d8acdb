import type { LabelSelector, Requirement } from '../../model/labels.ts';
import type { Peer, PortMatch } from '../../model/policy.ts';

/** Letters, digits and what labels, names and addresses are made of; nothing that YAML would read otherwise. */
const PLAIN = /^[A-Za-z][-A-Za-z0-9_./]*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** A scalar of a manifest; quoted wherever YAML might read it as something else than a string. */
export function scalar(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}

function mapping(entries: readonly string[]): string {
  return `{${entries.join(', ')}}`;
}

function requirementEntry({ key, operator, values }: Requirement): string {
  const entries = [`key: ${scalar(key)}`, `operator: ${operator}`];
  if (values.length > 0) entries.push(`values: [${values.map(scalar).join(', ')}]`);
  return mapping(entries);
}

/** The members of a selector, each on one line. */
function selectorMembers(selector: LabelSelector): string[] {
  const seen = new Set<string>();
  const labels: string[] = [];
  const expressions: string[] = [];
  for (const requirement of selector.requirements) {
    const [value] = requirement.values;
    const isLabel =
      requirement.operator === 'In' &&
      requirement.values.length === 1 &&
      value !== undefined &&
      !seen.has(requirement.key);
    if (isLabel) {
      seen.add(requirement.key);
      labels.push(`${scalar(requirement.key)}: ${scalar(value)}`);
    } else {
      expressions.push(requirementEntry(requirement));
    }
  }
  const parts: string[] = [];
  if (labels.length > 0) parts.push(`matchLabels: ${mapping(labels)}`);
  if (expressions.length > 0) parts.push(`matchExpressions: [${expressions.join(', ')}]`);
  return parts;
}

/** Longer lines are broken before the members, to fit 80 columns where they are shown. */
const LONG = 58;

/** A field that holds a selector, as `podSelector: {matchLabels: {app: web}}`. */
export function selectorField(name: string, selector: LabelSelector): string[] {
  const members = selectorMembers(selector);
  const line = `${name}: ${mapping(members)}`;
  return line.length <= LONG ? [line] : [`${name}:`, ...indent(members, 2)];
}

/** A peer as an item of `from` or `to`. */
export function peerYaml(peer: Peer): string[] {
  switch (peer.kind) {
    case 'pods': {
      const fields: string[] = [];
      if (peer.namespaces.kind === 'selected') {
        fields.push(...selectorField('namespaceSelector', peer.namespaces.selector));
      }
      if (peer.pods !== null) fields.push(...selectorField('podSelector', peer.pods));
      return item(fields);
    }
    case 'ipBlock':
      return [`- ipBlock: {cidr: ${peer.cidr.text}}`];
    default:
      return [];
  }
}

/** The lines of a list item. */
export function item(fields: readonly string[]): string[] {
  return fields.map((field, i) => (i === 0 ? `- ${field}` : `  ${field}`));
}

export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}

/** A port as an item of `ports`. */
export function portItemYaml(port: PortMatch): string[] {
  const text = portYaml(port);
  return [`- ${text.includes(',') ? text : text.slice(1, -1)}`];
}

/** A port on one line: `{port: 53, protocol: UDP}`. */
export function portYaml(port: PortMatch): string {
  const number = port.kind === 'named' ? scalar(port.name) : String(port.first);
  const protocol =
    port.protocol === 'TCP' || port.protocol === null ? [] : [`protocol: ${port.protocol}`];
  return mapping([`port: ${number}`, ...protocol]);
}

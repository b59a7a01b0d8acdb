import { formatAddress } from '../../model/ip-text.ts';
import { policyDirection, type Direction, type Policy } from '../../model/policy.ts';
import type { FieldPath, Locator, ObjectSource } from '../../model/source.ts';
import { policyKey } from '../../query/whole/diff-policies.ts';
import type { Diff, JointUnit, PairChange } from '../../query/whole/diff-result.ts';
import type { End } from '../explanation.ts';
import { listing, policyText, ruleName } from '../names.ts';
import { placeOf } from '../places.ts';
import type { RawCause } from './diff-causes.ts';
import type { Cause, CauseKind, DiffPlace, VersionName } from './diff-data.ts';
import type { DiffNames } from './diff-names.ts';
import type { SideName } from './diff-samples.ts';

/** One version, as far as words and places need it. */
export interface TextVersion {
  readonly name: VersionName;
  readonly locator: Locator;
  readonly names: DiffNames;
}

type Versions = Readonly<Record<SideName, TextVersion>>;
type Effect = Cause['effect'];

/** Puts causes into words and places. Places of rules and policies are looked up once. */
export class CauseTexts {
  readonly #diff: Diff;
  readonly #versions: Versions;
  readonly #rules = new Map<string, Cause>();

  constructor(diff: Diff, versions: Versions) {
    this.#diff = diff;
    this.#versions = versions;
  }

  causeOf(raw: RawCause, pair: PairChange, effect: Effect): Cause {
    switch (raw.kind) {
      case 'rule':
        return this.#rule(raw, effect);
      case 'policy':
        return this.#policy(raw, pair, effect);
      case 'object':
        return this.#object(raw, effect);
      case 'input': {
        const text = 'the address families of the whole input changed';
        return { kind: 'input', effect, end: null, text, object: 'the input', place: null };
      }
    }
  }

  /** The place of a field in one version. */
  place(side: SideName, source: ObjectSource, path: FieldPath, at: 'key' | 'value'): DiffPlace {
    const { locator, name } = this.#versions[side];
    return { ...placeOf(locator, source, path, at), version: side, revision: name.revision };
  }

  #rule(raw: Extract<RawCause, { kind: 'rule' }>, effect: Effect): Cause {
    const { side, end, ref } = raw;
    const key = [side, effect, end, policyKey(ref.policy), ref.rule.index].join(' ');
    let cause = this.#rules.get(key);
    if (cause === undefined) {
      cause = this.#newRule(raw, effect);
      this.#rules.set(key, cause);
    }
    return cause;
  }

  #newRule(
    { side, end, ref: { policy, rule } }: Extract<RawCause, { kind: 'rule' }>,
    effect: Effect,
  ): Cause {
    const direction = directionOf(end);
    const object = policyText(policy);
    const name = ruleName(rule, direction);
    const own = this.place(side, policy.source, rule.path, 'key');
    const base = { effect, end, object };
    const other = this.#diff[side === 'old' ? 'new' : 'old'].policies.get(policyKey(policy));
    const isNew = side === 'new';
    if (other === undefined) {
      const verb = rule.action === 'Deny' ? 'denies it' : 'lets it pass';
      const past = rule.action === 'Deny' ? 'denied it' : 'let it pass';
      const text = isNew
        ? `${object} is new: its ${name} ${verb}`
        : `${object} was removed: its ${name} ${past}`;
      return { ...base, kind: isNew ? 'policy-added' : 'policy-removed', text, place: own };
    }
    const rules = policyDirection(other, direction).rules;
    const successor = rules.find(({ index }) => index === rule.index);
    if (successor !== undefined && !this.#has(policy, other, successor.index, direction)) {
      const place = isNew ? own : this.place('new', other.source, successor.path, 'key');
      return { ...base, kind: 'rule-changed', text: `${name} of ${object} was changed`, place };
    }
    const kind: CauseKind = isNew ? 'rule-added' : 'rule-removed';
    const text = isNew ? `${name} was added to ${object}` : `${name} was removed from ${object}`;
    return { ...base, kind, text, place: own };
  }

  /** Whether a policy has the rule that stands at a position of another. */
  #has(policy: Policy, other: Policy, index: number, direction: Direction): boolean {
    const { contents } = this.#diff;
    const wanted = policyDirection(other, direction).rules.find((rule) => rule.index === index);
    return (
      wanted !== undefined &&
      policyDirection(policy, direction).rules.some(
        (rule) => contents.rule(policy, rule) === contents.rule(other, wanted),
      )
    );
  }

  #policy(
    { side, end, policy }: Extract<RawCause, { kind: 'policy' }>,
    pair: PairChange,
    effect: Effect,
  ): Cause {
    const direction = directionOf(end);
    const units = end === 'egress' ? pair.source : pair.destination;
    const who = this.#versions[side].names.endOf(units.map((unit) => unit[side])).text;
    const object = policyText(policy);
    const other = this.#diff[side === 'old' ? 'new' : 'old'].policies.get(policyKey(policy));
    // It shuts where it takes part, or its rules let pass what another policy denies.
    const shuts = (side === 'new') === (effect === 'closes') && policy.tier.unmatched === 'deny';
    const verb = (is: string): string => `${is} ${who} for ${end}`;
    const base = { effect, end, object };
    if (side === 'new') {
      const place = this.#policyPlace('new', policy);
      const own = shuts ? 'isolates' : 'selects';
      return other === undefined
        ? { ...base, kind: 'policy-added', text: `${object} is new and ${verb(own)}`, place }
        : { ...base, kind: 'policy-changed', text: `${object} now ${verb(own)}`, place };
    }
    if (other === undefined) {
      const text = `${object}, which ${verb(shuts ? 'isolated' : 'selected')}, was removed`;
      return { ...base, kind: 'policy-removed', text, place: this.#policyPlace('old', policy) };
    }
    const { applies } = policyDirection(other, direction);
    const why = applies ? '' : `: it has nothing to say of ${end}`;
    const text = `${object} no longer ${verb(shuts ? 'isolates' : 'selects')}${why}`;
    return { ...base, kind: 'policy-changed', text, place: this.#policyPlace('new', other) };
  }

  #policyPlace(side: SideName, { subject, namespace, source }: Policy): DiffPlace {
    const path = subject.pods?.path ?? (namespace === null ? ['spec', 'subject'] : ['spec']);
    return this.place(side, source, path, 'key');
  }

  #object({ end, unit, part }: Extract<RawCause, { kind: 'object' }>, effect: Effect): Cause {
    const who = this.#versions.new.names.endOf([unit.new]).text;
    const base = { effect, end, object: who, place: this.#objectPlace(unit, part) };
    const { old: older, new: newer } = unit;
    switch (part) {
      case 'labels': {
        const text = `the labels of ${who} changed: ${labelChanges(older.sight.labels, newer.sight.labels)}`;
        return { ...base, kind: 'pod-labels', text };
      }
      case 'namespaceLabels': {
        const object = `namespace ${unit.entity.namespace}`;
        const changes = labelChanges(older.sight.namespaceLabels, newer.sight.namespaceLabels);
        return {
          ...base,
          kind: 'namespace-labels',
          object,
          text: `the labels of ${object} changed: ${changes}`,
        };
      }
      case 'ports': {
        const [before, after] = [older.sight.ports, newer.sight.ports];
        const text = `the named ports of ${who} changed: ${becomes(before, after)}`;
        return { ...base, kind: 'pod-ports', text };
      }
      case 'hostNetwork': {
        const [first] = newer.ends;
        const uses = first?.kind === 'pod' && first.pod.hostNetwork ? 'now' : 'no longer';
        return { ...base, kind: 'host-network', text: `${who} ${uses} uses its node's network` };
      }
      case 'addresses': {
        const text = `the addresses of ${who} changed: ${becomes(addressText(unit.old), addressText(unit.new))}`;
        return { ...base, kind: 'addresses', text };
      }
      case 'node': {
        return {
          ...base,
          kind: 'node',
          text: `what the input tells of the node of ${who} changed`,
        };
      }
    }
  }

  #objectPlace({ entity, old: older, new: newer }: JointUnit, part: JointPart): DiffPlace | null {
    if (part === 'namespaceLabels') {
      for (const side of ['new', 'old'] as const) {
        const source = this.#diff[side].cluster.namespaces.get(entity.namespace)?.source ?? null;
        if (source !== null) return this.place(side, source, ['metadata', 'labels'], 'key');
      }
      return null;
    }
    const [end] = newer.ends;
    if (end?.kind === 'node') {
      const { source } = end.node;
      return source === null ? null : this.place('new', source, ['metadata', 'name'], 'key');
    }
    const pod = end?.pod;
    if (pod === undefined || pod.source === null) return null;
    const spec = [...pod.labelsPath.slice(0, -2), 'spec'];
    switch (part) {
      case 'labels': {
        const key = newKey(older.sight.labels, newer.sight.labels);
        const path = key === null ? pod.labelsPath : [...pod.labelsPath, key];
        return this.place('new', pod.source, path, 'key');
      }
      case 'ports':
        return this.place('new', pod.source, [...spec, 'containers'], 'key');
      case 'hostNetwork':
        return this.place('new', pod.source, [...spec, 'hostNetwork'], 'key');
      case 'addresses':
        return this.place('new', pod.source, ['status', 'podIP'], 'key');
      case 'node':
        return this.place('new', pod.source, [...spec, 'nodeName'], 'key');
    }
  }
}

type JointPart = Extract<RawCause, { kind: 'object' }>['part'];

function directionOf(end: End): Direction {
  return end === 'egress' ? 'Egress' : 'Ingress';
}

/** Labels as a sight writes them: `key=value`, or `key?` where the value is not known. */
function labelsOf(sight: string): Map<string, string> {
  const items = sight === '' ? [] : sight.split(',');
  return new Map(items.map((item) => [/^[^=?]+/.exec(item)?.[0] ?? item, item]));
}

function labelChanges(before: string, after: string): string {
  const [old, young] = [labelsOf(before), labelsOf(after)];
  const changes: string[] = [];
  for (const key of [...new Set([...old.keys(), ...young.keys()])].sort()) {
    const [x, y] = [old.get(key), young.get(key)];
    if (x === y) continue;
    if (x === undefined) changes.push(`${String(y)} is new`);
    else changes.push(y === undefined ? `${x} is gone` : `${x} became ${y}`);
  }
  return listing(changes, 4);
}

/** The first label that is in the new version and is not what it was; null: only old ones. */
function newKey(before: string, after: string): string | null {
  const old = labelsOf(before);
  const found = [...labelsOf(after)].find(([key, item]) => old.get(key) !== item);
  return found?.[0] ?? null;
}

function becomes(before: string, after: string): string {
  return `${before === '' ? 'none' : before} became ${after === '' ? 'none' : after}`;
}

function addressText({ ends: [end] }: JointUnit['old']): string {
  const addresses = end?.kind === 'pod' ? end.pod.addresses : (end?.node.addresses ?? null);
  return addresses === null ? 'not known' : addresses.map(formatAddress).join(', ');
}

import type { EndDecision, RuleRef } from '../../model/decision.ts';
import { policyDirection, type Direction, type Policy } from '../../model/policy.ts';
import { policyKey } from '../../query/whole/diff-policies.ts';
import type { Diff, JointUnit, PairChange } from '../../query/whole/diff-result.ts';
import { SIGHT_PARTS, type SightPart } from '../../query/whole/diff-sight.ts';
import { isolatingPolicies } from '../because.ts';
import type { End } from '../explanation.ts';
import { samplesOf, type Sample, type SideName } from './diff-samples.ts';

/** An edit that changed what passes, before it is put into words. */
export type RawCause =
  /** A rule that the other version does not have for the pod. */
  | { readonly kind: 'rule'; readonly side: SideName; readonly end: End; readonly ref: RuleRef }
  /** A policy that takes part for the pod in this version only. */
  | {
      readonly kind: 'policy';
      readonly side: SideName;
      readonly end: End;
      readonly policy: Policy;
    }
  /** What policies see of an end. */
  | {
      readonly kind: 'object';
      readonly end: End | null;
      readonly unit: JointUnit;
      readonly part: SightPart;
    }
  | { readonly kind: 'input' };

const ENDS = ['egress', 'ingress'] as const;

/**
 * Why connections pass that did not (`opens`), or no longer do: at each end that denied them in one
 * version, what is different of it in the other. A rule that lets them pass and that the other
 * version does not have; a policy that isolates the pod or denies in one version only; else what
 * policies see of the pods themselves.
 */
export function rawCauses(
  diff: Diff,
  pair: PairChange,
  effect: 'opens' | 'closes',
): readonly RawCause[] {
  const { up, down } = pair.change;
  const causes = new Map<string, RawCause>();
  const finder = new CauseFinder(diff, pair, effect === 'opens' ? 'old' : 'new');
  const samples = samplesOf(diff, pair, effect === 'opens' ? up : down);
  const found = samples.flatMap((sample) => finder.causesOf(sample));
  const all = samples.length === 0 ? finder.objects(null, ['addresses', 'node']) : found;
  for (const cause of all.length > 0 ? all : finder.anything()) causes.set(keyOf(cause), cause);
  return [...causes.values()];
}

class CauseFinder {
  readonly #diff: Diff;
  readonly #pair: PairChange;
  /** The version in which less passes, and the other one. */
  readonly #shut: SideName;
  readonly #open: SideName;

  constructor(diff: Diff, pair: PairChange, shut: SideName) {
    this.#diff = diff;
    this.#pair = pair;
    this.#shut = shut;
    this.#open = shut === 'old' ? 'new' : 'old';
  }

  causesOf(sample: Sample): RawCause[] {
    const shut = sample[this.#shut];
    const open = sample[this.#open];
    return shut.decidedAt.flatMap((end) => this.#atEnd(end, shut[end], open[end]));
  }

  #atEnd(end: End, shut: EndDecision, open: EndDecision): RawCause[] {
    const causes: RawCause[] = [];
    const letting = [...rulesThat(open, 'Accept'), ...rulesThat(open, 'Pass')];
    let isOtherPeer = false;
    for (const ref of letting) {
      const standing = this.#standing(ref, this.#shut, end);
      if (standing === 'yes') isOtherPeer = true;
      else causes.push(...this.#byStanding(ref, this.#open, end, standing));
    }
    const isOpenAnyway = !letting.some(({ rule }) => rule.action === 'Accept');
    if (isOpenAnyway) {
      for (const { policy } of isolatingPolicies(shut)) {
        causes.push(...this.#isolation(policy, end));
      }
    }
    for (const ref of rulesThat(shut, 'Deny')) {
      const standing = this.#standing(ref, this.#open, end);
      if (standing === 'yes') isOtherPeer = true;
      else causes.push(...this.#byStanding(ref, this.#shut, end, standing));
    }
    if (isOtherPeer || causes.length === 0) {
      causes.push(...this.#otherPeer(end));
    }
    if (causes.length === 0) causes.push(...this.#otherPolicies(end));
    return causes;
  }

  /** A rule that the other version has not, or has in a policy that does not select the pod. */
  #byStanding(ref: RuleRef, side: SideName, end: End, standing: 'no' | 'elsewhere'): RawCause[] {
    return standing === 'no'
      ? [{ kind: 'rule', side, end, ref }]
      : this.#selection(ref.policy, side, end);
  }

  /** A policy that isolates in the shut version, where in the open one no rule is needed. */
  #isolation(policy: Policy, end: End): RawCause[] {
    const direction = directionOf(end);
    const { contents } = this.#diff;
    const content = contents.subject(policy, direction);
    const others = this.#policiesOf(this.#open, end);
    if (others.some((other) => contents.subject(other, direction) === content)) return [];
    return this.#selection(policy, this.#shut, end);
  }

  /** Why a policy takes part for the pod in one version only. */
  #selection(policy: Policy, side: SideName, end: End): RawCause[] {
    const unit = this.#unitAt(end);
    if (unit === null) return [];
    const direction = directionOf(end);
    const { contents } = this.#diff;
    const other = this.#diff[side === 'old' ? 'new' : 'old'].policies.get(policyKey(policy));
    const isSame =
      other !== undefined &&
      contents.subject(other, direction) === contents.subject(policy, direction);
    if (isSame) {
      const parts = this.#partsOf(unit, ['labels', 'namespaceLabels', 'hostNetwork']);
      if (parts.length > 0) return parts.map((part) => ({ kind: 'object', end, unit, part }));
    }
    return [{ kind: 'policy', side, end, policy }];
  }

  /** What differs of the peer, and of the ports that the destination declares. */
  #otherPeer(end: End): RawCause[] {
    const peer = end === 'egress' ? this.#unitAt('ingress') : this.#unitAt('egress');
    const destination = this.#unitAt('ingress');
    const own = this.#unitAt(end);
    const candidates: readonly (readonly [JointUnit | null, readonly SightPart[]])[] = [
      [peer, SIGHT_PARTS.filter((part) => part !== 'ports')],
      [destination, ['ports']],
      [own, ['hostNetwork', 'node']],
    ];
    return candidates.flatMap(([unit, parts]) =>
      unit === null
        ? []
        : this.#partsOf(unit, parts).map((part): RawCause => ({ kind: 'object', end, unit, part })),
    );
  }

  /** Policies of an end that are not what they were. */
  #otherPolicies(end: End): RawCause[] {
    const unit = this.#unitAt(end);
    if (unit === null) return [];
    const { contents } = this.#diff;
    const direction = directionOf(end);
    return (['old', 'new'] as const).flatMap((side) => {
      const others = this.#policiesOf(side === 'old' ? 'new' : 'old', end);
      const known = new Set(others.map((policy) => contents.policy(policy, direction)));
      return this.#policiesOf(side, end)
        .filter((policy) => !known.has(contents.policy(policy, direction)))
        .flatMap((policy) => this.#changedPolicy(policy, side, end));
    });
  }

  /** The rules that make a policy another, or whom it selects. */
  #changedPolicy(policy: Policy, side: SideName, end: End): RawCause[] {
    const direction = directionOf(end);
    const refs = policyDirection(policy, direction).rules.map((rule): RuleRef => ({
      policy,
      rule,
    }));
    const other: SideName = side === 'old' ? 'new' : 'old';
    const rules = refs.filter((ref) => this.#standing(ref, other, end) !== 'yes');
    return rules.length > 0
      ? rules.flatMap((ref): RawCause[] => [{ kind: 'rule', side, end, ref }])
      : this.#selection(policy, side, end);
  }

  /** Whatever differs of the two ends: where no single connection tells. */
  anything(): readonly RawCause[] {
    const policies = ENDS.flatMap((end) => this.#otherPolicies(end));
    const found = policies.length > 0 ? policies : this.objects(null, SIGHT_PARTS);
    return found.length > 0 ? found : [{ kind: 'input' }];
  }

  /** What differs of the pods themselves at both ends. */
  objects(end: End | null, parts: readonly SightPart[]): RawCause[] {
    return ENDS.flatMap((own) => {
      const unit = this.#unitAt(own);
      if (unit === null) return [];
      return this.#partsOf(unit, parts).map((part): RawCause => ({
        kind: 'object',
        end,
        unit,
        part,
      }));
    });
  }

  #partsOf({ old: older, new: newer }: JointUnit, parts: readonly SightPart[]): SightPart[] {
    return parts.filter((part) => older.sight[part] !== newer.sight[part]);
  }

  #unitAt(end: End): JointUnit | null {
    const { source, destination } = this.#pair;
    return (end === 'egress' ? source : destination)[0] ?? null;
  }

  #policiesOf(side: SideName, end: End): readonly Policy[] {
    const unit = this.#unitAt(end);
    const { engine } = this.#diff[side];
    return unit === null ? [] : engine.policiesOf(unit[side].endClass, directionOf(end));
  }

  /**
   * Whether a version has a rule for the pod: `elsewhere` where the policy of that name has it, but
   * does not take part for the pod.
   */
  #standing({ policy, rule }: RuleRef, side: SideName, end: End): 'yes' | 'no' | 'elsewhere' {
    const { contents } = this.#diff;
    const direction = directionOf(end);
    const content = contents.rule(policy, rule);
    const has = (other: Policy): boolean =>
      policyDirection(other, direction).rules.some((own) => contents.rule(other, own) === content);
    if (this.#policiesOf(side, end).some(has)) return 'yes';
    const same = this.#diff[side].policies.get(policyKey(policy));
    return same !== undefined && has(same) ? 'elsewhere' : 'no';
  }
}

function directionOf(end: End): Direction {
  return end === 'egress' ? 'Egress' : 'Ingress';
}

/** The rules of a decision with an action: those that match, or of which nobody knows. */
function rulesThat({ tiers }: EndDecision, action: 'Accept' | 'Deny' | 'Pass'): RuleRef[] {
  return tiers.flatMap(({ policies }) =>
    policies.flatMap(({ policy, rules }) =>
      rules
        .filter(({ rule, matched }) => matched !== 'no' && rule.action === action)
        .map(({ rule }): RuleRef => ({ policy, rule })),
    ),
  );
}

function keyOf(cause: RawCause): string {
  switch (cause.kind) {
    case 'rule':
      return [cause.side, cause.end, policyKey(cause.ref.policy), cause.ref.rule.index].join(' ');
    case 'policy':
      return [cause.side, cause.end, policyKey(cause.policy)].join(' ');
    case 'object':
      return ['object', cause.unit.entity.key, cause.part].join(' ');
    case 'input':
      return 'input';
  }
}

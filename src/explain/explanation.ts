import type { CaseProblem, Question } from '../model/answer.ts';
import type { ClauseCode, ClauseEvidence, EndReason, Verdict } from '../model/decision.ts';
import type { Family } from '../model/ip.ts';
import type { Action, Direction } from '../model/policy.ts';
import type { Truth } from '../model/truth.ts';
import type { AssumptionCode } from './assumptions.ts';
import type { HintCode } from './hints/hint.ts';

/**
 * An answer in words and places: plain data that every output format prints without further
 * thought. Text is held line by line, so that a line break inside a string is always data.
 */
export interface Explanation {
  readonly verdict: Verdict | 'mixed';
  /** The ends that decided the cases which came out as the answer did; empty where it is allowed or mixed. */
  readonly decidedAt: readonly End[];
  readonly question: Question;
  readonly headline: Headline;
  /** Every case. There may be a million of them: made when first looked at. */
  readonly cases: readonly CaseExplanation[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Index of the case that `hints`, `remedies` and `unknown` are about; null without cases. */
  readonly told: number | null;
  readonly shown: Shown;
  readonly remedies: readonly Remedy[];
  readonly hints: readonly Hint[];
  /** Of all cases; made when first looked at. */
  readonly assumptions: readonly Assumption[];
  readonly unknown: UnknownExplanation | null;
}

/** What is printed where a part is enough: nothing else needs to be explained then. */
export interface Shown {
  /** The first cases. */
  readonly cases: readonly CaseExplanation[];
  /** The told case; null without cases. */
  readonly told: CaseExplanation | null;
  /** What tells the cases apart: all of them, not only the first ones. */
  readonly differing: readonly ('source' | 'destination' | 'ports' | 'family')[];
  /** Of all cases, unless there are very many: then of these. */
  readonly assumptions: readonly Assumption[];
  /** Whether there were too many cases to look at each. */
  readonly isPart: boolean;
}

export type End = 'egress' | 'ingress';

/** The words of the first line, after the verdict. */
export interface Headline {
  readonly from: string;
  readonly to: string;
  /** `data/svc/redis:80`; null where no Service is involved. */
  readonly via: string | null;
  readonly port: string;
  /** `at ingress`, `no policy applies`, `2 allowed, 1 denied`; may be empty. */
  readonly note: string;
}

/** One end of a case, in words and for machines. */
export interface EndpointExplanation {
  readonly kind: 'pod' | 'node' | 'address' | 'range' | 'hostname' | 'service';
  /** As it may be written in a question, where it may be. */
  readonly text: string;
  readonly namespace: string | null;
  readonly name: string | null;
  /** A pod's labels; null values are set by a controller and not known. Null for others. */
  readonly labels: Readonly<Record<string, string | null>> | null;
}

export interface ServiceExplanation {
  readonly namespace: string;
  readonly name: string;
  /** The port of the Service that was called; null for a headless Service. */
  readonly port: number | null;
  readonly portName: string | null;
  /** The pod's port; null for ICMP. */
  readonly podPort: number | null;
  readonly text: string;
}

export interface CaseExplanation {
  readonly source: EndpointExplanation;
  readonly destination: EndpointExplanation;
  readonly service: ServiceExplanation | null;
  /** `6379/TCP`, `1-79/TCP`, `TCP (all ports)`, `ICMP`. */
  readonly ports: readonly string[];
  readonly family: Family | null;
  readonly verdict: Verdict;
  readonly decidedAt: readonly End[];
  readonly problem: { readonly code: CaseProblem; readonly text: string } | null;
  /** Null where there is a problem. */
  readonly egress: EndExplanation | null;
  readonly ingress: EndExplanation | null;
}

/** A place in the input, 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Number of the YAML document in the file. */
  readonly document: number;
}

export interface PolicyMention {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** `data/redis-from-web`. */
  readonly text: string;
  readonly tier: string;
  /** Lower numbers are asked first; null in a tier without priorities. */
  readonly priority: number | null;
  /** Of the field that selects pods. */
  readonly place: Place;
  readonly selects: 'yes' | 'unknown';
}

/** One end of a connection: whose policies were asked, what they said, and why. */
export interface EndExplanation {
  readonly direction: Direction;
  readonly verdict: Verdict;
  readonly reason: EndReason;
  /** One sentence without a full stop; or the chain of tiers. */
  readonly because: string;
  /** `because` is the chain of tiers, which `tiers` tells in full. */
  readonly isChain: boolean;
  /**
   * Where another tier than NetworkPolicy took part: what each tier said, in the order asked. Empty
   * where only NetworkPolicies did.
   */
  readonly tiers: readonly TierStep[];
  /** Policies of the NetworkPolicy tier that isolate the pod, in order. */
  readonly isolatedBy: readonly PolicyMention[];
  /** The first rule that decided. */
  readonly deciding: RuleExplanation | null;
  /** The other rules that decided the same. */
  readonly alsoDeciding: readonly RuleMention[];
  /** Where no rule decided: the one with the least to change. */
  readonly closest: RuleExplanation | null;
  /** Where no policy selects the pod: the one that comes nearest to it. */
  readonly closestPolicy: NearPolicy | null;
  /** Every rule of every policy that was asked; only filled on demand. */
  readonly rules: readonly RuleExplanation[];
}

/** What one tier said to a connection. */
export interface TierStep {
  readonly tier: string;
  /** `next`: no rule of it matched. */
  readonly outcome: 'allow' | 'deny' | 'pass' | 'next' | 'unknown';
  /** Without the tier's name: `passed by tenants rule 2 (from-platform)`. */
  readonly text: string;
  /** A few words, with the tier's name: `Admin: Pass by tenants rule 2`. */
  readonly short: string;
  /** The policies that were asked and select the pod, by priority. */
  readonly policies: readonly PolicyMention[];
  /** The rules that decided, or that may decide: more than one where priorities are equal. */
  readonly rules: readonly RuleMention[];
  /** The rules before them, in order, and why they do not match. */
  readonly skipped: readonly SkippedRule[];
}

export interface SkippedRule {
  readonly rule: RuleMention;
  readonly code: ClauseCode | null;
  readonly wanted: string;
  readonly actual: string;
  /** `wants tenant=b; namespace a has tenant=a`. */
  readonly why: string;
}

export interface RuleMention {
  readonly policy: PolicyMention;
  /** 1-based. */
  readonly rule: number;
  readonly ruleName: string | null;
  readonly action: Action;
  /** `spec.ingress[0]` and `/spec/ingress/0`. */
  readonly path: string;
  readonly pointer: string;
  /** Of the rule's list item. */
  readonly place: Place;
  /** `data/redis-from-web, ingress rule 1`. */
  readonly text: string;
  /** Where the direction and the tier are said already: `redis-from-web rule 1`. */
  readonly short: string;
  /** Where the policy is said too: `rule 1`. */
  readonly bare: string;
}

export interface RuleExplanation extends RuleMention {
  readonly matched: Truth;
  /** The peer and the port that matched, or came closest. */
  readonly clauses: readonly ClauseExplanation[];
  /** 1-based position of that peer among the rule's; null where the rule has no peers. */
  readonly peer: { readonly index: number; readonly of: number } | null;
  readonly snippet: Snippet;
}

export interface ClauseExplanation {
  readonly clause: ClauseEvidence['clause'];
  readonly matched: Truth;
  readonly code: ClauseCode | null;
  readonly wanted: string;
  readonly actual: string;
  /** `shop/cart has app=cart`: the actual value as part of a sentence. */
  readonly has: string;
  readonly path: string;
  readonly place: Place;
}

export interface NearPolicy {
  readonly policy: PolicyMention;
  readonly wanted: string;
  readonly has: string;
}

/** Lines of a file, with remarks below or beside them. */
export interface Snippet {
  readonly file: string;
  readonly lines: readonly SnippetLine[];
}

export interface SnippetLine {
  readonly number: number;
  readonly text: string;
  /** Lines were left out before this one. */
  readonly afterGap: boolean;
  readonly marks: readonly SnippetMark[];
}

export interface SnippetMark {
  /** 1-based. */
  readonly column: number;
  readonly matched: Truth;
  readonly text: string;
}

/** The smallest edit found that would let the connection through at one end. */
export interface Remedy {
  readonly end: End;
  readonly kind:
    'add-peer' | 'add-port' | 'change-port' | 'change-namespace-label' | 'add-rule' | 'add-policy';
  /** What to do with `yaml`, without a full stop. */
  readonly text: string;
  /** The policy to edit; for a new policy the namespace is `policy.namespace`, the name is null. */
  readonly policy: { readonly namespace: string; readonly name: string | null };
  /** Field to edit, and where it stands; null for a new policy. */
  readonly path: string | null;
  readonly place: Place | null;
  /** Lines to add; for a change, the lines as they should be. */
  readonly yaml: readonly string[];
  /** For a change: the value now. */
  readonly replaces: string | null;
  /** The policy would be the first to isolate the pod: what no rule allows is denied from then on. */
  readonly isolates: boolean;
  /** What else it would let through; null counts in a cluster too large to count them. */
  readonly opens: {
    /** Other pods that could then make (ingress) or receive (egress) the connection. */
    readonly pods: number | null;
    /** Up to three of them, sorted. */
    readonly names: readonly string[];
    /** Other pods that the edited policy selects, which it would open in the same way. */
    readonly subjects: number | null;
  };
}

export interface Hint {
  readonly code: HintCode;
  /** One sentence or two, with full stops. */
  readonly text: string;
  readonly place: Place | null;
  /** The end that it is about; null for both. */
  readonly end: End | null;
  /** The verbosity from which it is worth saying. */
  readonly level: 0 | 1;
}

export interface Assumption {
  readonly code: AssumptionCode;
  /** A sentence without a full stop. */
  readonly text: string;
  /** The verbosity from which it is worth saying. */
  readonly level: 0 | 1 | 2;
}

export interface UnknownExplanation {
  /** The facts that are missing, in words: `the label pod-template-hash of shop/deploy/web`. */
  readonly missing: readonly { readonly kind: string; readonly text: string }[];
  /** What each value would give, grouped by verdict; the last one may be `otherwise`. */
  readonly outcomes: readonly {
    /** Alternatives; each a list of facts that hold together. Empty: otherwise. */
    readonly when: readonly (readonly string[])[];
    readonly verdict: Verdict;
  }[];
  /** How to supply the facts. */
  readonly supply: readonly string[];
}

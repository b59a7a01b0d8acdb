import type { Verdict } from '../../src/model/decision.ts';
import type { Spec } from './policies.ts';

/** A claim about the fixture, with the connection that shows it. */
export interface Case {
  readonly claim: string;
  /** Stand in `default` unless a namespace precedes them. */
  readonly policies: readonly (Spec | readonly [string, Spec])[];
  /** `default/fe -> default/db 6379/TCP` */
  readonly connection: string;
  readonly verdict: Verdict;
  /** The ends that deny, or that are unknown. */
  readonly at: readonly ('egress' | 'ingress')[];
}

type Outcome =
  | 'allowed'
  | 'denied at ingress'
  | 'denied at egress'
  | 'denied at both ends'
  | 'unknown at ingress'
  | 'unknown at egress';

/** A row of a table as a case. */
export function row(
  claim: string,
  policies: Case['policies'],
  connection: string,
  outcome: Outcome,
): Case {
  const [verdict = '', place = ''] = outcome.split(' at ');
  const ends = {
    '': [],
    'both ends': ['egress', 'ingress'],
    egress: ['egress'],
    ingress: ['ingress'],
  } as const;
  return {
    claim,
    policies,
    connection,
    verdict: verdict as Verdict,
    at: ends[place as keyof typeof ends],
  };
}

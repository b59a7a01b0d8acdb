import type { CaseContext } from '../context.ts';
import type { JudgedEnd } from '../ends.ts';
import type { End, Hint } from '../explanation.ts';

/** Mistakes that are recognised by name. Codes are API: documented, never renamed. */
export const HINT_CODES = [
  'denied-by-administrator',
  'peer-or-not-and',
  'peer-needs-namespace',
  'namespace-label-missing',
  'pod-label-in-namespace-selector',
  'label-on-workload-not-on-pod',
  'policy-in-other-namespace',
  'service-port-not-pod-port',
  'protocol-defaults-to-tcp',
  'named-port-unresolved',
  'end-port',
  'ipblock-for-service',
  'host-network-pod-selected',
  'host-network-peer',
  'implicit-ingress-isolation',
  'egress-deny-not-effective',
  'rules-for-unlisted-direction',
  'allow-all-rule',
  'one-sided-allow',
  'dns-egress-blocked',
  'dns-one-protocol',
] as const;
export type HintCode = (typeof HINT_CODES)[number];

/** What is said of a mistake; `end` where it is about one end. */
export type FoundHint = Pick<Hint, 'text' | 'place' | 'end'>;

/**
 * Recognises one mistake in a judged case. It must be sure: where the input does not tell, it says
 * nothing.
 */
export type FindHint = (context: CaseContext) => FoundHint | null;

/** The name of a judged end. */
export function endOf({ decision }: JudgedEnd): End {
  return decision.direction === 'Ingress' ? 'ingress' : 'egress';
}

import type { CaseContext } from '../context.ts';
import type { Hint } from '../explanation.ts';

/** Mistakes that are recognised by name. Codes are API: documented, never renamed. */
export const HINT_CODES = [
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

/**
 * Recognises one mistake in a judged case. It must be sure: where the input does not tell, it says
 * nothing.
 */
export type FindHint = (context: CaseContext) => Omit<Hint, 'code'> | null;

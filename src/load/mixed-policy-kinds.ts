import type { Diagnostic } from '../model/diagnostic.ts';
import type { Policy } from '../model/policy.ts';

const GROUP = 'policy.networking.k8s.io/';

/**
 * Policies of policy.networking.k8s.io/v1alpha1 and v1alpha2 in one input: the kinds can be
 * installed side by side, but nothing says in which order they are then asked. One error, at the
 * first policy of the newer version.
 */
export function mixedPolicyKinds(policies: readonly Policy[]): Diagnostic[] {
  const older = policies.find(({ apiVersion }) => apiVersion === `${GROUP}v1alpha1`);
  const newer = policies.find(({ apiVersion }) => apiVersion === `${GROUP}v1alpha2`);
  if (older === undefined || newer === undefined) return [];
  return [
    {
      severity: 'error',
      code: 'policy-kinds-mixed',
      field: '',
      message: `${newer.kind} "${newer.name}" beside ${older.kind} "${older.name}" (${older.source.file.name}): the order in which both versions are asked is not defined`,
      hint: 'write all of them in one version',
      location: { kind: 'field', source: newer.source, path: ['apiVersion'], at: 'key' },
    },
  ];
}

import { policyDirection, TIERS, type Policy } from '../model/policy.ts';
import type { FieldPath } from '../model/source.ts';
import { readRoot } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { goJson } from './go-text.ts';
import { readIdentity } from './metadata.ts';
import { networkPolicy, type PolicySpec } from './network-policy-fields.ts';
import { readRules } from './network-policy-rules.ts';
import type { Report } from './report.ts';
import { readSelector } from './selector.ts';
import { subdomainName } from './syntax.ts';

const POLICY_TYPES = ['Ingress', 'Egress'] as const;

/** networking.k8s.io/v1 NetworkPolicy: structs, then defaulting, then validation. */
export const networkPolicyDecoder: KindDecoder = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  decode(value, report) {
    const fields = readRoot(networkPolicy, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', subdomainName, report);
    const { namespace, name } = identity;
    const { spec } = fields;
    const podSelector = spec?.podSelector ?? null;
    const subject = {
      namespaces: { kind: 'own', namespace },
      pods: podSelector && readSelector(podSelector, ['spec', 'podSelector'], report),
    } as const;
    const ingress = readRules(spec?.ingress ?? [], ['spec', 'ingress'], namespace, report);
    const egress = readRules(spec?.egress ?? [], ['spec', 'egress'], namespace, report);
    const types = readPolicyTypes(spec, report);
    const policy: Policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      namespace,
      name,
      tier: TIERS.networkPolicy,
      priority: null,
      subject,
      ingress: { applies: types.has('Ingress'), rules: ingress },
      egress: { applies: types.has('Egress'), rules: egress },
      directionsDefaulted: (spec?.policyTypes ?? []).length === 0,
      source: report.source,
    };
    if (!report.hasErrors) {
      warnOfInertRules(policy, report);
      for (const path of report.nulls) warnOfNull(path, report);
    }
    return { type: 'policy', policy, identity };
  },
};

/**
 * The effective policyTypes: where none are listed, Ingress, and Egress iff there are egress rules
 * (k8s.io/kubernetes pkg/apis/networking/v1/defaults.go). A list that is not empty stays as it is.
 */
function readPolicyTypes(spec: PolicySpec | null, report: Report): ReadonlySet<string> {
  const written = spec?.policyTypes ?? [];
  const path = ['spec', 'policyTypes'];
  if (written.length === 0) {
    const hasEgressRules = (spec?.egress ?? []).length > 0;
    return new Set(hasEgressRules ? POLICY_TYPES : ['Ingress']);
  }
  if (written.length > POLICY_TYPES.length) {
    const message = `Invalid value: ${goJson(written)}: may not specify more than two policyTypes`;
    report.error('policy-types', path, message);
    return new Set(written);
  }
  for (const [index, type] of written.entries()) {
    if ((POLICY_TYPES as readonly string[]).includes(type)) continue;
    report.unsupported('policy-types', [...path, index], type, POLICY_TYPES);
  }
  return new Set(written);
}

/** Rules for a direction that policyTypes does not list are valid and do nothing. */
function warnOfInertRules(policy: Policy, report: Report): void {
  for (const type of POLICY_TYPES) {
    const { applies, rules } = policyDirection(policy, type);
    if (applies || rules.length === 0) continue;
    const field = type.toLowerCase();
    const message = `the ${field} rules have no effect: \`policyTypes\` does not list ${type}`;
    report.warn('rules-without-type', ['spec', field], message, { at: 'key' });
  }
}

const MATCHES_MORE = 'it matches more than it seems to';

/** Fields whose null, like their absence, makes a policy, a rule or a peer match more. */
const NULL_MEANS: Readonly<Record<string, string>> = {
  'spec.podSelector': 'the policy selects every pod of its namespace',
  from: 'the rule allows every source',
  to: 'the rule allows every destination',
  ports: 'the rule allows every port',
  port: 'every port of the protocol is open',
  except: 'the whole cidr matches',
  podSelector: 'every pod of the selected namespaces matches',
  namespaceSelector: "only pods of the policy's own namespace match",
  matchLabels: MATCHES_MORE,
  matchExpressions: MATCHES_MORE,
};

/** A null is legal and counts as absent; a stray dash or a lost indentation writes one easily. */
function warnOfNull(path: FieldPath, report: Report): void {
  if (path[0] !== 'spec') return;
  const last = path.at(-1);
  const list = path.at(-2);
  if (typeof last === 'string') {
    const meaning = NULL_MEANS[path.join('.')] ?? NULL_MEANS[last];
    if (meaning === undefined) return;
    report.warn('null-field', path, `null counts as absent: ${meaning}`, { at: 'key' });
  } else if (list === 'ingress' || list === 'egress') {
    const peers = list === 'ingress' ? 'source' : 'destination';
    const message = `this rule is null, which counts as {}: it allows every ${peers} and every port`;
    report.warn('null-rule', path, message, { hint: 'write {} if that is meant' });
  } else if (list === 'ports') {
    const message = 'this item is null, which counts as {}: every TCP port is open';
    report.warn('null-rule', path, message, { hint: 'write {} if that is meant' });
  }
}

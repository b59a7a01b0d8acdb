import { TIERS, type Tier } from '../model/policy.ts';
import { adminNetworkPolicy, baselineAdminNetworkPolicy } from './admin-policy-fields.ts';
import { checkPriority } from './admin-policy-head.ts';
import { readPorts } from './admin-policy-ports.ts';
import { readAdminPolicy } from './admin-policy.ts';
import type { AdminDialect } from './admin-policy-rules.ts';
import { readRoot } from './decode.ts';
import type { Decoded, KindDecoder } from './decoder.ts';
import { readIdentity, type Identity } from './metadata.ts';
import type { Report } from './report.ts';
import { breaksRule } from './schema-report.ts';
import { subdomainName } from './syntax.ts';

const API_VERSION = 'policy.networking.k8s.io/v1alpha1';

const ADMIN: AdminDialect = {
  accept: 'Allow',
  canPass: true,
  mostRules: 100,
  mostPeers: 100,
  namespacesRequired: true,
  namedPortPeers:
    'networks/nodes peer cannot be set with namedPorts since there are no namedPorts for networks/nodes',
  peersWithoutPorts: ['ipBlock', 'nodes'],
};

const BASELINE: AdminDialect = { ...ADMIN, canPass: false };

/** policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy: asked before NetworkPolicy. */
export const adminNetworkPolicyDecoder: KindDecoder = {
  apiVersion: API_VERSION,
  kind: 'AdminNetworkPolicy',
  decode(value, report) {
    report.useSchemaWording();
    const { metadata, spec } = readRoot(adminNetworkPolicy, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(metadata, 'cluster', subdomainName, report);
    if (spec === null) return withoutSpec(report);
    const priority = checkPriority(spec.priority, report);
    return finish('AdminNetworkPolicy', TIERS.admin, ADMIN, priority, spec, identity, report);
  },
};

/**
 * policy.networking.k8s.io/v1alpha1 BaselineAdminNetworkPolicy: asked after NetworkPolicy. There
 * can be only one, named default.
 */
export const baselineAdminNetworkPolicyDecoder: KindDecoder = {
  apiVersion: API_VERSION,
  kind: 'BaselineAdminNetworkPolicy',
  decode(value, report) {
    report.useSchemaWording();
    const { metadata, spec } = readRoot(baselineAdminNetworkPolicy, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(metadata, 'cluster', subdomainName, report);
    // The server would add five characters to a generateName.
    if (identity.name !== 'default' || identity.generated) {
      const detail =
        'Only one baseline admin network policy with metadata.name="default" can be created in the cluster';
      breaksRule('baseline-name', null, ['metadata', 'name'], detail, report);
    }
    if (spec === null) return withoutSpec(report);
    const kind = 'BaselineAdminNetworkPolicy';
    return finish(kind, TIERS.baseline, BASELINE, 0, spec, identity, report);
  },
};

function withoutSpec(report: Report): null {
  report.required('field-required', ['spec']);
  return null;
}

type Spec = NonNullable<(typeof baselineAdminNetworkPolicy)['zero']['spec']>;

function finish(
  kind: string,
  tier: Tier,
  dialect: AdminDialect,
  priority: number,
  spec: Spec,
  identity: Identity,
  report: Report,
): Decoded {
  const own = { apiVersion: API_VERSION, kind, tier, priority, dialect, readPorts };
  return readAdminPolicy(own, spec, identity, report);
}

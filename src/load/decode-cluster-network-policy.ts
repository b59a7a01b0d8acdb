import { TIERS } from '../model/policy.ts';
import { clusterNetworkPolicy } from './admin-policy-fields.ts';
import { readProtocols } from './admin-policy-ports.ts';
import { readAdminPolicy } from './admin-policy.ts';
import type { AdminDialect } from './admin-policy-rules.ts';
import { readRoot } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { readIdentity } from './metadata.ts';
import { checkPriority, readTier } from './admin-policy-head.ts';
import { subdomainName } from './syntax.ts';

const DIALECT: AdminDialect = {
  accept: 'Accept',
  canPass: true,
  mostRules: 25,
  mostPeers: 25,
  namespacesRequired: false,
  namedPortPeers:
    'networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames',
  peersWithoutPorts: ['ipBlock', 'nodes', 'domainNames'],
};

/** policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy, of the Admin or the Baseline tier. */
export const clusterNetworkPolicyDecoder: KindDecoder = {
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  decode(value, report) {
    report.useSchemaWording();
    const { metadata, spec } = readRoot(clusterNetworkPolicy, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(metadata, 'cluster', subdomainName, report);
    if (spec === null) {
      report.required('field-required', ['spec']);
      return null;
    }
    const tier = readTier(spec.tier, report);
    const priority = checkPriority(spec.priority, report);
    const kind = {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      tier: tier === 'Baseline' ? TIERS.baseline : TIERS.admin,
      priority,
      dialect: DIALECT,
      readPorts: readProtocols,
    };
    return readAdminPolicy(kind, spec, identity, report);
  },
};

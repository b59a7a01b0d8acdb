import type { CaseContext } from '../context.ts';
import type { Hint } from '../explanation.ts';
import { dnsEgressBlocked, dnsOneProtocol } from './dns.ts';
import { HINT_CODES, type FindHint, type FoundHint, type HintCode } from './hint.ts';
import { hostNetworkPeer, hostNetworkPodSelected } from './host-network.ts';
import {
  namespaceLabelMissing,
  peerNeedsNamespace,
  peerOrNotAnd,
  podLabelInNamespaceSelector,
} from './peers.ts';
import { deniedByAdministrator } from './administrator.ts';
import {
  allowAllRule,
  egressDenyNotEffective,
  implicitIngressIsolation,
  labelOnWorkloadNotOnPod,
  oneSidedAllow,
  policyInOtherNamespace,
  rulesForUnlistedDirection,
} from './policies.ts';
import {
  endPort,
  ipBlockForService,
  namedPortUnresolved,
  protocolDefaultsToTcp,
  servicePortNotPodPort,
} from './ports.ts';

const FIND: Readonly<Record<HintCode, FindHint>> = {
  'denied-by-administrator': deniedByAdministrator,
  'peer-or-not-and': peerOrNotAnd,
  'peer-needs-namespace': peerNeedsNamespace,
  'namespace-label-missing': namespaceLabelMissing,
  'pod-label-in-namespace-selector': podLabelInNamespaceSelector,
  'label-on-workload-not-on-pod': labelOnWorkloadNotOnPod,
  'policy-in-other-namespace': policyInOtherNamespace,
  'service-port-not-pod-port': servicePortNotPodPort,
  'protocol-defaults-to-tcp': protocolDefaultsToTcp,
  'named-port-unresolved': namedPortUnresolved,
  'end-port': endPort,
  'ipblock-for-service': ipBlockForService,
  'host-network-pod-selected': hostNetworkPodSelected,
  'host-network-peer': hostNetworkPeer,
  'implicit-ingress-isolation': implicitIngressIsolation,
  'egress-deny-not-effective': egressDenyNotEffective,
  'rules-for-unlisted-direction': rulesForUnlistedDirection,
  'allow-all-rule': allowAllRule,
  'one-sided-allow': oneSidedAllow,
  'dns-egress-blocked': dnsEgressBlocked,
  'dns-one-protocol': dnsOneProtocol,
};

/** The mistakes that are recognised in a case, in the order of the codes: the most telling first. */
export function findHints(context: CaseContext): Hint[] {
  return HINT_CODES.flatMap((code) => {
    const found = FIND[code](context);
    return found === null ? [] : [{ code, ...found, level: levelOf(code, found, context) }];
  });
}

/** Beside the point: what concerns an end that did not decide, and what the two ends say already. */
function levelOf(code: HintCode, { end }: FoundHint, { decision }: CaseContext): Hint['level'] {
  if (code === 'one-sided-allow') return 1;
  const { decidedAt } = decision;
  return end === null || decidedAt.length === 0 || decidedAt.includes(end) ? 0 : 1;
}

import type { EndReason } from '../../model/decision.ts';
import type { CodePage } from './page.ts';

/** Why one end of a connection came to its verdict. */
export const END_REASON_PAGES: Readonly<Record<EndReason, CodePage>> = {
  NOT_APPLICABLE: {
    means:
      'This end is no pod, and policies select pods only: an outside address and a node are never isolated.',
    example: [
      'netpol check --from 203.0.113.9 --to shop/web --port 443',
      '  egress: 203.0.113.9 is outside the cluster',
    ],
    advice: 'Nothing: the other end alone decides.',
  },
  HOST_NETWORK: {
    means:
      "The pod has `hostNetwork: true`. The API lets a network plugin ignore policies for such pods, and nearly all do: its traffic counts as its node's.",
    example: ['spec:', '  hostNetwork: true'],
    advice:
      'Do not count on policies for this pod. With --host-network=pod the answer treats it like any pod.',
  },
  SELF: {
    means:
      'Source and destination are one pod, reached at its own address. A pod cannot be kept from itself.',
    example: ['netpol check --from shop/web --to shop/web --port 8080'],
    advice: 'Nothing. Two replicas of a Deployment are two pods and need a rule.',
  },
  NODE_LOCAL: {
    means:
      "The other end is the node that the pod runs on. A pod's own node may always reach it, so that the kubelet can probe it.",
    example: ['netpol check --from node:n1 --to shop/web --port 8080   # web runs on n1'],
    advice: 'Nothing: probes need no rule. Other nodes do.',
  },
  NOT_ISOLATED: {
    means: 'No policy selects the pod for this direction, so that everything passes here.',
    example: [
      'A policy in another namespace, with another podSelector, or with',
      'another policyTypes does not isolate the pod.',
    ],
    advice:
      'To isolate it, add a policy in its namespace whose podSelector matches its labels and whose policyTypes lists the direction. -v names the policy that comes nearest.',
  },
  RULE_MATCHED: {
    means:
      'The pod is isolated, and a rule of a policy that selects it matches both the other end and the port.',
    example: [
      'ingress:',
      '- from: [{podSelector: {matchLabels: {app: web}}}]',
      '  ports: [{port: 6379}]',
    ],
    advice:
      'To close it, narrow or remove every rule that is named: policies add up, and one that allows is enough.',
  },
  RULE_DENIED: {
    means:
      "A rule with the action Deny, of an administrator's policy, matches. NetworkPolicies cannot overrule it.",
    example: [
      'kind: ClusterNetworkPolicy',
      'spec:',
      '  tier: Admin',
      '  ingress: [{action: Deny, …}]',
    ],
    advice: 'Change that rule, or put one with the action Accept or Pass before it.',
  },
  NO_RULES: {
    means:
      'Policies isolate the pod, and none of them has a rule for this direction: nothing passes.',
    example: ['spec:', '  podSelector: {}', '  policyTypes: [Ingress, Egress]'],
    advice: 'Add a policy that allows what is needed; leave the one that denies by default.',
  },
  NO_PEER_MATCH: {
    means: 'Policies isolate the pod, and no rule of them takes in the other end, on any port.',
    example: ['wants app=web', 'shop/cart has app=cart'],
    advice: 'See the closest rule: each row says what it wants and what the connection has.',
  },
  NO_PORT_MATCH: {
    means: 'A rule takes in the other end, but not on this port or protocol.',
    example: ['wants 80/TCP', 'the connection uses 8080/TCP'],
    advice:
      "Add the port to the rule. Policies see the pod's port, not the Service's, and a port without a protocol is TCP.",
  },
  NO_CLAUSE_PAIR: {
    means:
      'One rule takes in the other end and another one the port, but no rule takes in both. Peers and ports of different rules never combine.',
    example: [
      'egress:',
      '- to: [{podSelector: {matchLabels: {app: db}}}]',
      '  ports: [{port: 5432}]',
      '- ports: [{port: 53, protocol: UDP}]',
    ],
    advice: 'Put peer and port into one rule. A stray `-` before `ports` makes two rules of one.',
  },
  CASES_AGREE: {
    means:
      'A fact is missing from the input, but every value that it might have gives the same verdict.',
    example: [
      'Two policies, one for pod-template-hash=a and one for all others,',
      'both allow the connection.',
    ],
    advice: 'Nothing: the verdict is certain, though no single rule can be named.',
  },
  INPUT_INCOMPLETE: {
    means:
      'The answer depends on a fact that the input does not hold: a label that a controller sets, an address, a node.',
    example: ['If pod-template-hash of shop/deploy/web is abc: DENIED.', 'Otherwise: ALLOWED.'],
    advice:
      'Supply the fact as the answer says, most often by adding running pods (kubectl get pods -o yaml).',
  },
  PRIORITY_TIE: {
    means:
      'Rules of equal priority match and disagree. The API leaves the choice to the network plugin.',
    example: [
      'Two ClusterNetworkPolicies of tier Admin with priority 5,',
      'one Accept and one Deny.',
    ],
    advice: 'Give the policies different priorities.',
  },
  CNI_SPECIFIC: {
    means:
      'The API does not say what happens, and network plugins differ: a pod that reaches itself through a Service and is isolated.',
    example: [
      'netpol check --from shop/web --to shop/svc/web --port 80   # web is its own backend',
    ],
    advice: 'Allow the connection by a rule, which is certain, or try it with your plugin.',
  },
};

import type { HintCode } from '../hints/hint.ts';
import type { CodePage } from './page.ts';

/** Mistakes that are recognised by name. */
export const HINT_PAGES: Readonly<Record<HintCode, CodePage>> = {
  'denied-by-administrator': {
    means:
      'A rule of the Admin tier denies the connection. That tier is asked before any NetworkPolicy, so that no NetworkPolicy can allow what it denies.',
    example: [
      'kind: ClusterNetworkPolicy',
      'spec:',
      '  tier: Admin',
      '  ingress: [{action: Deny, from: [{namespaces: {}}]}]',
    ],
    advice:
      'Ask who administers the cluster. An Accept or Pass rule for this connection before the Deny rule, or in a policy with a lower priority number, lets it through.',
  },
  'peer-or-not-and': {
    means:
      'A namespaceSelector and a podSelector are two items of `from` or `to`, so that either one is enough. As one item they would both have to match.',
    example: [
      'from:',
      '- namespaceSelector: {matchLabels: {team: shop}}',
      '- podSelector: {matchLabels: {app: web}}   # the `-` makes it OR',
    ],
    advice: 'Remove the second `-` if only such pods in such namespaces are meant.',
  },
  'peer-needs-namespace': {
    means:
      "The podSelector would match the pod, but alone it looks only in the policy's own namespace.",
    example: [
      '# in namespace data; the pod is in shop',
      'from:',
      '- podSelector: {matchLabels: {app: web}}',
    ],
    advice:
      'Add a namespaceSelector to the same item: {matchLabels: {kubernetes.io/metadata.name: shop}}.',
  },
  'namespace-label-missing': {
    means:
      'The namespaceSelector asks for a name label that no namespace has. Kubernetes does not set `name`; it sets kubernetes.io/metadata.name.',
    example: ['namespaceSelector: {matchLabels: {name: kube-system}}'],
    advice: 'Select on kubernetes.io/metadata.name.',
  },
  'pod-label-in-namespace-selector': {
    means: 'The namespaceSelector asks for a label that the pod has, not its namespace.',
    example: ['namespaceSelector: {matchLabels: {k8s-app: kube-dns}}'],
    advice:
      'Put the label into the podSelector of the same item, and select the namespace by its name.',
  },
  'label-on-workload-not-on-pod': {
    means:
      'A selector asks for a label of the Deployment (or another workload) that its pods do not have.',
    example: [
      'kind: Deployment',
      'metadata: {labels: {tier: backend}}',
      'spec: {template: {metadata: {labels: {app: api}}}}',
    ],
    advice: 'Select on a label of spec.template.metadata.labels, or put the label there.',
  },
  'policy-in-other-namespace': {
    means:
      'A policy would select the pod by its labels but stands in another namespace, where it selects nothing.',
    example: [
      'metadata: {name: redis, namespace: default}',
      'spec: {podSelector: {matchLabels: {app: redis}}}   # redis runs in data',
    ],
    advice: 'Put the policy into the namespace of the pods that it should isolate.',
  },
  'service-port-not-pod-port': {
    means:
      "The rule lists the Service's port; the connection that policies see goes to the pod's port.",
    example: ['ports: [{port: 80}]', '# Service: {port: 80, targetPort: 8080}'],
    advice: "List the pod's port.",
  },
  'protocol-defaults-to-tcp': {
    means:
      'The rule lists the port without a protocol, which means TCP; the connection uses another one.',
    example: ['ports: [{port: 53}]'],
    advice: 'Add the protocol: ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}].',
  },
  'named-port-unresolved': {
    means:
      'The rule lists a port by a name that the destination pod does not declare for that protocol.',
    example: ['ports: [{port: http}]', '# the container declares {name: web, containerPort: 8080}'],
    advice: 'Use the declared name or the number.',
  },
  'end-port': {
    means: 'The rule lists two single ports, and the connection uses one between them.',
    example: ['ports: [{port: 8000}, {port: 8100}]'],
    advice: 'For a range write one item: ports: [{port: 8000, endPort: 8100}].',
  },
  'ipblock-for-service': {
    means:
      'An ipBlock holds the ClusterIP of the Service. Policies see the address of the pod behind it.',
    example: ['to: [{ipBlock: {cidr: 10.96.0.10/32}}]'],
    advice: 'Select the pods behind the Service.',
  },
  'host-network-pod-selected': {
    means:
      'A policy selects a pod with `hostNetwork: true`. What that does depends on the network plugin; most ignore it.',
    example: ['spec: {podSelector: {}, policyTypes: [Ingress]}   # node-exporter uses hostNetwork'],
    advice: 'Do not count on the policy for that pod.',
  },
  'host-network-peer': {
    means:
      "A rule selects a pod that uses its node's network. Its traffic has the node's address, which selectors normally do not match, except from the destination's own node.",
    example: [
      'from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]',
    ],
    advice: 'Allow the addresses of the nodes with an ipBlock.',
  },
  'implicit-ingress-isolation': {
    means:
      'The policy has egress rules and no policyTypes. It then means [Ingress, Egress] and, without ingress rules, lets nothing in.',
    example: [
      'spec:',
      '  podSelector: {matchLabels: {app: web}}',
      '  egress: [{to: [{podSelector: {}}]}]',
    ],
    advice: 'Write policyTypes: [Egress].',
  },
  'egress-deny-not-effective': {
    means:
      'The policy has an empty `egress` and no policyTypes. It then means [Ingress]: egress stays open and ingress is denied.',
    example: ['spec: {podSelector: {}, egress: []}'],
    advice: 'Write policyTypes: [Egress].',
  },
  'rules-for-unlisted-direction': {
    means:
      'The policy has rules for a direction that its policyTypes do not list, so that they have no effect.',
    example: ['policyTypes: [Ingress]', 'egress: [{to: [{podSelector: {}}]}]'],
    advice: 'List the direction, or delete the rules.',
  },
  'allow-all-rule': {
    means:
      'A rule is an empty list item, often a template without values. An empty rule allows everyone on every port.',
    example: ['ingress:', '-'],
    advice: 'Remove the item to allow nothing; write `- {}` to show that everyone is meant.',
  },
  'one-sided-allow': {
    means: 'One end allows the connection by a rule, and the other denies it. Both must allow it.',
    example: ['redis admits web (ingress), but web may not leave for redis (egress)'],
    advice: 'Add the missing rule at the other end.',
  },
  'dns-egress-blocked': {
    means:
      'The source may not reach cluster DNS. A client that connects by name fails before the connection that was asked about is tried.',
    example: [
      'policyTypes: [Egress]',
      'egress: [{to: [{podSelector: {matchLabels: {app: api}}}]}]',
    ],
    advice:
      'Allow port 53, UDP and TCP, to the pods k8s-app=kube-dns in kube-system. Ignore it for pods that use addresses only.',
  },
  'dns-one-protocol': {
    means:
      'The source may reach DNS by one protocol only. Lookups use UDP, and TCP for long answers.',
    example: ['ports: [{port: 53}]   # TCP only'],
    advice: 'List 53 twice, with protocol: UDP and protocol: TCP.',
  },
};

import type { ClauseCode } from '../../model/decision.ts';
import type { CodePage } from './page.ts';

/** Why a clause of a rule did not match, or could not be decided. */
export const CLAUSE_PAGES: Readonly<Record<ClauseCode, CodePage>> = {
  POD_LABEL_MISSING: {
    means: 'The podSelector wants a label that the pod does not have.',
    example: ['podSelector: {matchLabels: {tier: backend}}', 'shop/cart has no label tier'],
    advice:
      'Label the pod, in a Deployment under spec.template.metadata.labels, or select on a label that it has.',
  },
  POD_LABEL_VALUE_DIFFERS: {
    means:
      'The pod has the label, with another value. Values are compared exactly, upper and lower case too.',
    example: ['podSelector: {matchLabels: {app: web}}', 'shop/cart has app=cart'],
    advice: 'Correct the value, or add a peer for this pod.',
  },
  POD_LABEL_PRESENT: {
    means: 'The podSelector wants a label to be absent (DoesNotExist), and the pod has it.',
    example: ['matchExpressions: [{key: debug, operator: DoesNotExist}]', 'shop/web has debug=1'],
    advice: 'Remove the label from the pod, or the requirement from the rule.',
  },
  POD_LABEL_EXCLUDED: {
    means:
      'The podSelector excludes the value (NotIn) that the pod has. A pod without the label would match.',
    example: [
      'matchExpressions: [{key: env, operator: NotIn, values: [dev]}]',
      'shop/web has env=dev',
    ],
    advice: 'Remove the value from the rule if the pod should be taken in.',
  },
  NS_LABEL_MISSING: {
    means:
      'The namespaceSelector wants a label that the namespace of the other end does not have. Labels of pods do not count here.',
    example: [
      'namespaceSelector: {matchLabels: {name: kube-system}}',
      'namespace kube-system has no such label',
    ],
    advice:
      'Select on kubernetes.io/metadata.name, which every namespace has, or label the namespace.',
  },
  NS_LABEL_VALUE_DIFFERS: {
    means: 'The namespace of the other end has the label, with another value.',
    example: ['namespaceSelector: {matchLabels: {team: shop}}', 'namespace ops has team=ops'],
    advice: 'Correct the value, or add a peer for this namespace.',
  },
  NS_LABEL_PRESENT: {
    means:
      'The namespaceSelector wants a label to be absent (DoesNotExist), and the namespace has it.',
    example: ['matchExpressions: [{key: restricted, operator: DoesNotExist}]'],
    advice: 'Remove the label from the namespace, or the requirement from the rule.',
  },
  NS_LABEL_EXCLUDED: {
    means: 'The namespaceSelector excludes the value (NotIn) that the namespace has.',
    example: [
      'matchExpressions: [{key: env, operator: NotIn, values: [dev]}]',
      'namespace dev has env=dev',
    ],
    advice: 'Remove the value from the rule if the namespace should be taken in.',
  },
  NAMESPACE_DIFFERS: {
    means:
      "A podSelector alone looks only in the policy's own namespace, and the other end is in another one.",
    example: [
      '# in namespace data',
      'from: [{podSelector: {matchLabels: {app: web}}}]',
      'shop/web is in namespace shop',
    ],
    advice: 'Add a namespaceSelector to the same item, without a `-` of its own.',
  },
  NOT_A_POD: {
    means: 'Selectors match pods only, and the other end is an address, a node or a name.',
    example: ['from: [{namespaceSelector: {}}]', '203.0.113.9 is no pod'],
    advice: 'Allow the address with an ipBlock.',
  },
  NOT_A_NODE: {
    means: 'The peer selects nodes, and the other end is none.',
    example: ['to: [{nodes: {}}]', 'shop/web is no node'],
    advice: 'Select pods with `pods` or `namespaces`, addresses with `networks`.',
  },
  NOT_AN_OUTSIDE_ADDRESS: {
    means:
      'The peer names domains, which stand for addresses outside the cluster, and the other end is a pod or a node.',
    example: ['to: [{domainNames: ["*.example.com"]}]'],
    advice: 'Select pods with `pods` or `namespaces`.',
  },
  HOST_NETWORK_PEER: {
    means:
      "The selectors match the labels of the other end, but that pod uses its node's network: its traffic has the node's address, which selectors normally do not match.",
    example: ['hostNetwork: true'],
    advice:
      'Allow the addresses of the nodes with an ipBlock. With --host-network=pod the answer treats it like any pod.',
  },
  IP_NOT_IN_CIDR: {
    means: 'No address of the other end lies in the block.',
    example: ['ipBlock: {cidr: 10.0.0.0/16}', '10.1.0.7'],
    advice: 'Widen the block or add one. For pods, select by labels: their addresses change.',
  },
  IP_EXCEPTED: {
    means:
      'The address lies in the block, and in one of its excepts. An except only trims its own block: another rule may still allow the address.',
    example: ['ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}', '10.1.0.7'],
    advice: 'Narrow the except, or add a peer for the address.',
  },
  IP_FAMILY_DIFFERS: {
    means:
      'The block is of the other address family. 0.0.0.0/0 takes in no IPv6 address, and ::/0 no IPv4 address.',
    example: ['ipBlock: {cidr: 0.0.0.0/0}', '2001:db8::7'],
    advice: 'Add a block of the other family.',
  },
  PORT_DIFFERS: {
    means:
      "The rule allows other ports. The port is always the destination pod's own, after a Service has translated it.",
    example: ['ports: [{port: 80}]', 'the connection uses 8080/TCP'],
    advice: 'Add the port. If the Service maps 80 to 8080, the rule must say 8080.',
  },
  PROTOCOL_DIFFERS: {
    means: 'The rule allows the port for another protocol. A port without a protocol is TCP.',
    example: ['ports: [{port: 53}]', 'the connection uses 53/UDP'],
    advice: 'Add the port with its protocol.',
  },
  NAMED_PORT_UNRESOLVED: {
    means:
      'The rule names a port, and no container of the destination pod declares that name for that protocol. Names are looked up on the destination, for egress rules too.',
    example: ['ports: [{port: http}]', 'shop/web has web=8080/TCP'],
    advice: 'Declare the name in the ports of a container, or write the number.',
  },
  ICMP_NOT_COVERED: {
    means: 'The rule lists ports, and ICMP has none: only a rule without ports can let it through.',
    example: ['ports: [{port: 80}]'],
    advice: 'Do not test policies with ping: see ICMP_UNDEFINED.',
  },
  NODE_LABEL_DIFFERS: {
    means: 'The peer selects nodes by labels that this node does not have.',
    example: ['to: [{nodes: {matchLabels: {zone: a}}}]', 'n1 has zone=b'],
    advice: 'Correct the labels. The Node must be in the input for its labels to count.',
  },
  LABEL_VALUE_UNKNOWN: {
    means:
      'The selector needs the value of a label that a controller sets, so that manifests do not hold it.',
    example: ['podSelector: {matchLabels: {pod-template-hash: abc}}'],
    advice:
      'Add the running pods to the input. Better: select on a label that you set; this one changes with every rollout.',
  },
  ADDRESS_UNKNOWN: {
    means: 'The rule asks for an address, and the input does not hold that of the other end.',
    example: ['ipBlock: {cidr: 10.1.0.0/16}', 'shop/web has no status.podIP'],
    advice:
      'Add the running pod (kubectl get pod -o yaml) or the Node, or ask about the address itself.',
  },
  HOSTNAME_UNRESOLVED: {
    means:
      'The other end is a DNS name. Policies see the address that it resolves to, which the input does not hold.',
    example: ['type: ExternalName', 'externalName: db.example.com'],
    advice: 'Ask about an address that the name resolves to.',
  },
  DOMAIN_NAME_UNRESOLVED: {
    means: 'The rule names domains. Only DNS tells which addresses belong to them.',
    example: ['to: [{domainNames: ["*.example.com"]}]', '203.0.113.9'],
    advice: 'Look the name up where the pod runs.',
  },
};

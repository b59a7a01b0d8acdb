import type { LoadCode } from '../codes.ts';
import { policy, type DiagnosticPage } from './page.ts';

/** Selectors, peers and ports of policies. */
export const POLICY_PAGES = {
  'null-rule': {
    means:
      'A dash with nothing behind it, often a template whose values are missing, is an empty rule: it matches everyone on every port.',
    example: policy('podSelector: {}', 'ingress:', '-'),
    advice: 'Remove the item to allow nothing; write `- {}` to show that everything is meant.',
  },
  'null-field': {
    means:
      'A key with nothing behind it counts as if it were not there, which often opens more than what was meant.',
    example: policy('podSelector: {}', 'ingress:', '- from:', '  ports: [{port: 80}]'),
    advice: 'Fill the field in, or remove its key to show that it is meant to be absent.',
  },
  'selector-operator': {
    means: 'Operators are written with these capitals. Gt and Lt are for node affinity only.',
    example: policy(
      'podSelector:',
      '  matchExpressions: [{key: app, operator: in, values: [web]}]',
    ),
    advice: 'Write In, NotIn, Exists or DoesNotExist.',
  },
  'selector-values': {
    means: 'In and NotIn need at least one value; Exists and DoesNotExist have none.',
    example: policy(
      'podSelector:',
      '  matchExpressions: [{key: app, operator: Exists, values: [web]}]',
    ),
    advice: 'Use In with the values, or Exists without any.',
  },
  'peer-fields': {
    means:
      'A peer is an ipBlock, or a podSelector and a namespaceSelector of which one may be left out.',
    example: policy('podSelector: {}', 'ingress:', '- from: [{}]'),
    advice:
      'To match everyone leave the whole list out; for every pod of the cluster write namespaceSelector: {}.',
  },
  'cidr-required': {
    means: '',
    example: policy('podSelector: {}', 'ingress:', '- from: [{ipBlock: {except: [10.1.0.0/16]}}]'),
    advice: 'Add the block that the excepts are taken from, such as 10.0.0.0/8.',
  },
  'cidr-invalid': {
    means:
      'A block is an address, a slash and the length of the prefix. Addresses without a length, ranges and names are none.',
    example: policy('podSelector: {}', 'ingress:', '- from: [{ipBlock: {cidr: 10.0.0.7}}]'),
    advice: 'For a single address write 10.0.0.7/32, or /128 for IPv6.',
  },
  'cidr-not-strict': {
    means:
      'Kubernetes refuses such blocks since 1.36; before, it took them for what the message proposes.',
    example: policy('podSelector: {}', 'ingress:', '- from: [{ipBlock: {cidr: 10.0.0.5/24}}]'),
    advice: 'Write the block as proposed. For dumps of older clusters: --lenient-cidr.',
  },
  'cidr-not-canonical': {
    means: 'It is valid and means what it should; the server warns as well.',
    example: policy('podSelector: {}', 'ingress:', '- from: [{ipBlock: {cidr: "2001:DB8::/48"}}]'),
    advice: 'Write the address in the short form, in lower case.',
  },
  'except-outside': {
    means: 'An except cuts a piece out of its own cidr; it must lie in it and be smaller.',
    example: policy(
      'podSelector: {}',
      'ingress:',
      '- from: [{ipBlock: {cidr: 10.0.0.0/16, except: [10.1.0.0/24]}}]',
    ),
    advice: 'Remove the except, or correct the cidr. An except never denies anything elsewhere.',
  },
  'protocol-unsupported': {
    means:
      'Protocols are written in upper case. ICMP is none of a policy: a rule without ports lets it through.',
    example: policy('podSelector: {}', 'ingress:', '- ports: [{port: 53, protocol: udp}]'),
    advice: 'Write TCP, UDP or SCTP, or leave the protocol out for TCP.',
  },
  'port-range': {
    means: '',
    example: policy('podSelector: {}', 'ingress:', '- ports: [{port: 65536}]'),
    advice: 'Correct the number. To allow every port leave `ports` out.',
  },
  'port-name': {
    means: 'A quoted number is a name, and names need a letter.',
    example: policy('podSelector: {}', 'ingress:', '- ports: [{port: "80"}]'),
    advice:
      'Write numbers without quotes, names with at most 15 lower-case letters, digits and hyphens.',
  },
  'end-port': {
    means: 'A range runs from port to endPort: both are numbers, and endPort is not smaller.',
    example: policy('podSelector: {}', 'ingress:', '- ports: [{port: 90, endPort: 80}]'),
    advice: 'Write the smaller number as port, the larger one as endPort.',
  },
  'policy-types': {
    means: 'The words are Ingress and Egress, with a capital.',
    example: policy('podSelector: {}', 'policyTypes: [ingress]'),
    advice: 'Write [Ingress], [Egress] or both.',
  },
  'rules-without-type': {
    means:
      'The server accepts this and ignores the rules: the direction stays open unless another policy isolates it.',
    example: policy(
      'podSelector: {}',
      'policyTypes: [Ingress]',
      'egress: [{to: [{podSelector: {}}]}]',
    ),
    advice: 'Add the direction to policyTypes, or remove the rules.',
  },
} as const satisfies Partial<Record<LoadCode, DiagnosticPage>>;

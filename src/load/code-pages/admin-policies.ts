import type { LoadCode } from '../codes.ts';
import { adminPolicy, manifest, type DiagnosticPage } from './page.ts';

const RULE = '- action: Deny';

/** One more than fit, as lines of a list. */
const MANY_NETWORKS = Array.from({ length: 26 }, (_, index) => `10.${String(index)}.0.0/16`)
  .join(', ')
  .replaceAll(/((?:\S+ ){6})/g, '$1\n')
  .split('\n')
  .map((line, index, { length }) => {
    const open = index === 0 ? '[' : ' ';
    return `      ${open}${line.trimEnd()}${index === length - 1 ? ']' : ''}`;
  });

/** AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy. */
export const ADMIN_POLICY_PAGES = {
  'field-required': {
    means: '',
    example: adminPolicy('ingress:', '- from: [{namespaces: {}}]'),
    advice:
      'Write the field. These kinds have few defaults: tier, priority, subject and the action of a rule must be there.',
  },
  'one-field': {
    means:
      'A peer, a port and a subject are of one sort each. Namespaces and pods together are written as pods with a namespaceSelector.',
    example: adminPolicy('ingress:', RULE, '  from: [{namespaces: {}, pods: {podSelector: {}}}]'),
    advice: 'Keep one of the fields, or make two items of it.',
  },
  'list-empty': {
    means: 'Unlike in a NetworkPolicy, an empty list does not mean everything.',
    example: adminPolicy('ingress:', RULE, '  from: []'),
    advice: 'Write `- namespaces: {}` for every pod.',
  },
  'list-too-long': {
    means:
      'The schema of the kind limits its lists: 25 rules of a direction and 25 peers of a rule in a ClusterNetworkPolicy, 100 in the kinds of v1alpha1; in all of them 25 networks or domain names of a peer.',
    example: adminPolicy('egress:', RULE, '  to:', '  - networks:', ...MANY_NETWORKS),
    advice: 'Divide the list among several rules or policies.',
  },
  'list-duplicate': {
    means: '',
    example: adminPolicy('egress:', RULE, '  to: [{networks: [10.0.0.0/8, 10.0.0.0/8]}]'),
    advice: 'Remove one of them.',
  },
  'enum-value': {
    means:
      'The actions are Accept, Deny and Pass in a ClusterNetworkPolicy, Allow, Deny and Pass in an AdminNetworkPolicy, Allow and Deny in a BaselineAdminNetworkPolicy. The tiers are Admin and Baseline.',
    example: adminPolicy('ingress:', '- action: Allow', '  from: [{namespaces: {}}]'),
    advice: 'Use the word of the version.',
  },
  'priority-range': {
    means: '',
    example: manifest([
      'apiVersion: policy.networking.k8s.io/v1alpha1',
      'kind: AdminNetworkPolicy',
      'metadata: {name: guard}',
      'spec: {priority: 1001, subject: {namespaces: {}}}',
    ]),
    advice: 'Write a number from 0 to 1000. Lower numbers are asked first.',
  },
  'baseline-name': {
    means: 'There is one in a cluster.',
    example: manifest([
      'apiVersion: policy.networking.k8s.io/v1alpha1',
      'kind: BaselineAdminNetworkPolicy',
      'metadata: {name: guard}',
      'spec: {subject: {namespaces: {}}}',
    ]),
    advice: 'Name it default, and put all rules into it.',
  },
  'policy-kinds-mixed': {
    means:
      'Both can be installed side by side during a migration, but nothing says in which order they are asked.',
    example: manifest([
      'apiVersion: policy.networking.k8s.io/v1alpha1',
      'kind: AdminNetworkPolicy',
      'metadata: {name: old}',
      'spec: {priority: 1, subject: {namespaces: {}}}',
      '---',
      'apiVersion: policy.networking.k8s.io/v1alpha2',
      'kind: ClusterNetworkPolicy',
      'metadata: {name: new}',
      'spec: {tier: Admin, priority: 1, subject: {namespaces: {}}}',
    ]),
    advice: 'Ask about one version at a time, or write all of them in one.',
  },
  'named-port-peer': {
    means: 'Only pods declare port names; a network, a node or a domain has none.',
    example: adminPolicy(
      'egress:',
      RULE,
      '  to: [{networks: [10.0.0.0/8]}]',
      '  protocols: [{destinationNamedPort: http}]',
    ),
    advice: 'Write the number, or put the pods into a rule of their own.',
  },
  'network-host-bits': {
    means: 'Unlike in an ipBlock, the API accepts this and takes the whole network.',
    example: adminPolicy('egress:', RULE, '  to: [{networks: [10.0.0.5/24]}]'),
    advice: 'Write the network as the message has it, or /32 for the one address.',
  },
  'domain-name': {
    means: '',
    example: adminPolicy(
      'egress:',
      '- action: Accept',
      '  to: [{domainNames: ["https://example.com"]}]',
    ),
    advice: 'Write a name such as example.com, or *.example.com for the names below it.',
  },
  'domain-names-action': {
    means:
      'The API defines domain names for rules that accept; plugins differ in what they do with others.',
    example: adminPolicy('egress:', RULE, '  to: [{domainNames: [example.com]}]'),
    advice: 'Accept the names that are meant, and deny the rest by networks.',
  },
  'port-range-empty': {
    means: '',
    example: manifest([
      'apiVersion: policy.networking.k8s.io/v1alpha1',
      'kind: AdminNetworkPolicy',
      'metadata: {name: guard}',
      'spec:',
      '  priority: 1',
      '  subject: {namespaces: {}}',
      '  ingress:',
      '  - action: Deny',
      '    from: [{namespaces: {}}]',
      '    ports: [{portRange: {start: 90, end: 80}}]',
    ]),
    advice: 'Exchange start and end.',
  },
  'port-name-unmatched': {
    means: 'The schema accepts any text here, so that a typing mistake goes unnoticed.',
    example: adminPolicy(
      'ingress:',
      RULE,
      '  from: [{namespaces: {}}]',
      '  protocols: [{destinationNamedPort: web_1}]',
    ),
    advice: 'Write the name as the container declares it.',
  },
} as const satisfies Partial<Record<LoadCode, DiagnosticPage>>;

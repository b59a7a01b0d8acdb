import { row } from '../../support/case.ts';
import { DOCUMENTED } from '../../support/fixture.ts';

const frontend = { podSelector: { matchLabels: { role: 'frontend' } } };
const denyIngress = { podSelector: {}, policyTypes: ['Ingress'] } as const;
const denyEgress = { podSelector: {}, policyTypes: ['Egress'] } as const;
const db = { podSelector: { matchLabels: { role: 'db' } } };
const dbFromFrontend = { ...db, ingress: [{ from: [frontend] }] };
const dbOnPort9121 = { ...db, ingress: [{ ports: [{ port: 9121 }] }] };

/** Who is isolated, in which direction, and how policies add up. */
export const ISOLATION = [
  row(
    'without policies every connection is allowed',
    [],
    'default/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'the documented policy admits frontends of its own namespace',
    [DOCUMENTED],
    'default/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'the documented policy admits every pod of a namespace with the label',
    [DOCUMENTED],
    'myproj/any -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a namespaceSelector looks at the labels of namespaces, not of pods',
    [DOCUMENTED],
    'default/lab -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a frontend of a namespace with the label is admitted too',
    [DOCUMENTED],
    'myproj/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a frontend of another namespace is not admitted by a lone podSelector',
    [DOCUMENTED],
    'other/fe -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a rule for TCP does not admit UDP on the same port',
    [DOCUMENTED],
    'default/fe -> default/db 6379/UDP',
    'denied at ingress',
  ),
  row(
    'the documented policy lets the pod out to its network and port',
    [DOCUMENTED],
    'default/db -> 10.0.0.77 5978/TCP',
    'allowed',
  ),
  row(
    'the documented policy lets the pod out on no other port',
    [DOCUMENTED],
    'default/db -> 10.0.0.77 443/TCP',
    'denied at egress',
  ),
  row(
    'an egress rule for a network does not let the pod out to pods elsewhere',
    [DOCUMENTED],
    'default/db -> default/fe 80/TCP',
    'denied at egress',
  ),
  row(
    'pods that the policy does not select are not touched by it',
    [DOCUMENTED],
    'default/fe -> default/lab 80/TCP',
    'allowed',
  ),
  row(
    'a pod whose namespace has no object is not in a labelled namespace',
    [DOCUMENTED],
    'bare/p -> default/db 6379/TCP',
    'denied at ingress',
  ),

  row(
    'isolation for ingress says nothing about egress',
    [denyIngress],
    'default/fe -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'a policy without rules isolates the pods of its namespace',
    [denyIngress],
    'default/lab -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'a policy of type Egress without rules lets nothing out',
    [denyEgress],
    'default/fe -> other/dns 53/UDP',
    'denied at egress',
  ),
  row(
    'a policy of type Egress leaves ingress open',
    [denyEgress],
    'other/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'a policy isolates only pods of its own namespace',
    [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
    'myproj/any -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'both ends deny when both directions are isolated',
    [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
    'default/fe -> default/db 6379/TCP',
    'denied at both ends',
  ),

  row(
    'without policyTypes a policy with egress rules isolates ingress as well',
    [{ podSelector: {}, egress: [{}] }],
    'other/fe -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'without policyTypes egress rules count',
    [{ podSelector: {}, egress: [{}] }],
    'default/fe -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'without policyTypes egress rules isolate egress',
    [{ podSelector: {}, egress: [{ ports: [{ port: 443 }] }] }],
    'default/fe -> other/fe 80/TCP',
    'denied at egress',
  ),
  row(
    'empty policyTypes are filled in like missing ones',
    [{ podSelector: {}, policyTypes: [], egress: [] }],
    'other/fe -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'without policyTypes an empty list of egress rules isolates nothing',
    [{ podSelector: {}, policyTypes: [], egress: [] }],
    'default/fe -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'ingress rules of a policy of type Egress are inert',
    [{ podSelector: {}, policyTypes: ['Egress'], ingress: [], egress: [{}] }],
    'other/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'egress rules of a policy of type Ingress are inert',
    [{ podSelector: {}, policyTypes: ['Ingress'], egress: [] }],
    'default/fe -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'a policy without a spec isolates its namespace for ingress',
    [{}],
    'default/lab -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'a policy without a spec leaves egress open',
    [{}],
    'default/lab -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'a null podSelector selects every pod',
    [{ podSelector: null, policyTypes: ['Ingress'] }],
    'default/lab -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'an empty rule admits pods of every namespace',
    [{ ingress: [{}] }],
    'other/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'a stray dash is an empty rule, which admits everyone',
    [{ ingress: [null] }],
    '203.0.113.9 -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'null rules are no rules',
    [{ podSelector: {}, ingress: null }],
    'default/lab -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'an empty list of rules admits nobody',
    [{ podSelector: {}, policyTypes: ['Ingress'], ingress: [] }],
    'default/lab -> default/fe 80/TCP',
    'denied at ingress',
  ),

  row(
    'a policy for some pods does not open others',
    [denyIngress, { ...frontend, ingress: [{}] }],
    'other/fe -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a policy that admits everyone beats a policy that admits nobody',
    [denyIngress, { ...frontend, ingress: [{}] }],
    'other/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'rules of two policies add up',
    [dbFromFrontend, dbOnPort9121],
    'default/lab -> default/db 9121/TCP',
    'allowed',
  ),
  row(
    'the peers of one policy never join the ports of another',
    [dbFromFrontend, dbOnPort9121],
    'default/lab -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'the peers of one rule never join the ports of another',
    [{ ...db, ingress: [...dbFromFrontend.ingress, ...dbOnPort9121.ingress] }],
    'default/lab -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'the destination may deny what the source lets out',
    [
      {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ namespaceSelector: { matchLabels: { project: 'other' } } }] }],
      },
      ['other', denyIngress],
    ],
    'default/fe -> other/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'the source may deny what the destination admits',
    [denyEgress, ['other', { podSelector: {}, ingress: [{}] }]],
    'default/fe -> other/fe 80/TCP',
    'denied at egress',
  ),
  row(
    'a policy in the namespace of the source does not guard the destination',
    [{ ...frontend, policyTypes: ['Ingress'] }],
    'default/fe -> myproj/fe 80/TCP',
    'allowed',
  ),
  row(
    'a pod reaches itself whatever its policies say',
    [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
    'default/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'between two ends that are no pods policies decide nothing',
    [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
    '203.0.113.9 -> 198.51.100.7 443/TCP',
    'allowed',
  ),
  row(
    'the reply to an allowed connection is no connection of its own',
    [
      { ...frontend, ingress: [{ from: [db] }] },
      { ...db, policyTypes: ['Ingress'] },
    ],
    'default/db -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'the opposite connection is judged by itself',
    [
      { ...frontend, ingress: [{ from: [db] }] },
      { ...db, policyTypes: ['Ingress'] },
    ],
    'default/fe -> default/db 80/TCP',
    'denied at ingress',
  ),
];

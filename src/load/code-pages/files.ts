import type { LoadCode } from '../codes.ts';
import { manifest, policy, type DiagnosticPage } from './page.ts';

/** Which files are read, and which objects they hold. */
export const FILE_PAGES = {
  'file-not-found': {
    means: '',
    example: {
      command: 'netpol check -f nowhere.yaml …',
      printed: 'nowhere.yaml: the path "nowhere.yaml" does not exist [file-not-found]',
    },
    advice: 'Correct the path; it is taken from the current directory.',
  },
  'file-unreadable': {
    means:
      'It exists in its directory, and the system does not give it out: a broken link, missing permissions, a device.',
    example: {
      command: 'netpol check -f trees/broken …   # with a link that leads nowhere',
      printed: 'trees/broken/link.yaml: no such file or directory [file-unreadable]',
    },
    advice:
      'Repair it, or name the other files one by one: what a policy in it says would be missing from every answer.',
  },
  'glob-no-match': {
    means:
      'Quote patterns, so that netpol and not the shell expands them; `**` stands for any folders.',
    example: {
      command: "netpol check -f 'nowhere/*.yaml' …",
      printed: 'nowhere/*.yaml: the pattern matches no file [glob-no-match]',
    },
    advice: 'Correct the pattern.',
  },
  'directory-empty': {
    means: 'Directories are read with their subfolders, except node_modules and hidden ones.',
    example: {
      command: 'netpol check -f trees/empty …',
      printed:
        'trees/empty: no file in this directory ends in .yaml, .yml or .json [directory-empty]',
    },
    advice: 'Correct the path, or name the files: one that is named may end in anything.',
  },
  'file-without-objects': {
    means: 'It is empty, or has only comments.',
    example: manifest(['# nothing yet']),
    advice: 'Correct the path. If the file comes from a command, look whether that failed.',
  },
  'kustomize-source': {
    means:
      'The files beside it are not what is applied to the cluster. A kustomization that only lists files which are read anyway does no harm.',
    example: manifest(['resources: [policy.yaml]', 'namespace: prod'], 'kustomization.yaml'),
    advice: 'Build it: kubectl kustomize DIRECTORY | netpol check -f - …',
  },
  'kind-unknown': {
    means:
      'Other unknown kinds are counted and ignored. This one looks like a kind that netpol reads, spelled wrongly or in a version that is not served.',
    example: manifest([
      'apiVersion: extensions/v1beta1',
      'kind: NetworkPolicy',
      'metadata: {name: web}',
    ]),
    advice: 'Write apiVersion and kind as the API has them; upper and lower case count.',
  },
  'foreign-policy': {
    means: 'Answers about pods that such a policy may select carry FOREIGN_POLICY_NOT_EVALUATED.',
    example: manifest([
      'apiVersion: cilium.io/v2',
      'kind: CiliumNetworkPolicy',
      'metadata: {name: web, namespace: shop}',
    ]),
    advice: 'Check those policies by hand, or with the tool of that plugin.',
  },
  'duplicate-object': {
    means: 'Only one of them can be in a cluster at a time. Two that are equal are read as one.',
    example: manifest([
      'apiVersion: v1',
      'kind: Namespace',
      'metadata: {name: shop, labels: {team: a}}',
      '---',
      'apiVersion: v1',
      'kind: Namespace',
      'metadata: {name: shop, labels: {team: b}}',
    ]),
    advice: 'Remove one. Often -f takes in two environments: name the one that is meant.',
  },
  'type-mismatch': {
    means:
      'The message is that of the API server. The usual causes are a list written as a mapping, a missing `-`, and a label value that YAML takes for a boolean or a number.',
    example: policy('podSelector: {matchLabels: {beta: yes}}'),
    advice: 'Give the value the type that the message names; quote what should be a string.',
  },
  'unknown-field': {
    means:
      'The server would drop the field (kubectl says so and refuses), and a policy without it can mean the opposite: a rule without its `from` lets everyone in. In kinds other than policies, fields that play no part are not judged.',
    example: policy('podSelector: {}', 'ingress:', '- form:', '  - podSelector: {}'),
    advice:
      'Correct the name or the indentation. --ignore-unknown-fields drops such fields, with a warning.',
  },
  'name-required': {
    means: '',
    example: manifest(['apiVersion: networking.k8s.io/v1', 'kind: NetworkPolicy', 'metadata: {}']),
    advice: 'Add metadata.name.',
  },
  'name-invalid': {
    means: '',
    example: manifest(['apiVersion: v1', 'kind: Namespace', 'metadata: {name: my.shop}']),
    advice: 'Use lower-case letters, digits and hyphens, and for most kinds dots.',
  },
  'namespace-invalid': {
    means: '',
    example: manifest([
      'apiVersion: networking.k8s.io/v1',
      'kind: NetworkPolicy',
      'metadata: {name: web, namespace: Shop}',
    ]),
    advice: 'Use lower-case letters, digits and hyphens, at most 63.',
  },
  'namespace-mismatch': {
    means:
      "With -n, kubectl's rule applies: an object that names another namespace is refused, one that names none is put into this one.",
    example: {
      ...manifest([
        'apiVersion: networking.k8s.io/v1',
        'kind: NetworkPolicy',
        'metadata: {name: redis, namespace: data}',
      ]),
      options: { namespace: 'shop' },
      flags: '-n shop',
    },
    advice: 'Leave -n out and write names in the question with their namespace: shop/web.',
  },
  'label-invalid': {
    means: '',
    example: manifest([
      'apiVersion: v1',
      'kind: Namespace',
      'metadata: {name: shop, labels: {team: "a b"}}',
    ]),
    advice:
      'Values have at most 63 letters, digits, `-`, `_` and `.`, and begin and end with a letter or digit.',
  },
  'annotation-invalid': {
    means: '',
    example: manifest([
      'apiVersion: networking.k8s.io/v1',
      'kind: NetworkPolicy',
      'metadata: {name: web, annotations: {"a b": x}}',
    ]),
    advice: 'Correct the key; values may be anything.',
  },
} as const satisfies Partial<Record<LoadCode, DiagnosticPage>>;

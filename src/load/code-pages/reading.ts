import type { ReadCode } from '../read-error.ts';
import { manifest, policy, type DiagnosticPage } from './page.ts';

/** How text is read. */
export const READING_PAGES: Readonly<Record<ReadCode, DiagnosticPage>> = {
  'yaml-syntax': {
    means: 'kubectl refuses the same text, in other words.',
    example: manifest(['apiVersion: v1', 'kind: Pod', 'metadata: {name: web']),
    advice:
      'Look at the place that is named and the line before it: most often a bracket, a quote or a space is missing.',
  },
  'json-syntax': {
    means: 'A file is read as JSON where it begins with a brace, as kubectl does.',
    example: manifest(['{"apiVersion": "v1", "kind": "Pod",'], 'manifest.json'),
    advice: 'Correct the text, or fetch the dump again: it may have been cut off.',
  },
  'yaml-separator': {
    means:
      'kubectl splits a file into documents at such lines and refuses what it cannot read as one.',
    example: manifest(['--- {}', 'apiVersion: v1', 'kind: Namespace', 'metadata: {name: shop}']),
    advice: 'Put what follows the dashes on a line of its own.',
  },
  'yaml-alias': {
    means:
      'Aliases reach only back, and only within one document. Those that would blow a small text up to a huge one are refused.',
    example: manifest(['apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: *shop']),
    advice: 'Define the anchor earlier in the same document, or write the value out.',
  },
  'yaml-key': {
    means: 'Manifests become JSON, whose keys are strings.',
    example: manifest(['apiVersion: v1', 'kind: Pod', '[a, b]: c']),
    advice: 'Write a plain key.',
  },
  'yaml-value': {
    means: 'Manifests become JSON, which has no infinity and no NaN.',
    example: manifest(['apiVersion: v1', 'kind: Namespace', 'metadata: {name: .inf}']),
    advice: 'Quote the value if a string is meant.',
  },
  'helm-template': {
    means: 'Templates of Helm and other tools become manifests only when they are rendered.',
    example: manifest([
      'apiVersion: networking.k8s.io/v1',
      'kind: NetworkPolicy',
      'metadata:',
      '  name: {{ .Release.Name }}',
    ]),
    advice: 'Render them first: helm template CHART | netpol check -f - …',
  },
  'document-rest-ignored': {
    means:
      'A document that is one complete value ends there: what follows on the next lines never reaches the cluster.',
    example: manifest([
      '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}',
      '...',
      'apiVersion: v1',
      'kind: Namespace',
      'metadata: {name: data}',
    ]),
    advice: 'Write a line of `---` between the two documents.',
  },
  'document-not-object': {
    means: '',
    example: manifest(['- apiVersion: v1', '  kind: Namespace', '  metadata: {name: shop}']),
    advice: 'Write each object as a document of its own, or as an item of `kind: List`.',
  },
  'object-kind-missing': {
    means:
      'In a directory, documents that are clearly something else are passed over; a file that is named with -f must hold objects only.',
    example: manifest(['apiVersion: v1', 'metadata: {name: shop}']),
    advice: 'Add `kind`. If the file is no manifest, do not name it.',
  },
  'object-api-version-missing': {
    means: '',
    example: manifest(['kind: NetworkPolicy', 'metadata: {name: web}', 'spec: {podSelector: {}}']),
    advice: 'Add `apiVersion`, for a NetworkPolicy networking.k8s.io/v1.',
  },
  'list-items': {
    means: 'An object with a field `items` is a list to kubectl, whatever its kind.',
    example: manifest(['apiVersion: v1', 'kind: List', 'items: [shop]']),
    advice: 'Make each item an object with apiVersion and kind.',
  },
  'list-nesting': {
    means: '',
    example: manifest([nestedLists(9)], 'manifest.json'),
    advice: 'Take the inner lists apart. No tool prints lists like this.',
  },
  'documents-joined': {
    means:
      'A document is one object, so that a second apiVersion, kind and spec replace the first, and the first object is gone. kubectl says nothing. It happens when `cat` joins files that do not begin with a `---` line.',
    example: manifest([
      'apiVersion: v1',
      'kind: Namespace',
      'metadata: {name: shop}',
      'apiVersion: v1',
      'kind: Namespace',
      'metadata: {name: data}',
    ]),
    advice: 'Put a line `---` between the objects, or at the top of each file.',
  },
  'duplicate-key': {
    means:
      'The first value has no effect. Two `from` or two `ports` in one rule are the dangerous ones: half of the rule is gone.',
    example: policy('podSelector: {}', 'ingress: [{from: [{podSelector: {}}]}]', 'ingress: []'),
    advice: 'Remove one of them, or join the two lists into one.',
  },
};

function nestedLists(depth: number): string {
  const open = '{"apiVersion":"v1","kind":"List","items":[';
  return `${open.repeat(depth)}${']}'.repeat(depth)}`;
}

import type { Severity } from '../model/diagnostic.ts';
import { READ_CODES } from './read-error.ts';

/** What a diagnostic code means. */
export interface CodeEntry {
  readonly severity: Severity;
  readonly summary: string;
}

/** Codes of finding the input and of judging the objects in it. */
const LOAD_CODES = {
  // Files
  'file-not-found': { severity: 'error', summary: 'A file or directory does not exist.' },
  'file-unreadable': { severity: 'error', summary: 'A file or directory could not be read.' },
  'glob-no-match': { severity: 'error', summary: 'A pattern matches no file.' },
  'directory-empty': {
    severity: 'error',
    summary: 'A directory has no file that ends in .yaml, .yml or .json.',
  },
  'file-without-objects': {
    severity: 'error',
    summary: 'A file that was named holds no Kubernetes object.',
  },
  'kustomize-source': {
    severity: 'error',
    summary: 'A kustomization changes the manifests, so that it must be built first.',
  },
  // Kinds
  'kind-unknown': {
    severity: 'error',
    summary: 'No server knows this apiVersion and kind, and a kind that netpol reads was meant.',
  },
  'foreign-policy': {
    severity: 'warning',
    summary: 'A policy kind that also decides on connections is not evaluated.',
  },
  'duplicate-object': {
    severity: 'error',
    summary: 'Two objects have the same kind, namespace and name, and differ.',
  },
  // Decoding
  'type-mismatch': { severity: 'error', summary: 'A value has a type that the field cannot have.' },
  'unknown-field': {
    severity: 'error',
    summary: 'The API has no such field; a warning with --ignore-unknown-fields.',
  },
  'null-rule': {
    severity: 'warning',
    summary: 'A rule or port item is null, which allows everything it could name.',
  },
  'null-field': {
    severity: 'warning',
    summary: 'A field of a policy is null, which counts as absent and matches more.',
  },
  // Metadata
  'name-required': { severity: 'error', summary: 'An object has neither name nor generateName.' },
  'name-invalid': { severity: 'error', summary: 'A name is not what the kind allows.' },
  'namespace-invalid': { severity: 'error', summary: 'A namespace is not a DNS label.' },
  'namespace-mismatch': {
    severity: 'error',
    summary: 'An object is in another namespace than the one given by -n.',
  },
  'label-invalid': { severity: 'error', summary: 'A label key or value breaks the syntax.' },
  'annotation-invalid': {
    severity: 'error',
    summary: 'An annotation key breaks the syntax, or the annotations are too long.',
  },
  // Selectors
  'selector-operator': { severity: 'error', summary: 'A selector has an unknown operator.' },
  'selector-values': {
    severity: 'error',
    summary: 'An operator lacks values that it needs, or has values that it must not have.',
  },
  // Policies
  'peer-fields': { severity: 'error', summary: 'A peer is empty, or says two things at once.' },
  'cidr-required': { severity: 'error', summary: 'An ipBlock has no cidr.' },
  'cidr-invalid': { severity: 'error', summary: 'A CIDR is none.' },
  'cidr-not-strict': {
    severity: 'error',
    summary:
      'A CIDR has host bits, leading zeros or an IPv4-mapped address; a warning with --lenient-cidr.',
  },
  'cidr-not-canonical': { severity: 'warning', summary: 'An IPv6 CIDR is spelled unusually.' },
  'except-outside': {
    severity: 'error',
    summary: 'An except is not a strict subset of its cidr.',
  },
  'protocol-unsupported': { severity: 'error', summary: 'A protocol is not TCP, UDP or SCTP.' },
  'port-range': { severity: 'error', summary: 'A port number is not between 1 and 65535.' },
  'port-name': { severity: 'error', summary: 'A port name breaks the syntax.' },
  'end-port': { severity: 'error', summary: 'An endPort does not go with its port.' },
  'policy-types': { severity: 'error', summary: 'policyTypes lists what is no policy type.' },
  'rules-without-type': {
    severity: 'warning',
    summary: 'Rules have no effect since policyTypes does not list their direction.',
  },
  // Policies of policy.networking.k8s.io
  'field-required': { severity: 'error', summary: 'A required field is missing.' },
  'one-field': { severity: 'error', summary: 'Exactly one of some fields must be set.' },
  'list-empty': { severity: 'error', summary: 'A list that must have an item has none.' },
  'list-too-long': { severity: 'error', summary: 'A list has more items than allowed.' },
  'list-duplicate': { severity: 'error', summary: 'A list of distinct items has one twice.' },
  'enum-value': { severity: 'error', summary: 'A tier or an action is none.' },
  'priority-range': { severity: 'error', summary: 'A priority is not between 0 and 1000.' },
  'baseline-name': {
    severity: 'error',
    summary: 'A BaselineAdminNetworkPolicy is not named default.',
  },
  'policy-kinds-mixed': {
    severity: 'error',
    summary: 'Policies of v1alpha1 and of v1alpha2 are both in the input.',
  },
  'named-port-peer': {
    severity: 'error',
    summary: 'A rule has a named port and a peer that has no port names.',
  },
  'network-host-bits': {
    severity: 'warning',
    summary: 'A network has bits set beyond its prefix length; they count for nothing.',
  },
  'domain-name': { severity: 'error', summary: 'A domain name breaks the syntax.' },
  'domain-names-action': {
    severity: 'warning',
    summary: 'Domain names stand in a rule that does not accept.',
  },
  'port-range-empty': {
    severity: 'warning',
    summary: 'A port range starts after its end, so that it matches nothing.',
  },
  'port-name-unmatched': {
    severity: 'warning',
    summary: 'A port name that no container port can have matches nothing.',
  },
  // Pods
  'containers-missing': { severity: 'warning', summary: 'A pod has no containers.' },
  'container-port-required': { severity: 'error', summary: 'A port has no containerPort.' },
  'port-name-duplicate': {
    severity: 'error',
    summary: 'Two ports of one container have the same name.',
  },
  'host-port': {
    severity: 'error',
    summary: 'A hostPort differs from the containerPort in the host network.',
  },
  'ephemeral-ports': { severity: 'error', summary: 'An ephemeral container has ports.' },
  'address-invalid': { severity: 'error', summary: 'An IP address is none.' },
  'pod-ips': { severity: 'error', summary: 'A pod has two addresses of one family.' },
  // Workloads
  'selector-required': {
    severity: 'error',
    summary: 'A workload has no selector, or an empty one.',
  },
  'selector-template': {
    severity: 'error',
    summary: "A workload's selector does not match its template's labels.",
  },
  'template-required': { severity: 'error', summary: 'A workload has no template.' },
  'replicas-range': { severity: 'error', summary: 'A number of pods is negative or too large.' },
  'completion-mode': { severity: 'error', summary: 'A Job has an unknown completionMode.' },
  // Services
  'service-type': { severity: 'error', summary: 'A Service has an unknown type.' },
  'service-ports': { severity: 'error', summary: 'A Service has no ports.' },
  'service-port-name': {
    severity: 'error',
    summary: "A Service port's name is missing, repeated or no DNS label.",
  },
  'service-port-duplicate': {
    severity: 'error',
    summary: 'Two ports of a Service have the same number and protocol.',
  },
  'external-name': { severity: 'error', summary: 'An externalName is missing or no DNS name.' },
  'endpoint-address-type': {
    severity: 'error',
    summary: "An EndpointSlice's addressType is missing or unknown.",
  },
  'endpoint-address': {
    severity: 'error',
    summary: 'An endpoint has no address, or one of the other family.',
  },
  'endpoint-port': { severity: 'error', summary: 'Two ports of an EndpointSlice have one name.' },
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type LoadCode = keyof typeof LOAD_CODES;

/** Every diagnostic code of the loader. Codes are API: documented, never renamed. */
export const DIAGNOSTIC_CODES: Readonly<Record<string, CodeEntry>> = {
  ...READ_CODES,
  ...LOAD_CODES,
};

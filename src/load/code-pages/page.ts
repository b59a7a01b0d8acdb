import type { LoadOptions } from '../report.ts';

/** A manifest that has the mistake. What netpol prints about it is found by loading it. */
export interface ManifestExample {
  readonly file: string;
  readonly lines: readonly string[];
  /** Options it is loaded with, and the flag that gives them. */
  readonly options?: LoadOptions;
  readonly flags?: string;
}

/** A mistake in how files are named, which no manifest can show, and what netpol prints about it. */
export interface CommandExample {
  readonly command: string;
  readonly printed: string;
}

/** A page about a diagnostic: beside its summary, an example and what to do. */
export interface DiagnosticPage {
  /** What there is to know beyond the summary; '' where that is all. */
  readonly means: string;
  readonly example: ManifestExample | CommandExample;
  readonly advice: string;
}

/** An example in a file of this name. */
export function manifest(lines: readonly string[], file = 'manifest.yaml'): ManifestExample {
  return { file, lines };
}

/** A NetworkPolicy with these lines as its spec. */
export function policy(...spec: readonly string[]): ManifestExample {
  const head = ['apiVersion: networking.k8s.io/v1', 'kind: NetworkPolicy'];
  return manifest([...head, 'metadata: {name: web, namespace: shop}', ...indented(spec)]);
}

/** A Pod with these lines as its spec. */
export function pod(...spec: readonly string[]): ManifestExample {
  const head = ['apiVersion: v1', 'kind: Pod', 'metadata: {name: web, namespace: shop}'];
  return manifest([...head, ...indented(spec)]);
}

/** A Service with these lines as its spec. */
export function service(...spec: readonly string[]): ManifestExample {
  const head = ['apiVersion: v1', 'kind: Service', 'metadata: {name: web, namespace: shop}'];
  return manifest([...head, ...indented(spec)]);
}

/** A ClusterNetworkPolicy of the Admin tier for every pod, with these lines about its rules. */
export function adminPolicy(...rules: readonly string[]): ManifestExample {
  return manifest([
    'apiVersion: policy.networking.k8s.io/v1alpha2',
    'kind: ClusterNetworkPolicy',
    'metadata: {name: guard}',
    ...indented(['tier: Admin', 'priority: 10', 'subject: {namespaces: {}}', ...rules]),
  ]);
}

function indented(spec: readonly string[]): string[] {
  return ['spec:', ...spec.map((line) => `  ${line}`)];
}

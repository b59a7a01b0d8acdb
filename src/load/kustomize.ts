import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';
import { isObject } from './plain-object.ts';
import { readDocuments } from './documents.ts';

const FILE_NAME = /(^|\/)(kustomization\.ya?ml|Kustomization)$/;

/** Fields of a kustomization that do not change what objects netpol would read. */
const HARMLESS = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'buildMetadata',
  'commonAnnotations',
  'configMapGenerator',
  'crds',
  'generatorOptions',
  'images',
  'openapi',
  'secretGenerator',
  'sortOptions',
]);

/** Fields that name manifests to read. */
const RESOURCES = new Set(['resources', 'bases']);

/** Whether a file is a kustomization, by its name. */
export function isKustomization(file: SourceFile): boolean {
  return FILE_NAME.test(file.name);
}

/**
 * A kustomization that changes its manifests (patches, labels, a namespace, a name prefix …) makes
 * the files beside it something other than what is applied; so does one that takes in manifests
 * that are not in the input. Only one that lists files which are all read anyway does no harm.
 */
export function kustomizeError(file: SourceFile, names: ReadonlySet<string>): Diagnostic | null {
  const fields = readKustomization(file);
  const changes = Object.entries(fields)
    .filter(([field, value]) => !isEmpty(value) && !HARMLESS.has(field) && !RESOURCES.has(field))
    .map(([field]) => field);
  const directory = file.name.includes('/') ? file.name.slice(0, file.name.lastIndexOf('/')) : '.';
  const missing = Object.entries(fields)
    .filter(([field]) => RESOURCES.has(field))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as readonly unknown[]) : []))
    .map(String)
    .filter((entry) => !isRead(resolvePath(directory, entry), names));
  const [reason, entries] =
    changes.length > 0
      ? ['changes the manifests', changes]
      : ['takes in what is not read', missing];
  if (entries.length === 0) return null;
  return {
    severity: 'error',
    code: 'kustomize-source',
    field: '',
    message: `this kustomization ${reason}: ${entries.join(', ')}`,
    hint: `build it first: kubectl kustomize ${directory} | netpol … -f -`,
    location: { kind: 'offset', file, offset: 0 },
  };
}

/** A kustomization may leave out its apiVersion and kind, which documents otherwise must have. */
function readKustomization(file: SourceFile): Readonly<Record<string, unknown>> {
  const header = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
  const [object] = readDocuments({ name: file.name, text: header + file.text }).objects;
  const [plain] = object === undefined ? readDocuments(file).objects : [object];
  return isObject(plain?.value) ? plain.value : {};
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A path relative to a directory, without `.` and `..`; '' for a URL, which is never read. */
function resolvePath(directory: string, entry: string): string {
  if (/^[a-z+]+:\/\/|^git@|^[\w.-]+\.[a-z]+\//i.test(entry) && !entry.startsWith('.')) return '';
  const steps: string[] = [];
  for (const step of `${directory}/${entry}`.split('/')) {
    const isUp = step === '..' && steps.length > 0 && steps.at(-1) !== '..';
    if (isUp) steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return (directory.startsWith('/') ? '/' : '') + steps.join('/');
}

/** Whether a file, or any file of a directory, is among those that are read. */
function isRead(path: string, names: ReadonlySet<string>): boolean {
  if (path === '') return false;
  if (names.has(path)) return true;
  for (const name of names) {
    if (name.startsWith(`${path}/`)) return true;
  }
  return false;
}

import type { FieldPath } from '../model/source.ts';
import { anything, bool, list, string, stringMap, struct, type Struct } from './decode.ts';
import { byteLength } from './go-text.ts';
import type { Report } from './report.ts';
import type { Shared } from './shared.ts';
import { checkLabelKey, checkLabelValue, checkNamespace, type NameRule } from './syntax.ts';

/** A limit of apimachinery pkg/api/validation/objectmeta.go. */
const ANNOTATIONS_LIMIT = 256 * 1024;

const ownerReference = struct(
  'v1.OwnerReference',
  {
    apiVersion: string(),
    kind: string(),
    name: string(),
    uid: string('types.UID'),
    controller: bool,
  },
  { unknown: 'partial' },
);

/** The fields of ObjectMeta that every kind reads. */
const read = {
  name: string(),
  generateName: string(),
  namespace: string(),
  uid: string('types.UID'),
  labels: stringMap,
  deletionTimestamp: string(),
  ownerReferences: list(ownerReference),
};

/** Known fields that nobody reads; the last two are of older servers. */
const UNREAD = [
  'selfLink',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'annotations',
  'finalizers',
  'managedFields',
  'clusterName',
  'initializers',
];

/** ObjectMeta of a kind of which we judge only what we read. */
export const objectMeta = struct('v1.ObjectMeta', read, { unknown: 'partial', others: UNREAD });

/** ObjectMeta of a policy, which the server must accept in full. */
export const strictObjectMeta = struct(
  'v1.ObjectMeta',
  { ...read, annotations: stringMap, managedFields: list(anything) },
  { unknown: 'strict', others: UNREAD },
);

/** ObjectMeta of a pod template: only its labels become the pod's. */
export const templateMeta = struct(
  'v1.ObjectMeta',
  { labels: stringMap },
  { unknown: 'partial', others: [...Object.keys(read), ...UNREAD] },
);

/** The controller of an object. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string | null;
}

const NO_LABELS: ReadonlyMap<string, string> = new Map<string, string>();

/** Who an object is. */
export interface Identity {
  /** '' for an object of the whole cluster. */
  readonly namespace: string;
  /** The generateName, where the server is to make up the name. */
  readonly name: string;
  readonly generated: boolean;
  readonly uid: string | null;
  readonly labels: ReadonlyMap<string, string>;
  readonly owner: OwnerReference | null;
  readonly terminating: boolean;
}

type Meta = Struct<typeof read> & { readonly annotations?: ReadonlyMap<string, string> | null };

/**
 * Checks metadata as the server does when an object is created (apimachinery
 * pkg/api/validation/objectmeta.go), after the namespace was filled in as kubectl fills it in.
 */
export function readIdentity(
  meta: Meta | null,
  scope: 'namespaced' | 'cluster',
  nameRule: NameRule,
  report: Report,
): Identity {
  const labels = report.shared.labels(meta?.labels ?? NO_LABELS);
  const name = checkName(meta, nameRule, report);
  checkLabels(labels, ['metadata', 'labels'], report);
  if (meta?.annotations) checkAnnotations(meta.annotations, report);
  return {
    namespace: scope === 'cluster' ? '' : namespaceOf(meta?.namespace ?? '', report),
    name,
    generated: (meta?.name ?? '') === '',
    uid: meta?.uid ?? null,
    labels,
    owner: controllerOf(meta, report.shared),
    terminating: (meta?.deletionTimestamp ?? null) !== null,
  };
}

function checkName(meta: Meta | null, nameRule: NameRule, report: Report): string {
  const name = meta?.name ?? '';
  const prefix = meta?.generateName ?? '';
  if (name !== '') {
    const path = ['metadata', 'name'];
    for (const message of nameRule(name, false)) {
      report.invalid('name-invalid', path, name, message);
    }
    return name;
  }
  if (prefix === '') {
    report.required('name-required', ['metadata', 'name'], 'name or generateName is required');
  }
  // What the server makes of a prefix must be a name as well: five characters are added.
  const problems = prefix === '' ? [] : nameRule(prefix, true);
  const made = problems.length > 0 ? [] : nameRule(`${prefix.slice(0, 58)}x5x5x`, false);
  for (const message of prefix === '' ? [] : [...problems, ...made]) {
    report.invalid('name-invalid', ['metadata', 'generateName'], prefix, message);
  }
  return prefix;
}

/** kubectl's rule: the object's own namespace, else that of `-n`, else `default`. */
function namespaceOf(written: string, report: Report): string {
  const asked = report.options.namespace;
  if (written === '') return asked ?? 'default';
  const path = ['metadata', 'namespace'];
  const problems = checkNamespace(written);
  for (const message of problems) report.invalid('namespace-invalid', path, written, message);
  if (asked !== undefined && asked !== written && problems.length === 0) {
    // The words of cli-runtime pkg/resource/visitor.go.
    const message = `the namespace from the provided object "${written}" does not match the namespace "${asked}". You must pass '--namespace=${written}' to perform this operation.`;
    report.error('namespace-mismatch', path, message);
  }
  return report.shared.text(written);
}

/** Labels of an object; the messages name the field without the key, as the server's do. */
export function checkLabels(
  labels: ReadonlyMap<string, string>,
  path: FieldPath,
  report: Report,
  located: FieldPath = path,
): void {
  for (const [key, value] of labels) {
    for (const message of checkLabelKey(key)) {
      report.invalid('label-invalid', path, key, message, { path: [...located, key], at: 'key' });
    }
    for (const message of checkLabelValue(value)) {
      report.invalid('label-invalid', path, value, message, { path: [...located, key] });
    }
  }
}

function checkAnnotations(annotations: ReadonlyMap<string, string>, report: Report): void {
  const path = ['metadata', 'annotations'];
  let size = 0;
  for (const [key, value] of annotations) {
    size += byteLength(key) + byteLength(value);
    for (const message of checkLabelKey(key.toLowerCase())) {
      report.invalid('annotation-invalid', path, key, message, { path: [...path, key], at: 'key' });
    }
  }
  if (size > ANNOTATIONS_LIMIT) {
    const message = `Too long: may not be more than ${String(ANNOTATIONS_LIMIT)} bytes`;
    report.error('annotation-invalid', path, message, { at: 'key' });
  }
}

/** The owner that controls the object; a single owner without the mark counts as one. */
function controllerOf(meta: Meta | null, shared: Shared): OwnerReference | null {
  const owners = meta?.ownerReferences ?? [];
  const owner =
    owners.find(({ controller }) => controller === true) ??
    (owners.length === 1 && owners[0]?.controller === null ? owners[0] : undefined);
  if (owner === undefined) return null;
  const { apiVersion, kind, name, uid } = owner;
  if (kind === null || name === null) return null;
  return {
    apiVersion: shared.text(apiVersion ?? ''),
    kind: shared.text(kind),
    name: shared.text(name),
    uid: uid === '' || uid === null ? null : shared.text(uid),
  };
}

import type { Cluster } from '../model/cluster.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ForeignPolicy } from '../model/objects.ts';
import type { Locator, SourceFile } from '../model/source.ts';
import { buildCluster } from './build-cluster.ts';
import type { Decoded } from './decoder.ts';
import { FileChanged } from './disk-file.ts';
import type { ReadSummary } from './documents.ts';
import { DuplicateObjects } from './duplicate-objects.ts';
import { fileOf, positionOf } from './format-diagnostic.ts';
import { FileObjects } from './file-objects.ts';
import { isKustomization, kustomizeError } from './kustomize.ts';
import { createLocator } from './locate.ts';
import { mixedPolicyKinds } from './mixed-policy-kinds.ts';
import { Progress, type ProgressOptions } from './progress.ts';
import { readObjects, TooLarge } from './read-objects.ts';
import type { LoadOptions } from './report.ts';
import { Shared } from './shared.ts';
import { siftDocuments } from './stray-documents.ts';

export type { LoadOptions } from './report.ts';

/** A file to load; `explicit`: it was named, not found in a directory. */
export interface InputFile {
  readonly file: SourceFile;
  readonly explicit: boolean;
}

/** What became of the input: nothing is skipped in silence. */
export interface InputCounts {
  readonly files: number;
  /** Documents that are not empty. */
  readonly documents: number;
  /** Kubernetes objects, the items of lists among them. */
  readonly objects: number;
  /** Objects of kinds that are read. */
  readonly used: number;
  /** Objects of other kinds by type: `v1 ConfigMap` → count. */
  readonly ignored: ReadonlyMap<string, number>;
  /** Documents that are no Kubernetes objects. */
  readonly notObjects: number;
}

export interface Loaded {
  readonly cluster: Cluster;
  /** Sorted by file, place and message. */
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: InputCounts;
  readonly locator: Locator;
}

/**
 * Reads, decodes, defaults and validates all objects of the files, and puts them together. All
 * errors of all files are reported; the cluster is meaningful only where `hasErrors` is false.
 */
export function loadFiles(
  files: readonly InputFile[],
  options: LoadOptions & ProgressOptions = {},
): Loaded {
  const steps = loadInSteps(files, options);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
  }
}

/** The same in short steps, between which the caller can do something else. */
export function* loadInSteps(
  files: readonly InputFile[],
  options: LoadOptions & ProgressOptions,
): Generator<undefined, Loaded> {
  const loader = new Loader(options);
  const names = new Set(files.map(({ file }) => file.name.replace(/^(\.\/)+/, '')));
  const progress = new Progress(
    files.map(({ file }) => file),
    options,
  );
  for (const input of files) yield* loader.add(input, names, progress);
  return loader.finish(files.length);
}

/** Whether anything forbids to answer questions from what was loaded. */
export function hasErrors({
  diagnostics,
}: {
  readonly diagnostics: readonly Diagnostic[];
}): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

class Loader {
  readonly #options: LoadOptions;
  readonly #locator = createLocator();
  readonly #shared = new Shared();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #objects: Decoded[] = [];
  readonly #foreign: ForeignPolicy[] = [];
  readonly #duplicates = new DuplicateObjects(this.#locator);
  readonly #ignored = new Map<string, number>();
  #counts = { documents: 0, objects: 0, used: 0, notObjects: 0 };

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  *add(
    { file, explicit }: InputFile,
    names: ReadonlySet<string>,
    progress: Progress,
  ): Generator<undefined> {
    progress.begin(file);
    try {
      const begin = () => new FileObjects(this.#options, this.#locator, this.#shared);
      const content = yield* readObjects(file, begin, progress);
      this.#addFile({ file: content.file, explicit }, content.summary, names);
      this.#addObjects(content.objects);
    } catch (error) {
      if (!(error instanceof FileChanged || error instanceof TooLarge)) throw error;
      this.#diagnostics.push(unreadable(file, error.message));
    }
  }

  #addFile({ file, explicit }: InputFile, read: ReadSummary, names: ReadonlySet<string>): void {
    this.#counts.documents += read.documents;
    this.#counts.objects += read.count;
    if (isKustomization(file)) {
      const error = kustomizeError(file, names);
      if (error !== null) this.#diagnostics.push(error);
      if (read.count === 0) this.#counts.notObjects += read.documents;
    } else {
      const sifted = siftDocuments(file, read, explicit);
      this.#diagnostics.push(...sifted.diagnostics);
      this.#counts.notObjects += sifted.notObjects;
      if (explicit && read.count === 0 && !hasErrors(sifted)) {
        this.#diagnostics.push(withoutObjects(file));
      }
    }
  }

  #addObjects(objects: FileObjects): void {
    for (const diagnostic of objects.diagnostics) this.#diagnostics.push(diagnostic);
    for (const policy of objects.foreign) this.#foreign.push(policy);
    this.#counts.used += objects.used;
    for (const [type, count] of objects.ignored) {
      this.#ignored.set(type, (this.#ignored.get(type) ?? 0) + count);
    }
    for (const object of objects.decoded) {
      const duplicate = this.#duplicates.add(object);
      if (duplicate === 'new') this.#objects.push(object.decoded);
      else if (duplicate !== 'same') this.#diagnostics.push(duplicate);
    }
  }

  finish(files: number): Loaded {
    const cluster = buildCluster(this.#objects, this.#foreign);
    this.#diagnostics.push(
      ...foreignWarnings(this.#foreign),
      ...mixedPolicyKinds(cluster.policies.get('') ?? []),
    );
    return {
      cluster,
      diagnostics: this.#sorted(),
      counts: { files, ...this.#counts, ignored: this.#ignored },
      locator: this.#locator,
    };
  }

  /** Places are looked up in the files: one that changed meanwhile is what there is to say then. */
  #sorted(): Diagnostic[] {
    try {
      return sortDiagnostics(this.#diagnostics.map(withTemplateHint), this.#locator);
    } catch (error) {
      if (!(error instanceof FileChanged)) throw error;
      return [unreadable({ name: error.file }, error.message)];
    }
  }
}

function unreadable({ name }: Pick<SourceFile, 'name'>, message: string): Diagnostic {
  const location = { kind: 'file', name } as const;
  return { severity: 'error', code: 'file-unreadable', field: '', message, hint: '', location };
}

function withoutObjects(file: SourceFile): Diagnostic {
  return {
    severity: 'error',
    code: 'file-without-objects',
    field: '',
    message: 'no Kubernetes object in this file',
    hint: '',
    location: { kind: 'file', name: file.name },
  };
}

/** One warning for each kind, at the first object of it. */
function foreignWarnings(policies: readonly ForeignPolicy[]): Diagnostic[] {
  const groups = new Map<string, ForeignPolicy[]>();
  for (const policy of policies) {
    const type = `${policy.apiVersion} ${policy.kind}`;
    const group = groups.get(type);
    if (group === undefined) groups.set(type, [policy]);
    else group.push(policy);
  }
  return [...groups].map(([type, group]) => {
    const { source } = group[0] as ForeignPolicy;
    const objects = group.length === 1 ? '1 object' : `${String(group.length)} objects`;
    return {
      severity: 'warning',
      code: 'foreign-policy',
      field: '',
      message: `${type} is not evaluated (${objects}): what it allows or denies is not in the answers`,
      hint: '',
      location: { kind: 'field', source, path: ['kind'], at: 'key' },
    };
  });
}

/** An error in a document with template actions is most likely that: it was not rendered. */
function withTemplateHint(diagnostic: Diagnostic): Diagnostic {
  const { location, severity, hint } = diagnostic;
  if (severity !== 'error' || hint !== '' || location.kind !== 'field') return diagnostic;
  const { file, start, end } = location.source;
  if (!file.text.slice(start, end).includes('{{')) return diagnostic;
  return { ...diagnostic, hint: 'this looks like a template: check the output of `helm template`' };
}

function sortDiagnostics(diagnostics: readonly Diagnostic[], locator: Locator): Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({
      diagnostic,
      file: fileOf(diagnostic),
      offset: orderOf(diagnostic, locator),
    }))
    .sort(
      (a, b) =>
        compareText(a.file, b.file) ||
        a.offset - b.offset ||
        compareText(a.diagnostic.message, b.diagnostic.message),
    )
    .map(({ diagnostic }) => diagnostic);
}

/** Where a diagnostic comes in its file. */
function orderOf(diagnostic: Diagnostic, locator: Locator): number {
  const { location } = diagnostic;
  if (location.kind === 'file') return -1;
  const { origin } = location.kind === 'field' ? location.source.file : location.file;
  return (origin?.offset ?? 0) + (positionOf(diagnostic, locator)?.offset ?? 0);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

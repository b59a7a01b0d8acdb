import type { SourceFile } from '../model/source.ts';
import { DiskFile } from './disk-file.ts';
import { DocumentReader, type ReadSummary } from './documents.ts';
import type { FileObjects } from './file-objects.ts';
import { readStream } from './json-stream.ts';
import { waysToRead } from './large-file.ts';
import { NotCut } from './not-cut.ts';
import { offsetDiagnostic } from './read-error.ts';
import type { Scan } from './scan.ts';
import type { StreamEntry } from './yaml-stream.ts';

/** Thrown where a file can be read neither in pieces nor as a whole. */
export class TooLarge extends Error {}

/** What was read of a file. */
export interface FileContent {
  /** A large file that had to be read as a whole is one text here. */
  readonly file: SourceFile;
  readonly summary: ReadSummary;
  readonly objects: FileObjects;
}

/**
 * Reads the objects of a file, of a large one in pieces. A generator, so that its caller can do
 * something else from time to time. Throws a FileChanged or a TooLarge.
 */
export function* readObjects(
  file: SourceFile,
  begin: () => FileObjects,
  scan: Scan,
): Generator<undefined, FileContent> {
  const ways = file instanceof DiskFile ? waysToRead(file) : [() => readStream(file, true)];
  let failed = new NotCut('');
  for (const way of ways) {
    try {
      return yield* readEntries(file, way(scan), begin());
    } catch (error) {
      if (!(error instanceof NotCut)) throw error;
      failed = error;
    }
  }
  if (!(file instanceof DiskFile)) return yield* readEntries(file, readStream(file), begin());
  if (file.size <= file.sizes.whole) {
    const text = { name: file.name, text: file.text };
    return yield* readEntries(text, readStream(text), begin());
  }
  const { problem, message } = failed;
  if (problem === null) {
    throw new TooLarge(
      `the file is too large to be read as a whole, and cannot be read in pieces: ${message}`,
    );
  }
  const { error } = problem;
  const { code, offset, hint } = error;
  const diagnostics = [offsetDiagnostic(code, problem.file, offset, error.message, hint)];
  const summary = { diagnostics, documents: 1, count: 0, ofItems: new Set<never>() };
  return { file, summary, objects: begin() };
}

function* readEntries(
  file: SourceFile,
  entries: Iterable<StreamEntry>,
  objects: FileObjects,
): Generator<undefined, FileContent> {
  const reader = new DocumentReader(file, (object) => {
    objects.add(object);
  });
  for (const entry of entries) yield* reader.read(entry);
  return { file, summary: reader, objects };
}

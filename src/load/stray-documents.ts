import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';
import { DiskFile } from './disk-file.ts';
import type { ReadSummary } from './documents.ts';
import { groupOf, isReadGroup, isReadKind } from './registry.ts';

/** Codes of documents that were read and are no Kubernetes object. */
const NOT_OBJECTS = new Set([
  'document-not-object',
  'object-kind-missing',
  'object-api-version-missing',
]);

/** What is left of a file's diagnostics, and how many documents are no Kubernetes object. */
export interface Sifted {
  readonly diagnostics: readonly Diagnostic[];
  readonly notObjects: number;
}

/**
 * A file that was named must hold Kubernetes objects only. A directory may hold anything: what
 * is no Kubernetes object is counted and passed over there, unless it looks like one that went
 * wrong.
 */
export function siftDocuments(file: SourceFile, read: ReadSummary, isNamed: boolean): Sifted {
  const isStray = ({ code }: Diagnostic): boolean => NOT_OBJECTS.has(code);
  if (isNamed) {
    return { diagnostics: read.diagnostics, notObjects: read.diagnostics.filter(isStray).length };
  }
  if (read.count === 0 && !mentionsManifests(file)) {
    return { diagnostics: [], notObjects: read.documents };
  }
  const strays = read.diagnostics.filter(isStray);
  const passed = new Set(
    // What is in a list of Kubernetes objects should be one.
    strays.filter((stray) => !read.ofItems.has(stray) && !looksLikeManifest(stray)),
  );
  return {
    diagnostics: read.diagnostics.filter((diagnostic) => !passed.has(diagnostic)),
    notObjects: strays.length,
  };
}

const WORDS = /apiVersion|kind|podSelector|policyTypes/i;

/** Whether a word that only manifests have stands anywhere in a file. */
function mentionsManifests(file: SourceFile): boolean {
  return file instanceof DiskFile ? file.some((text) => WORDS.test(text)) : WORDS.test(file.text);
}

/** Whether a document without a kind or an apiVersion was meant to be an object that we read. */
function looksLikeManifest({ code, location }: Diagnostic): boolean {
  if (code === 'document-not-object' || location.kind !== 'field') return false;
  const { file, start, end } = location.source;
  const text = file.text.slice(start, end);
  if (isReadKind(topLevel(text, 'kind'))) return true;
  if (isReadGroup(groupOf(topLevel(text, 'apiVersion')))) return true;
  return /^(spec:|[{\s]*"?spec"?\s*:)/m.test(text) && /\b(podSelector|policyTypes)\b/.test(text);
}

/** The value of a field at the document's root, of YAML in block style or of JSON. */
function topLevel(text: string, field: string): string {
  const pattern = text.trimStart().startsWith('{')
    ? new RegExp(`"${field}"\\s*:\\s*"([^"]*)"`)
    : new RegExp(`^["']?${field}["']?\\s*:\\s*["']?([\\w./-]*)`, 'm');
  return pattern.exec(text)?.[1] ?? '';
}

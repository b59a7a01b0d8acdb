import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SIZES, type Sizes } from '../../../src/load/disk-file.ts';
import { formatDiagnostic } from '../../../src/load/format-diagnostic.ts';
import { loadFiles, type Loaded, type LoadOptions } from '../../../src/load/load.ts';
import { readInput } from '../../../src/load/read-files.ts';
import type { FieldPath, ObjectSource } from '../../../src/model/source.ts';

/** Every file is large, and is read in blocks so small that something is cut at every border. */
export function tiny(block: number, batch = 1): Sizes {
  return { large: -1, whole: Infinity, block, batch };
}

/** All that loading says, with objects of the model as plain data and the places of their fields. */
export interface Said {
  readonly lines: readonly string[];
  readonly counts: unknown;
  readonly cluster: unknown;
  readonly places: readonly string[];
}

const noStdin = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array());

/** Loads the arguments of -f with files above a size read in pieces. */
export async function loadArguments(
  args: readonly string[],
  cwd: string,
  sizes: Sizes = SIZES,
  options: LoadOptions = {},
): Promise<Said> {
  const { files, diagnostics } = await readInput(args, { cwd, readStdin: noStdin }, sizes);
  const loaded = loadFiles(files, options);
  return said({ ...loaded, diagnostics: [...diagnostics, ...loaded.diagnostics] });
}

/** Loads a content as a file of a name, once as one text and once in pieces. */
export async function loadBothWays(
  name: string,
  content: string | Uint8Array,
  sizes: Sizes,
  options: LoadOptions = {},
): Promise<{ readonly whole: Said; readonly pieces: Said }> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'netpol-large-'));
  try {
    writeFileSync(path.join(cwd, name), content);
    return {
      whole: await loadArguments([name], cwd, SIZES, options),
      pieces: await loadArguments([name], cwd, sizes, options),
    };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** The plain data of what was loaded. */
export function said(loaded: Loaded): Said {
  const places: string[] = [];
  const note = (source: ObjectSource | null, field: FieldPath): void => {
    if (source === null) return;
    for (const at of ['key', 'value'] as const) {
      const { line, column } = loaded.locator.locate(source, field, at);
      const place = [source.file.name, line, column].join(':');
      places.push(`${place} ${String(source.document)} ${field.join('.')}`);
    }
  };
  const { cluster } = loaded;
  for (const pods of cluster.pods.values()) {
    for (const { source, labelsPath } of pods) note(source, labelsPath);
  }
  for (const policies of cluster.policies.values()) {
    for (const { source, ingress, egress } of policies) {
      for (const rule of [...ingress.rules, ...egress.rules]) note(source, rule.path);
    }
  }
  for (const { source, ports } of cluster.services) {
    for (const port of ports) note(source, port.path);
  }
  return {
    lines: loaded.diagnostics.map((diagnostic) => {
      return formatDiagnostic(diagnostic, loaded.locator).text;
    }),
    counts: plain(loaded.counts),
    cluster: plain(cluster),
    places,
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([key]) => key !== 'source');
  return Object.fromEntries(fields.map(([key, field]) => [key, plain(field)]));
}

import { NotCut } from './not-cut.ts';
import type { DiskFile } from './disk-file.ts';
import { readLargeJson } from './large-json.ts';
import { readLargeYaml } from './large-yaml.ts';
import type { Scan } from './scan.ts';
import type { StreamEntry } from './yaml-stream.ts';

/** One way to read a file. Where it throws a NotCut, nothing that it gave counts. */
export type Way = (scan: Scan) => Iterable<StreamEntry>;

/**
 * The ways to read a large file in pieces, the fastest first: JSON where the text starts with `{`,
 * else YAML.
 */
export function waysToRead(file: DiskFile): readonly Way[] {
  if (file.encoding !== 'utf-8') return [() => notCut('it is UTF-16')];
  const head = file.bytes(file.start, Math.min(file.start + LONGEST_BLANK, file.size));
  const index = head.findIndex((byte) => byte > 0x20 || byte < 0x09);
  const byte = head[index] ?? (head.length < LONGEST_BLANK ? 0x0a : 0xff);
  if (byte >= 0x80) return [() => notCut('it starts with no character of ASCII')];
  const start = file.start + index;
  return byte === 0x7b
    ? [true, false].map((byLines) => (scan) => readLargeJson(file, start, scan, byLines))
    : [(scan) => readLargeYaml(file, file.start, scan)];
}

const LONGEST_BLANK = 1 << 16;

function notCut(reason: string): never {
  throw new NotCut(reason);
}

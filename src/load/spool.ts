import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../model/source.ts';
import { decodeText } from './decode-text.ts';
import { DiskFile, type Sizes } from './disk-file.ts';

/**
 * Reads what can be read only once, such as standard input. Where it is large it is copied to a
 * file, which has no name any more when this returns: nobody else finds it, and it is gone with
 * the process, however that ends. Throws a system error.
 */
export async function readPipe(
  name: string,
  content: Promise<Uint8Array> | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>,
  sizes: Sizes,
): Promise<SourceFile> {
  const blocks = content instanceof Promise ? [await content] : content;
  const kept: Uint8Array[] = [];
  let size = 0;
  let fd: number | null = null;
  try {
    for await (const block of blocks) {
      const bytes = typeof block === 'string' ? Buffer.from(block) : block;
      size += bytes.length;
      kept.push(bytes);
      if (size <= sizes.large) continue;
      fd ??= await openNameless();
      for (const part of kept.splice(0)) writeAll(fd, part);
    }
  } catch (error) {
    if (fd !== null) closeSync(fd);
    throw error;
  }
  if (fd === null) return { name, text: decodeText(Buffer.concat(kept)) };
  return new DiskFile(name, fd, sizes);
}

/** A file for reading and writing that is in no folder. */
async function openNameless(): Promise<number> {
  // Nothing else needs it.
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(path.join(tmpdir(), 'netpol-'));
  try {
    return openSync(path.join(folder, 'input'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

/** The content of a pipe with a name, in blocks. Throws a system error. */
export function* readBlocks(file: string): Generator<Uint8Array> {
  const fd = openSync(file, 'r');
  try {
    for (;;) {
      const block = Buffer.allocUnsafe(BLOCK);
      const count = readSync(fd, block);
      if (count === 0) return;
      yield block.subarray(0, count);
    }
  } finally {
    closeSync(fd);
  }
}

const BLOCK = 1 << 16;

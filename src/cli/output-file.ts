import {
  closeSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Writes a file piece by piece. It gets its name only when it is whole, so that whoever ends the
 * program before leaves the old file as it was. What is no ordinary file (a pipe, a device) is
 * written to as it stands.
 */
export function writeWhole(file: string, pieces: Iterable<string>): void {
  const real = realOf(file);
  if (real !== null && !statSync(real).isFile()) {
    writePieces(real, pieces);
    return;
  }
  const final = real ?? file;
  const partial = path.join(path.dirname(final), `.${path.basename(final)}.partial`);
  try {
    writePieces(partial, pieces);
    renameSync(partial, final);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function realOf(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}

function writePieces(file: string, pieces: Iterable<string>): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    }
  } finally {
    closeSync(descriptor);
  }
}

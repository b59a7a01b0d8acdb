import { formatDiagnostic } from '../../../src/load/format-diagnostic.ts';
import { loadFiles, type Loaded, type LoadOptions } from '../../../src/load/load.ts';

/** Loads texts as files that were named: `a.yaml`, `b.yaml` … */
export function loadTexts(texts: readonly string[], options: LoadOptions = {}): Loaded {
  const files = texts.map((text, index) => {
    const name = `${String.fromCharCode('a'.charCodeAt(0) + index)}.yaml`;
    return { file: { name, text }, explicit: true };
  });
  return loadFiles(files, options);
}

/** What was said about the input, one line each. */
export function linesOf({ diagnostics, locator }: Loaded): string[] {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, locator).text);
}

/** Loads texts that must be without any diagnostic. */
export function loadClean(...texts: string[]): Loaded {
  const loaded = loadTexts(texts);
  const lines = linesOf(loaded);
  if (lines.length > 0) throw new Error(lines.join('\n'));
  return loaded;
}

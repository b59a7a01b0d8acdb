import { visible } from './escape.ts';

/**
 * One line of CSV (RFC 4180, with a bare line feed). A cell that a spreadsheet would take for a
 * formula is given an apostrophe.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\n`;
}

function cell(text: string): string {
  const shown = visible(text);
  const safe = /^[=+\-@]/.test(shown) ? `'${shown}` : shown;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

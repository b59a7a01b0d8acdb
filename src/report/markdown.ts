import { visible } from './escape.ts';

/** One line of a Markdown table, with what would be markup escaped. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |\n`;
}

/** Text that Markdown shows as it stands. */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>|~]/g, '\\$&')
    .replace(/&/g, '&amp;');
}

import type { Snippet, SnippetMark } from '../explain/explanation.ts';
import { truthGlyph } from './glyphs.ts';
import type { Page } from './page.ts';
import { columns, padTo } from './wrap.ts';

/** Lines of a manifest with their numbers; a remark stands beside its line, or below where it does not fit. */
export function writeSnippet(page: Page, { lines }: Snippet): void {
  const { glyphs, paint } = page;
  const digits = String(lines.at(-1)?.number ?? 0).length;
  const bar = page.view.ascii ? '|' : '│';
  const gutter = (text: string): string =>
    `  ${paint('dim', `${text.padStart(digits + 1)} ${bar}`)} `;
  const used = digits + 6;
  const dedent = Math.min(...lines.map(({ text }) => text.search(/\S/)).filter((at) => at >= 0));
  const remark = (mark: SnippetMark): string =>
    `${truthGlyph(glyphs, paint, mark.matched)} ${mark.text}`;
  const room = (mark: SnippetMark): number =>
    Math.min(page.view.width, 100) - used - columns(glyphs[mark.matched]) - 1 - columns(mark.text);
  // Remarks that fit beside their lines all begin in one column.
  const besides = lines.filter(({ text, marks: [mark, more] }) => {
    return mark !== undefined && more === undefined && columns(text) - dedent + 3 <= room(mark);
  });
  const column = Math.max(0, ...besides.map(({ text }) => columns(text) - dedent + 3));
  for (const line of lines) {
    if (line.afterGap) page.line(gutter(glyphs.gap));
    const text = line.text.slice(dedent);
    const [only] = line.marks;
    if (only !== undefined && besides.includes(line)) {
      const start = Math.max(columns(text) + 3, Math.min(column, room(only)));
      page.line(`${gutter(String(line.number))}${padTo(text, start)}${remark(only)}`);
      continue;
    }
    page.line(`${gutter(String(line.number))}${text}`);
    for (const mark of line.marks) {
      const start = Math.max(0, Math.min(mark.column - 1 - dedent, room(mark)));
      page.line(`${gutter('')}${' '.repeat(start)}${remark(mark)}`);
    }
  }
}

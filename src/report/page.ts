import type { Place } from '../explain/explanation.ts';
import { painter, type Paint } from './color.ts';
import type { View } from './format.ts';
import { glyphsFor, type Glyphs } from './glyphs.ts';
import { columns, wrapProse } from './wrap.ts';

/** Lines of text that are being written, with the means of the reader. */
export interface Page {
  readonly view: View;
  readonly glyphs: Glyphs;
  readonly paint: Paint;
  /** Adds a line as it is; it may be coloured. */
  line(text?: string): void;
  /**
   * Adds prose behind a head, wrapped between words; further lines are indented as deep as the
   * head is wide. The head may be coloured, so its width is given. A place follows on the last
   * line where it fits, else on a line of its own.
   */
  prose(head: string, headWidth: number, text: string, place?: Place | null): void;
  /** A place as `file:line:column`, underlined and linked where the terminal can. */
  place(place: Place): string;
  toString(): string;
}

/** `file:line:column`. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${String(line)}:${String(column)}`;
}

/** @param policies names to colour in prose */
export function createPage(view: View, policies: ReadonlySet<string>): Page {
  const lines: string[] = [];
  const paint = painter(view.color);

  function colorWords(text: string): string {
    return text.replace(/[^\s,;:]+/g, (word) =>
      policies.has(word) ? paint('policy', word) : word,
    );
  }

  return {
    view,
    glyphs: glyphsFor(view),
    paint,
    line(text = '') {
      lines.push(text.trimEnd());
    },
    prose(head, headWidth, text, place = null) {
      const wrapped = wrapProse(text, view.width, headWidth);
      for (const [i, line] of wrapped.entries()) {
        lines.push((i === 0 ? head : ' '.repeat(headWidth)) + colorWords(line));
      }
      if (place === null) return;
      const used = headWidth + columns(wrapped.at(-1) ?? '');
      if (fits(view, used + 2, placeText(place))) {
        lines.push(`${lines.pop() ?? ''}  ${shownPlace(place)}`);
      } else {
        lines.push(' '.repeat(headWidth) + shownPlace(place));
      }
    },
    place: shownPlace,
    toString: () => `${lines.join('\n')}\n`,
  };

  function shownPlace(place: Place): string {
    const shown = paint('place', placeText(place));
    if (view.linkBase === null || view.color === 0) return shown;
    const base = view.linkBase.endsWith('/') ? view.linkBase : `${view.linkBase}/`;
    const path = place.file.split('/').map(encodeURIComponent).join('/');
    const address = place.file.startsWith('/') ? `file://${path}` : `${base}${path}`;
    return `\u001b]8;;${address}\u001b\\${shown}\u001b]8;;\u001b\\`;
  }
}

/** Whether a text fits behind what is on a line already. */
export function fits(view: View, used: number, text: string): boolean {
  return used + columns(text) <= Math.min(view.width, 100);
}

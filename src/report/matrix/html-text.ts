import { visible } from '../escape.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A text as HTML, for content and for quoted attributes. Characters that a reader would not see are
 * shown escaped. Everything that this program did not write itself goes through here.
 */
export function htmlText(text: string): string {
  return withEntities(visible(text));
}

/**
 * A text as HTML in which the names of a cell's two ends are elements, so that the page can put the
 * names of another cell there. Where both ends have one name, it is the source's everywhere.
 */
export function htmlWithEnds(text: string, source: string, destination: string): string {
  // A visible text holds no control characters: they stand for the names until all is escaped.
  const ends = [
    { name: visible(source), stand: '\u0001', of: 'from' },
    { name: visible(destination), stand: '\u0002', of: 'to' },
  ];
  let html = visible(text);
  // The longer name first: the other may be a part of it.
  for (const { name, stand } of ends.toSorted((a, b) => b.name.length - a.name.length)) {
    html = html.replaceAll(name, stand);
  }
  html = withEntities(html);
  for (const { name, stand, of } of ends) {
    const element = `<span class="${of}">${withEntities(name)}</span>`;
    // A function: in a text, `$&` would be a pattern.
    html = html.replaceAll(stand, () => element);
  }
  return html;
}

function withEntities(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

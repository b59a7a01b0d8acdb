/**
 * Characters that a terminal or a reader's eye would not show as themselves: controls (with line
 * breaks and escape sequences), invisible and bidirectional formatting, tags, halves of surrogate
 * pairs.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** `\x1b`, `\u202e`, `\u{e0041}`: as a programmer would write the character. */
function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** Shows hidden characters escaped. Text from manifests is data: it never reaches a terminal raw. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/**
 * JSON text with the hidden characters of its strings escaped, so that it still reads as the same
 * data. Its line breaks are layout: those of strings are escaped already.
 */
export function escapeForJson(json: string): string {
  return json.replace(HIDDEN, (character) => {
    if (character === '\n') return character;
    const units = [...Array(character.length).keys()].map((i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
}

/** Data with every string in it made visible, keys too. */
export function visibleData<T>(data: T): T {
  return mapStrings(data, visible) as T;
}

function mapStrings(data: unknown, map: (text: string) => string): unknown {
  if (typeof data === 'string') return map(data);
  if (Array.isArray(data)) return data.map((item) => mapStrings(item, map));
  if (typeof data === 'object' && data !== null) {
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [map(key), mapStrings(value, map)]),
    );
  }
  return data;
}

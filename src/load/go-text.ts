/** A string as Go's `%q` prints it: how the API server quotes values in its messages. */
export function goQuote(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\u0007': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
    '"': '\\"',
    '\\': '\\\\',
  };
  let quoted = '';
  for (const character of text) {
    const escape = escapes[character];
    const code = character.codePointAt(0) ?? 0;
    if (escape !== undefined) quoted += escape;
    else if (character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character))
      quoted += character;
    else if (code < 0x80) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `"${quoted}"`;
}

/** A value as Go's encoding/json writes it: maps with sorted keys, `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  return toJson(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function toJson(value: unknown): string {
  if (!(value instanceof Map)) return JSON.stringify(value);
  const entries = [...(value as ReadonlyMap<string, unknown>)].sort(byKey);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${toJson(item)}`).join(',')}}`;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The length of a text in UTF-8 bytes: what Go's `len` counts. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

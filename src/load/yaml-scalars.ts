/** What a scalar is before it becomes JSON: integers and floats differ as mapping keys. */
export type Scalar =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };

const NULL: Scalar = { kind: 'null' };

/** Words with a meaning; any other spelling of them is a string. */
const WORDS = new Map<string, Scalar>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) WORDS.set(word, NULL);
for (const word of 'y Y yes Yes YES on On ON true True TRUE'.split(' ')) {
  WORDS.set(word, { kind: 'bool', value: true });
}
for (const word of 'n N no No NO off Off OFF false False FALSE'.split(' ')) {
  WORDS.set(word, { kind: 'bool', value: false });
}
for (const word of ['.nan', '.NaN', '.NAN']) WORDS.set(word, { kind: 'float', value: NaN });
for (const word of ['.inf', '.Inf', '.INF']) {
  WORDS.set(word, { kind: 'float', value: Infinity });
  WORDS.set(`+${word}`, { kind: 'float', value: Infinity });
  WORDS.set(`-${word}`, { kind: 'float', value: -Infinity });
}

/** First characters of everything that a plain scalar can be besides a string. */
const MEANINGFUL = new Uint8Array(128);
for (const character of '+-0123456789.yYnNtTfFoO~') MEANINGFUL[character.charCodeAt(0)] = 1;

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Digits may be separated by single underscores where the number starts with its dot. */
const DOT_FLOAT = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** Whether a plain scalar is certainly a string, by its first character alone. */
export function isPlainString(firstCode: number): boolean {
  return firstCode > 127 || MEANINGFUL[firstCode] === 0;
}

/** Resolves a plain scalar as YAML 1.1 is read by kubectl: `yes` is true, `010` is 8. */
export function resolvePlain(text: string): Scalar {
  const string: Scalar = { kind: 'string', value: text };
  if (text !== '' && isPlainString(text.charCodeAt(0))) return string;
  return WORDS.get(text) ?? resolveNumber(text) ?? string;
}

function resolveNumber(text: string): Scalar | undefined {
  const first = text.charAt(0);
  if (first === '.') {
    return DOT_FLOAT.test(text) ? finiteFloat(text.replaceAll('_', '')) : undefined;
  }
  if (!/[-+0-9]/.test(first)) return undefined;
  const plain = text.replaceAll('_', '');
  const match = INTEGER.exec(plain);
  if (match !== null) {
    const value = integer(match);
    const highest = match[1] === '' ? UINT64_MAX : INT64_MAX;
    if (value >= INT64_MIN && value <= highest) return { kind: 'int', value };
  }
  return FLOAT.test(plain) ? finiteFloat(plain) : undefined;
}

function integer([, sign, hex, binary, octal, decimal]: RegExpExecArray): bigint {
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? '0');
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}

/** A number too large for a float stays a string. */
function finiteFloat(text: string): Scalar | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'float', value } : undefined;
}

/**
 * Resolves a scalar with an explicit tag, given by its name in YAML's own namespace (`int` for
 * `!!int`). Returns the reason where the text does not fit the tag.
 */
export function resolveTagged(tag: string, text: string): Scalar | string {
  if (tag === 'str') return { kind: 'string', value: text };
  if (tag === 'binary') return decodeBinary(text);
  if (!['null', 'bool', 'int', 'float', 'timestamp'].includes(tag)) {
    return { kind: 'string', value: text };
  }
  const scalar = resolvePlain(text);
  if (scalar.kind === tag) return scalar;
  if (tag === 'float' && scalar.kind === 'int' && scalar.value <= INT64_MAX) {
    return { kind: 'float', value: Number(scalar.value) };
  }
  if (tag === 'timestamp' && scalar.kind === 'string' && isTimestamp(text)) return scalar;
  const found = scalar.kind === 'string' ? 'str' : scalar.kind;
  return `cannot decode !!${found} \`${text}\` as a !!${tag}`;
}

function decodeBinary(text: string): Scalar | string {
  const packed = text.replaceAll(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed)) {
    return '!!binary value contains invalid base64 data';
  }
  try {
    const value = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(packed, 'base64'));
    return { kind: 'string', value };
  } catch {
    return '!!binary value is not UTF-8 text';
  }
}

const TIMESTAMP =
  /^\d{4}-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?$/;

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const [year, month, day] = text.split(/[-Tt ]/, 3).map(Number);
  const date = new Date(Date.UTC(2000, (month ?? 0) - 1, day ?? 0));
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return false;
  const [hour, minute, second] = [match[3] ?? match[6], match[4] ?? match[7], match[5] ?? match[8]];
  return Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60 && Number(second ?? 0) < 60;
}

/** The JSON value of a scalar, or undefined for infinities and NaN, which JSON lacks. */
export function scalarValue(scalar: Scalar): string | number | boolean | null | undefined {
  switch (scalar.kind) {
    case 'null':
      return null;
    case 'int':
      return Number(scalar.value);
    case 'float':
      // The sign of a zero is lost on the way to the server.
      return Number.isFinite(scalar.value) ? scalar.value + 0 : undefined;
    default:
      return scalar.value;
  }
}

/** The JSON key of a scalar used as a mapping key, or undefined for null and uint64. */
export function scalarKey(scalar: Scalar): string | undefined {
  switch (scalar.kind) {
    case 'null':
      return undefined;
    case 'int':
      return scalar.value > INT64_MAX ? undefined : String(scalar.value);
    case 'bool':
      return String(scalar.value);
    case 'float':
      return floatKey(scalar.value);
    case 'string':
      return scalar.value;
  }
}

/** A float key is written with the digits of a 32-bit float, in the shortest form. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let precision = 1;
  while (Math.fround(Number(single.toPrecision(precision))) !== single) precision++;
  const [digits = '', exponent = '0'] = single.toExponential(precision - 1).split('e');
  if (Number(exponent) >= -4 && Number(exponent) < 6) {
    return String(Number(single.toPrecision(precision)));
  }
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${exponent.slice(1).padStart(2, '0')}`;
}

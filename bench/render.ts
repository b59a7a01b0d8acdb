/** Renders a value whose first line is already indented; further lines get the indentation. */
export type Render = (value: unknown, indent: string) => string;

/** Renders one value, and its parts with `part`. */
type Writer = (value: unknown, indent: string, part: Render) => string;

/**
 * Renders with a memory: the text of a frozen part is kept as long as the part is, so that what
 * thousands of pods share is rendered once.
 */
function remembering(write: Writer): Render {
  const kept = new WeakMap<object, { readonly indent: string; readonly text: string }>();
  const inside: Render = (value, indent) => write(value, indent, inside);
  const render: Render = (value, indent) => {
    if (typeof value !== 'object' || value === null || !Object.isFrozen(value)) {
      return write(value, indent, render);
    }
    const known = kept.get(value);
    if (known?.indent === indent) return known.text;
    const text = inside(value, indent);
    kept.set(value, { indent, text });
    return text;
  };
  return render;
}

/** JSON without blanks, as JSON.stringify writes it. */
export function compactJson(): Render {
  return remembering((value, indent, part) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((item) => part(item, indent)).join(',')}]`;
    const fields = Object.entries(value);
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${part(field, indent)}`).join(',')}}`;
  });
}

const STEP = '    ';

/** JSON as kubectl prints it, and JSON.stringify with 4 blanks a level. */
export function prettyJson(): Render {
  return remembering((value, indent, part) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const inner = indent + STEP;
    const [open, close] = Array.isArray(value) ? '[]' : '{}';
    let text = '';
    for (const [key, field] of Object.entries(value) as [string, unknown][]) {
      text += text === '' ? `${open!}\n${inner}` : `,\n${inner}`;
      text += Array.isArray(value)
        ? part(field, inner)
        : `${JSON.stringify(key)}: ${part(field, inner)}`;
    }
    return text === '' ? `${open!}${close!}` : `${text}\n${indent}${close!}`;
  });
}

/** YAML as kubectl prints it: sequences at the column of their key. */
export function yaml(): Render {
  return remembering((value, indent, part) => {
    if (typeof value !== 'object' || value === null) return scalar(value);
    if (Array.isArray(value)) {
      if (value.length === 0) return '[]';
      return value.map((item) => `- ${part(item, `${indent}  `)}`).join(`\n${indent}`);
    }
    const fields = Object.entries(value) as [string, unknown][];
    if (fields.length === 0) return '{}';
    return fields
      .map(([key, field]) => `${scalar(key)}:${below(field, indent, part)}`)
      .join(`\n${indent}`);
  });
}

/** The value of a key: on its line, or below it. */
function below(field: unknown, indent: string, part: Render): string {
  if (typeof field !== 'object' || field === null || Object.keys(field).length === 0) {
    return ` ${part(field, indent)}`;
  }
  const inner = Array.isArray(field) ? indent : `${indent}  `;
  return `\n${inner}${part(field, inner)}`;
}

/** Characters that need no quotes, with single blanks between them. */
const PLAIN = /^[A-Za-z0-9./][!-~]*(?: [!-~]+)*$/;
/** A comment, or the end of a key. */
const SPECIAL = /: | #|:$/;
/** What YAML 1.1 reads as a boolean, null, number or time. */
const RESOLVED = new RegExp(
  [
    'y|n|yes|no|on|off|true|false|null|\\.inf|\\.nan',
    '\\d[\\d_]*(?:\\.[\\d_]*)?(?:e[-+]?\\d+)?',
    '\\.\\d[\\d_]*(?:e[-+]?\\d+)?',
    '0x[\\da-f_]+|0o[0-7]+|0b[01_]+',
    '\\d[\\d_]*(?::[0-5]?\\d)+(?:\\.\\d*)?',
    '\\d{4}-\\d{1,2}-\\d{1,2}.*',
  ]
    .map((form) => `^(?:${form})$`)
    .join('|'),
  'i',
);

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isPlain = PLAIN.test(value) && !SPECIAL.test(value) && !RESOLVED.test(value);
  return isPlain ? value : JSON.stringify(value);
}

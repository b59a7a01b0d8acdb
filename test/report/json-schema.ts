/** The keywords of JSON Schema that the schemas of this repository use. */
interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const KNOWN = new Set(
  '$schema $id title description $defs $ref anyOf const enum type minimum items properties required additionalProperties'.split(
    ' ',
  ),
);

function typeOf(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'array';
  return Number.isInteger(data) ? 'integer' : typeof data;
}

/** What is wrong with data by a schema, each with the path of the data; empty: it is valid. */
export function schemaErrors(root: Schema, data: unknown): string[] {
  return check(root, data, '');

  function check(schema: Schema, value: unknown, path: string): string[] {
    const unknown = Object.keys(schema).filter((key) => !KNOWN.has(key));
    if (unknown.length > 0) throw new Error(`keyword ${String(unknown[0])} is not implemented`);
    if (schema.$ref !== undefined) {
      const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
      if (target === undefined) throw new Error(`${schema.$ref} leads nowhere`);
      return check(target, value, path);
    }
    if (schema.anyOf !== undefined) {
      const tries = schema.anyOf.map((option) => check(option, value, path));
      return tries.some((errors) => errors.length === 0) ? [] : (tries[0] ?? []);
    }
    const errors: string[] = [];
    const is = typeOf(value);
    if (schema.const !== undefined && value !== schema.const)
      errors.push(`${path}: not the constant`);
    if (schema.enum !== undefined && !schema.enum.includes(value)) {
      errors.push(`${path}: ${JSON.stringify(value)} is not in the enum`);
    }
    if (schema.type !== undefined && ![schema.type].flat().includes(is)) {
      errors.push(`${path}: ${is} in place of ${[schema.type].flat().join('|')}`);
    }
    if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum) {
      errors.push(`${path}: below ${String(schema.minimum)}`);
    }
    if (Array.isArray(value) && schema.items !== undefined) {
      const { items } = schema;
      errors.push(...value.flatMap((item, i) => check(items, item, `${path}/${String(i)}`)));
    }
    if (is === 'object')
      errors.push(...checkObject(schema, value as Record<string, unknown>, path));
    return errors;
  }

  function checkObject(schema: Schema, value: Record<string, unknown>, path: string): string[] {
    const missing = (schema.required ?? []).filter((key) => !(key in value));
    return [
      ...missing.map((key) => `${path}: ${key} is missing`),
      ...Object.entries(value).flatMap(([key, item]) => {
        const own = schema.properties?.[key] ?? schema.additionalProperties;
        if (own === false) return [`${path}/${key}: not in the schema`];
        return typeof own === 'object' ? check(own, item, `${path}/${key}`) : [];
      }),
    ];
  }
}

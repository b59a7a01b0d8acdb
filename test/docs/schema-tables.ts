/* The tables of docs/json.md, made from schema/check-v1.json. */

export interface SchemaNode {
  readonly description?: string;
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
}

export interface RootSchema extends SchemaNode {
  readonly $defs: Readonly<Record<string, SchemaNode>>;
}

/** More values than these are codes, which docs/codes.md lists. */
const MOST_VALUES = 9;

/** How the definitions of the schema are headed, in the order of the document. */
const TITLES: Readonly<Record<string, string>> = {
  case: 'A case',
  endpoint: 'An end: `from`, `to`',
  endDecision: 'What an end says: `egress`, `ingress`',
  policy: 'A policy',
  rule: 'A rule',
  clause: 'A clause',
  place: 'A place: `source`',
  remedy: 'A remedy',
  unknown: '`unknown`',
};

/** One table for the answer and one for each definition; parts stand below their whole. */
export function schemaTables(schema: RootSchema): string {
  const objects = Object.keys(schema.$defs).filter((name) => schema.$defs[name]?.properties);
  const order = [...Object.keys(TITLES), ...objects.filter((name) => !(name in TITLES))];
  const parts = order.map((name) => table(TITLES[name] ?? name, schema.$defs[name]!, schema));
  return [table('The answer', schema, schema), ...parts].join('\n\n');
}

/** The fields that nothing is said about. */
export function undescribed(node: SchemaNode, path: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => [
    ...(field.description === undefined ? [`${path}.${name}`] : []),
    ...nested(field).flatMap((part) => undescribed(part, `${path}.${name}`)),
  ]);
}

function table(title: string, node: SchemaNode, schema: RootSchema): string {
  return [`### ${title}`, '', '| field | is | |', '|---|---|---|', ...rows(node, '', schema)].join(
    '\n',
  );
}

function rows(node: SchemaNode, prefix: string, schema: RootSchema): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const below = nested(field).flatMap((part) => {
      const isList = field.items !== undefined;
      return rows(part, `${path}${isList ? '[]' : ''}.`, schema);
    });
    const is = typeOf(field, schema).join(' or ');
    return [`| \`${path}\` | ${is} | ${escaped(field.description ?? '')} |`, ...below];
  });
}

/** The objects that a field holds which have no definition of their own. */
function nested(field: SchemaNode): SchemaNode[] {
  const candidates = [field, field.items, ...(field.anyOf ?? [])];
  return candidates.filter((node) => node?.properties !== undefined) as SchemaNode[];
}

function typeOf(node: SchemaNode, schema: RootSchema): string[] {
  const { $ref, anyOf, items, type } = node;
  if ($ref !== undefined) {
    const name = $ref.replace('#/$defs/', '');
    const target = schema.$defs[name];
    return target?.enum === undefined ? [linkTo(name)] : typeOf(target, schema);
  }
  if (anyOf !== undefined) return anyOf.flatMap((option) => typeOf(option, schema));
  if ('const' in node) return [code(node.const)];
  if (node.enum !== undefined) return valuesOf(node.enum);
  if (items !== undefined) {
    const item = typeOf(items, schema).join(' or ');
    return [`list of ${item}`];
  }
  if (type === 'object' && typeof node.additionalProperties === 'object') {
    return [`object of ${typeOf(node.additionalProperties, schema).join(' or ')}`];
  }
  return type === undefined ? ['anything'] : [type].flat();
}

function valuesOf(values: readonly unknown[]): string[] {
  if (values.length <= MOST_VALUES)
    return values.map((value) => (value === null ? 'null' : code(value)));
  return ['a [code](codes.md)', ...(values.includes(null) ? ['null'] : [])];
}

/** A definition, by the heading that GitHub makes an anchor of. */
function linkTo(name: string): string {
  const title = TITLES[name] ?? name;
  const anchor = title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
  const word = title.replace(/:.*/, '').replaceAll('`', '').toLowerCase();
  return `[${word}](#${anchor})`;
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function escaped(text: string): string {
  return text.replace(/[*_<[\]|]/g, '\\$&');
}

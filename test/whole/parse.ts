/** One statement of a list: what passes, or does not, from one name to another. */
export interface Statement {
  readonly from: string;
  readonly to: string;
  readonly state: 'allowed' | 'denied' | 'unknown';
  /** `80/TCP`, `1-65535/UDP`, `ICMP`. */
  readonly ports: readonly string[];
  readonly where: 'same-node' | 'other-nodes' | null;
  /** Where only some pairs have them. */
  readonly pairs: { readonly count: number; readonly of: number } | null;
}

/** A list as a program reads it back. */
export interface Parsed {
  readonly statements: readonly Statement[];
  /** Who belongs to a name of more than one. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  readonly destinations: ReadonlyMap<string, readonly string[]>;
}

interface JsonEnd {
  readonly text: string;
  readonly ranges?: readonly string[];
}

interface JsonRow {
  readonly from: JsonEnd;
  readonly to: JsonEnd;
  readonly where: Statement['where'];
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
  readonly unknown: readonly string[];
  readonly some: readonly {
    readonly ports: readonly string[];
    readonly state: Statement['state'];
    readonly pairs: number;
    readonly of: number;
  }[];
}

interface JsonOpen {
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly string[];
}

interface JsonMember {
  readonly text: string;
  readonly members: readonly string[];
}

interface JsonList {
  readonly sources: readonly JsonMember[];
  readonly destinations: readonly JsonMember[];
  readonly unrestricted: JsonOpen | null;
  readonly rows: readonly JsonRow[];
}

export function parseJson(text: string): Parsed {
  return fromJson(JSON.parse(text) as JsonList);
}

export function parseNdjson(text: string): Parsed {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string });
  const of = (type: string): unknown[] => lines.filter((line) => line.type === type);
  return fromJson({
    sources: of('source') as JsonMember[],
    destinations: of('destination') as JsonMember[],
    unrestricted: (of('unrestricted')[0] as JsonOpen | undefined) ?? null,
    rows: of('row') as JsonRow[],
  });
}

function fromJson({ sources, destinations, unrestricted, rows }: JsonList): Parsed {
  const name = ({ text, ranges }: JsonEnd): string => ranges?.join(' ') ?? text;
  const statements = rows.flatMap((row): Statement[] => {
    const ends = { from: name(row.from), to: name(row.to), where: row.where };
    return [
      { ...ends, state: 'allowed' as const, ports: row.allowed ?? [], pairs: null },
      { ...ends, state: 'denied' as const, ports: row.denied ?? [], pairs: null },
      { ...ends, state: 'unknown' as const, ports: row.unknown, pairs: null },
      ...row.some.map(({ state, ports, pairs, of }) => {
        return { ...ends, state, ports, pairs: { count: pairs, of } };
      }),
    ];
  });
  const members = (list: readonly JsonMember[]) =>
    new Map(list.map((one) => [one.text, one.members]));
  return {
    statements: [
      ...(unrestricted === null
        ? []
        : openStatements(
            [...unrestricted.sources, ...asOne(unrestricted.from)],
            [...unrestricted.destinations, ...asOne(unrestricted.to)],
            unrestricted.ports,
          )),
      ...statements,
    ],
    sources: members(sources),
    destinations: members(destinations),
  };
}

function asOne(list: readonly string[]): string[] {
  return list.length === 0 ? [] : [list.join(' ')];
}

/** Everyone to everyone, but no addresses to addresses. */
function openStatements(
  from: readonly string[],
  to: readonly string[],
  ports: readonly string[],
): Statement[] {
  return from.flatMap((source) =>
    to.flatMap((destination) =>
      isOutside(source) && isOutside(destination)
        ? []
        : [{ from: source, to: destination, state: 'allowed', ports, where: null, pairs: null }],
    ),
  );
}

/** Whether a name is that of addresses: `10.0.0.0/8 ::/0`, `internet (IPv4), 10.0.0.0-10.0.0.2`. */
export function isOutside(name: string): boolean {
  return /^internet/.test(name) || /^[0-9a-f.:]+[-/, ]|^[0-9a-f.:]*[.:][0-9a-f.:]*$/.test(name);
}

export function parseCsv(text: string): Parsed {
  const [, ...lines] = text.trimEnd().split('\n').map(csvCells);
  const members = lines.filter((cells) => cells[3] === 'member');
  const open = '(unrestricted)';
  const from = members.filter(([, , to]) => to === open).map(([name = '']) => name);
  const to = members.filter(([name]) => name === open).map(([, , name = '']) => name);
  const statements = lines.flatMap((cells): Statement[] => {
    const [source = '', , destination = '', state, where = '', ports = '', pairs = '', of] = cells;
    if (state === 'member') return [];
    if (source === open) return openStatements(from, to, ports.split(' '));
    return [
      {
        from: source,
        to: destination,
        state: state as Statement['state'],
        ports: ports.split(' '),
        where: where === '' ? null : (where as 'same-node' | 'other-nodes'),
        pairs: pairs === '' ? null : { count: Number(pairs), of: Number(of) },
      },
    ];
  });
  return { statements, sources: new Map(), destinations: new Map() };
}

export function csvCells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

export function parseMarkdown(text: string): Parsed {
  const plain = text.replace(/\\(.)/g, '$1');
  const rows = [...plain.matchAll(/^\| (.*) \| (.*) \| (.*) \|$/gm)].slice(1);
  const [, ports = ''] = /^- .* -> .*: (.*)\n- sources: /m.exec(plain) ?? [];
  const names = (side: string): string[] =>
    (new RegExp(`^- ${side}: (.*)$`, 'm').exec(plain)?.[1] ?? '').split(', ').filter(Boolean);
  return {
    statements: [
      ...openStatements(names('sources'), names('destinations'), portItems(ports)),
      ...rows
        .filter(([, from]) => from !== '---')
        .flatMap(([, from = '', to = '', words = '']) => ofWords(from, to, words)),
    ],
    sources: new Map(),
    destinations: new Map(),
  };
}

const DOT = {
  node: /^ {2}(n\d+) \[label="(.*?)"(?:, shape=\w+)?\];$/gm,
  edge: /^ {2}(n\d+) -> (n\d+) \[label="(.*?)"(?:, style=\w+)?\];$/gm,
};
const MERMAID = {
  node: /^ {2}(n\d+)(?:\[|\(\[|\{\{)"(.*?)"(?:\]|\]\)|\}\})$/gm,
  edge: /^ {2}(n\d+) (?:-->|-\.->|--->)(?:\|"(.*?)"\|)? (n\d+)$/gm,
};

export function parseDot(text: string): Parsed {
  const edges = [...text.matchAll(DOT.edge)].map(([, from = '', to = '', label = '']) => {
    return { from, to, label };
  });
  return fromGraph([...text.matchAll(DOT.node)], edges);
}

export function parseMermaid(text: string): Parsed {
  const edges = [...text.matchAll(MERMAID.edge)].map(([, from = '', label = '', to = '']) => {
    return { from, to, label };
  });
  return fromGraph([...text.matchAll(MERMAID.node)], edges);
}

/** Whatever leads to the hub reaches whatever the hub leads to. */
function fromGraph(
  nodes: readonly RegExpExecArray[],
  edges: readonly { readonly from: string; readonly to: string; readonly label: string }[],
): Parsed {
  const names = new Map(nodes.map(([, id = '', label = '']) => [id, label]));
  const name = (id: string): string => names.get(id) ?? `no node ${id}`;
  const [hub = '', label = ''] =
    [...names].find(([, text]) => text.startsWith('not restricted: ')) ?? [];
  const from = edges.filter(({ to }) => to === hub).map((edge) => name(edge.from));
  const to = edges.filter((edge) => edge.from === hub).map((edge) => name(edge.to));
  return {
    statements: [
      ...openStatements(from, to, portItems(label.replace('not restricted: ', ''))),
      ...edges
        .filter((edge) => edge.from !== hub && edge.to !== hub)
        .flatMap((edge) => ofWords(name(edge.from), name(edge.to), edge.label)),
    ],
    sources: new Map(),
    destinations: new Map(),
  };
}

/** `80,443/TCP 53/UDP; ? 9121/TCP; on other nodes`. */
function ofWords(from: string, to: string, words: string): Statement[] {
  const parts = words.split('; ');
  const where = parts.includes('on the same node')
    ? 'same-node'
    : parts.includes('on other nodes')
      ? 'other-nodes'
      : null;
  return parts
    .filter((part) => !part.startsWith('on '))
    .map((part) => ({
      from,
      to,
      state: part.startsWith('? ') ? 'unknown' : 'allowed',
      ports: portItems(part.replace('? ', '')),
      where,
      pairs: null,
    }));
}

/** The ports that words stand for, one by one. */
export function portItems(words: string): string[] {
  return words
    .replace('all ports', 'all TCP all UDP all SCTP')
    .replaceAll('all ', '1-65535/')
    .split(' ')
    .filter(Boolean)
    .flatMap((word) => {
      const [numbers = '', protocol] = word.split('/');
      if (protocol === undefined) return [numbers];
      return numbers.split(',').map((number) => `${number}/${protocol}`);
    });
}

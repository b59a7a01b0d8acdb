import type { EndText, ListRow, OpenData } from '../../explain/whole/list-data.ts';

/** How sources and destinations that no policy restricts are called together. */
export const UNRESTRICTED = '(unrestricted)';

const WHERE = { 'same-node': 'on the same node', 'other-nodes': 'on other nodes' } as const;

/** `6379/TCP; ? 9121/TCP; some: 80/TCP (2 of 12 pairs); on other nodes`. */
export function portsWords({ ports, unknown, some, of, where }: ListRow): string {
  const parts = [
    ports.text,
    unknown.text === '' ? '' : `? ${unknown.text}`,
    ...some.map((one) => {
      const mark = one.state === 'unknown' ? '? ' : '';
      return `some: ${mark}${one.ports.text} (${String(one.pairs)} of ${String(of)} pairs)`;
    }),
    where === null ? '' : WHERE[where],
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** Whether some of a row depends on facts that the input lacks. */
export function isOpenQuestion({ unknown, some }: ListRow): boolean {
  return unknown.text !== '' || some.some(({ state }) => state === 'unknown');
}

/** `5 unrestricted sources and internet`. */
export function openWords(data: OpenData, side: 'sources' | 'destinations'): string {
  const count = data[side].length;
  const outside = side === 'sources' ? data.from : data.to;
  const noun = side === 'sources' ? 'source' : 'destination';
  const groups =
    count === 0 ? [] : [`${String(count)} unrestricted ${noun}${count === 1 ? '' : 's'}`];
  return [...groups, ...(outside === null ? [] : [outside.text])].join(' and ');
}

/** The names of one side of what no policy restricts. */
export function openNames(data: OpenData, side: 'sources' | 'destinations'): readonly EndText[] {
  const outside = side === 'sources' ? data.from : data.to;
  return [...data[side], ...(outside === null ? [] : [outside])];
}

import type { EndText, ListData } from '../../explain/whole/list-data.ts';
import { isOpenQuestion, openNames, portsWords } from './words.ts';

/** A node of a graph, met for the first time. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly kind: EndText['kind'] | 'hub';
}

/** An arrow from one node to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** '' for what leads to the hub and away from it. */
  readonly label: string;
  readonly style: 'plain' | 'unknown' | 'open';
}

export type GraphItem =
  | { readonly kind: 'node'; readonly node: GraphNode }
  | { readonly kind: 'edge'; readonly edge: GraphEdge };

/**
 * Rows as a graph, each node before its first edge. What no policy restricts leads to a hub and from
 * there to everyone that no policy restricts: so many arrows say what would be a million.
 */
export function* graphOf(data: ListData): Iterable<GraphItem> {
  const ids = new Map<string, string>();
  const fresh: GraphNode[] = [];
  const idOf = (label: string, kind: GraphNode['kind']): string => {
    const key = `${kind} ${label}`;
    let id = ids.get(key);
    if (id === undefined) {
      id = `n${String(ids.size)}`;
      ids.set(key, id);
      fresh.push({ id, label, kind });
    }
    return id;
  };
  const add = function* (edge: GraphEdge): Iterable<GraphItem> {
    for (const node of fresh.splice(0)) yield { kind: 'node', node };
    yield { kind: 'edge', edge };
  };
  const endId = ({ text, kind }: EndText): string => idOf(text, kind);
  const { open } = data;
  if (open !== null) {
    const hub = idOf(`not restricted: ${open.ports.text}`, 'hub');
    for (const end of openNames(open, 'sources')) {
      yield* add({ from: endId(end), to: hub, label: '', style: 'open' });
    }
    for (const end of openNames(open, 'destinations')) {
      yield* add({ from: hub, to: endId(end), label: '', style: 'open' });
    }
  }
  for (const row of data.rows()) {
    const via = row.to.via === null ? '' : ` via ${row.to.via}`;
    yield* add({
      from: endId(row.from),
      to: endId(row.to),
      label: `${portsWords(row)}${via}`,
      style: isOpenQuestion(row) ? 'unknown' : 'plain',
    });
  }
}

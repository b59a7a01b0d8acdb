import { visible } from '../escape.ts';
import type { ListFormat } from './format.ts';
import { graphOf, type GraphEdge, type GraphNode } from './graph.ts';

/** A directed graph for Graphviz. What depends on missing facts is dashed. */
export const DOT_LIST: ListFormat = {
  name: 'dot',
  *render(data) {
    yield 'digraph netpol {\n  rankdir=LR;\n  node [shape=box];\n';
    for (const item of graphOf(data)) {
      yield item.kind === 'node' ? nodeText(item.node) : edgeText(item.edge);
    }
    yield '}\n';
  },
};

const SHAPES: Partial<Record<GraphNode['kind'], string>> = {
  outside: ', shape=ellipse',
  hub: ', shape=diamond',
};

function nodeText({ id, label, kind }: GraphNode): string {
  return `  ${id} [label=${quoted(label)}${SHAPES[kind] ?? ''}];\n`;
}

const STYLES = { plain: '', unknown: ', style=dashed', open: ', style=dotted' } as const;

function edgeText({ from, to, label, style }: GraphEdge): string {
  return `  ${from} -> ${to} [label=${quoted(label)}${STYLES[style]}];\n`;
}

function quoted(text: string): string {
  return `"${visible(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

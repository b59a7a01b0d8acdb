import { visible } from '../escape.ts';
import type { ListFormat } from './format.ts';
import { graphOf, type GraphEdge, type GraphNode } from './graph.ts';

/** A flowchart for Mermaid. What depends on missing facts is dotted. */
export const MERMAID_LIST: ListFormat = {
  name: 'mermaid',
  *render(data) {
    yield 'flowchart LR\n';
    for (const item of graphOf(data)) {
      yield item.kind === 'node' ? nodeText(item.node) : edgeText(item.edge);
    }
  },
};

function nodeText({ id, label, kind }: GraphNode): string {
  const text = quoted(label);
  switch (kind) {
    case 'outside':
      return `  ${id}([${text}])\n`;
    case 'hub':
      return `  ${id}{{${text}}}\n`;
    default:
      return `  ${id}[${text}]\n`;
  }
}

function edgeText({ from, to, label, style }: GraphEdge): string {
  const arrow = style === 'unknown' ? '-.->' : style === 'open' ? '--->' : '-->';
  return `  ${from} ${arrow}${label === '' ? '' : `|${quoted(label)}|`} ${to}\n`;
}

/** Mermaid has no escapes but the entities of HTML, written with `#`. */
function quoted(text: string): string {
  const escaped = visible(text).replace(/["#&<>|`\\]/g, (character) => {
    return `#${String(character.charCodeAt(0))};`;
  });
  return `"${escaped}"`;
}

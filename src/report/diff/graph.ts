import type { ConnectionChange, DiffData, LoneEnd } from '../../explain/whole/diff-data.ts';
import { visible } from '../escape.ts';
import type { DiffFormat } from './format.ts';
import { changedPorts, openText, peersText } from './words.ts';

/** An edge of the picture. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: ConnectionChange['kind'] | 'added' | 'removed';
}

const COLORS = {
  opened: '#cf222e',
  closed: '#1a7f37',
  changed: '#9a6700',
  added: '#0969da',
  removed: '#6e7781',
} as const;

function edgesOf({ changes, added, removed }: DiffData): Edge[] {
  const lone = (ends: readonly LoneEnd[], kind: 'added' | 'removed'): Edge[] =>
    ends.flatMap(({ end, from, to }) => [
      ...from.map((peers) => {
        return { from: peersText(peers, 3), to: end.text, label: openText(peers.ports), kind };
      }),
      ...to.map((peers) => {
        return { from: end.text, to: peersText(peers, 3), label: openText(peers.ports), kind };
      }),
    ]);
  return [
    ...changes.map((change) => {
      const { from, to, kind } = change;
      return { from: from.text, to: to.text, label: changedPorts(change), kind };
    }),
    ...lone(added, 'added'),
    ...lone(removed, 'removed'),
  ];
}

/** Every end once, with the workloads that are new or gone. */
function nodesOf(data: DiffData, edges: readonly Edge[]): Map<string, 'added' | 'removed' | null> {
  const nodes = new Map<string, 'added' | 'removed' | null>();
  for (const { from, to } of edges) nodes.set(from, null).set(to, null);
  for (const { end } of data.added) nodes.set(end.text, 'added');
  for (const { end } of data.removed) nodes.set(end.text, 'removed');
  return new Map([...nodes].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function* renderDot(data: DiffData): Iterable<string> {
  const edges = edgesOf(data);
  yield 'digraph netpol {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n';
  for (const [name, state] of nodesOf(data, edges)) {
    const look = state === null ? '' : ` [color="${COLORS[state]}", tooltip="${state}"]`;
    yield `  ${dotText(name)}${look};\n`;
  }
  for (const { from, to, label, kind } of edges) {
    const style = kind === 'closed' || kind === 'removed' ? 'dashed' : 'solid';
    const look = `label=${dotText(label)}, color="${COLORS[kind]}", fontcolor="${COLORS[kind]}", style=${style}`;
    yield `  ${dotText(from)} -> ${dotText(to)} [${look}];\n`;
  }
  yield '}\n';
}

function dotText(text: string): string {
  return `"${visible(text).replace(/["\\]/g, '\\$&')}"`;
}

function* renderMermaid(data: DiffData): Iterable<string> {
  const edges = edgesOf(data);
  const nodes = nodesOf(data, edges);
  const ids = new Map([...nodes.keys()].map((name, index) => [name, `n${String(index)}`]));
  yield 'flowchart LR\n';
  for (const [name, state] of nodes) {
    yield `  ${ids.get(name) ?? ''}["${mermaidText(name)}"]${state === null ? '' : `:::${state}`}\n`;
  }
  for (const { from, to, label, kind } of edges) {
    const arrow = kind === 'closed' || kind === 'removed' ? '-.->' : '-->';
    yield `  ${ids.get(from) ?? ''} ${arrow}|"${mermaidText(label)}"| ${ids.get(to) ?? ''}\n`;
  }
  for (const [index, { kind }] of edges.entries()) {
    yield `  linkStyle ${String(index)} stroke:${COLORS[kind]},color:${COLORS[kind]}\n`;
  }
  const states = new Set(nodes.values());
  for (const state of ['added', 'removed'] as const) {
    if (states.has(state)) yield `  classDef ${state} stroke:${COLORS[state]}\n`;
  }
}

/** Text in quotes, with what Mermaid would read as syntax or HTML as entities. */
function mermaidText(text: string): string {
  return visible(text).replace(
    /["#<>&`\\;]/g,
    (character) => `#${String(character.codePointAt(0))};`,
  );
}

/** Graphviz: opened solid, closed dashed. */
export const DOT_FORMAT: DiffFormat = { name: 'dot', render: renderDot };
export const MERMAID_FORMAT: DiffFormat = { name: 'mermaid', render: renderMermaid };

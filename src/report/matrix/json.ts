import type { MatrixEnd, MatrixMark } from '../../explain/whole/matrix-data.ts';
import type { Json } from '../data-text.ts';
import { escapeForJson } from '../escape.ts';
import type { MatrixFormat } from './format.ts';

/** Version of the shape of the output; a change that could break a reader raises it. */
export const MATRIX_SCHEMA_VERSION = 1;

/** One object, with one row of cells a line: what schema/matrix-v1.json describes. */
export const JSON_MATRIX: MatrixFormat = {
  name: 'json',
  *render(data, { version }) {
    const { ports, namespace, by } = data.question;
    yield `{\n  "schemaVersion": ${String(MATRIX_SCHEMA_VERSION)},\n`;
    yield `  "tool": ${text({ name: 'netpol', version })},\n`;
    yield `  "title": ${text(data.title)},\n`;
    yield `  "question": ${text({ ports: [...ports], namespace, by })},\n`;
    yield `  "rows": [${lines(data.rows.map(endData))}],\n`;
    yield `  "columns": [${lines(data.columns.map(endData))}],\n`;
    yield `  "legend": [${lines(data.legend.map(markData))}],\n`;
    yield '  "cells": [';
    for (const [row, marks] of data.cells.entries()) {
      yield `${row === 0 ? '\n' : ',\n'}    ${JSON.stringify(marks)}`;
    }
    yield `${data.cells.length === 0 ? '' : '\n  '}],\n`;
    yield `  "counts": ${text({ ...data.counts })},\n`;
    yield `  "notes": ${text([...data.notes])}\n}\n`;
  },
};

function text(data: Json): string {
  return escapeForJson(JSON.stringify(data));
}

function lines(items: readonly Json[]): string {
  return items.length === 0 ? '' : `\n    ${items.map(text).join(',\n    ')}\n  `;
}

function endData({ text: name, kind, namespace, pods, members }: MatrixEnd): Json {
  return { text: name, kind, namespace, pods, members: [...members] };
}

function markData({ letter, state, text: words, passages, cells }: MatrixMark): Json {
  return {
    letter,
    state,
    text: words,
    passages: passages.map(({ where, allowed, unknown, some, of }) => ({
      where,
      allowed: [...allowed.items],
      unknown: [...unknown.items],
      some: some.map(({ ports, state: own, pairs }) => {
        return { ports: [...ports.items], state: own, pairs, of };
      }),
    })),
    cells,
  };
}

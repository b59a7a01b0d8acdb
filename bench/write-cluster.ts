import { closeSync, openSync, writeSync } from 'node:fs';
import type { Manifest } from './manifests/manifest.ts';
import { compactJson, prettyJson, yaml, type Render } from './render.ts';

/**
 * `json` and `yaml` are lists as `kubectl get -o …` prints them, `compact` the first of them
 * without blanks and line breaks, and `lines` one object a line.
 */
export const FORMATS = ['json', 'compact', 'lines', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

/** What stands before the first object, between two, and after the last one. */
interface Frame {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly indent: string;
  readonly render: () => Render;
}

const FRAMES: Readonly<Record<Format, Frame>> = {
  json: {
    before: '{\n    "apiVersion": "v1",\n    "items": [\n        ',
    between: ',\n        ',
    after:
      '\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n',
    indent: '        ',
    render: prettyJson,
  },
  compact: {
    before: '{"apiVersion":"v1","items":[',
    between: ',',
    after: '],"kind":"List","metadata":{"resourceVersion":""}}\n',
    indent: '',
    render: compactJson,
  },
  lines: { before: '', between: '\n', after: '\n', indent: '', render: compactJson },
  yaml: {
    before: 'apiVersion: v1\nitems:\n- ',
    between: '\n- ',
    after: '\nkind: List\nmetadata:\n  resourceVersion: ""\n',
    indent: '  ',
    render: yaml,
  },
};

/** How many characters are written at once: so few that the collector need not carry them along. */
const CHUNK = 250_000;

/**
 * Writes objects, at least one, to a file as they come, and returns how many bytes that took. No
 * more than a few of them are in memory at once.
 */
export function writeCluster(objects: Iterable<Manifest>, file: string, format: Format): number {
  const { before, between, after, indent, render } = FRAMES[format];
  const rendered = render();
  const out = openSync(file, 'w');
  try {
    let [parts, length, bytes]: [string[], number, number] = [[], 0, 0];
    const put = (text: string) => {
      parts.push(text);
      length += text.length;
      if (length >= CHUNK) flush();
    };
    const flush = () => {
      for (let rest = Buffer.from(parts.join('')); rest.length > 0;) {
        const written = writeSync(out, rest);
        bytes += written;
        rest = rest.subarray(written);
      }
      [parts, length] = [[], 0];
    };
    let separator = before;
    for (const object of objects) {
      put(separator);
      put(rendered(object, indent));
      separator = between;
    }
    put(after);
    flush();
    return bytes;
  } finally {
    closeSync(out);
  }
}

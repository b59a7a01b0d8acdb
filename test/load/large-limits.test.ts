import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DiskFile, FileChanged, type Sizes } from '../../src/load/disk-file.ts';
import { formatDiagnostic } from '../../src/load/format-diagnostic.ts';
import { loadFiles, type Loaded } from '../../src/load/load.ts';
import { readInput } from '../../src/load/read-files.ts';
import { linesOf } from './support/load-text.ts';
import { tiny } from './support/both-ways.ts';

let cwd = '';

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'netpol-limits-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true });
  vi.unstubAllEnvs();
});

const noStdin = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array());

async function load(content: string, sizes: Sizes = tiny(64, 100)): Promise<Loaded> {
  writeFileSync(path.join(cwd, 'in.json'), content);
  const { files } = await readInput(['in.json'], { cwd, readStdin: noStdin }, sizes);
  expect(files[0]?.file).toBeInstanceOf(DiskFile);
  return loadFiles(files);
}

const pod = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'web' } },
  spec: { containers: [{ name: 'main' }] },
});
const list = (...items: readonly object[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 4);

describe('a file too large to be read as a whole', () => {
  const never = { ...tiny(64, 1), whole: 0 };

  test.each([
    [
      'JSON that ends early',
      list(pod('a'), pod('b')).slice(0, -20),
      'in.json:37:12: unexpected end of JSON input [json-syntax]',
    ],
    [
      'an item that is no JSON',
      list(pod('a'), pod('b')).replace('"b"', 'b'),
      "in.json:26:25: invalid character 'b' looking for beginning of value [json-syntax]",
    ],
    [
      'an item that is no YAML',
      'apiVersion: v1\nkind: List\nitems:\n- kind: "Pod"\n- kind: "Pod\n',
      'in.json:6:1: deficient indentation [yaml-syntax]',
    ],
    [
      'an alias to another item',
      'apiVersion: v1\nkind: List\nitems:\n- kind: &x Pod\n- kind: *x\n',
      'in.json: the file is too large to be read as a whole, and cannot be read in pieces: an alias leads out of its item [file-unreadable]',
    ],
  ])('with %s says what stands against it', async (_, content, line) => {
    expect(linesOf(await load(content, never))).toEqual([line]);
  });

  test('in another encoding is refused', async () => {
    const name = path.join(cwd, 'in.yaml');
    writeFileSync(name, Buffer.from('\ufeff# wide\n', 'utf16le'));
    const { files } = await readInput(['in.yaml'], { cwd, readStdin: noStdin }, never);
    expect(linesOf(loadFiles(files))).toEqual([
      'in.yaml: the file is too large to be read as a whole, and cannot be read in pieces: it is UTF-16 [file-unreadable]',
    ]);
  });
});

describe('a file that changes', () => {
  const isA = (loaded: Loaded) => {
    const source = loaded.cluster.pods.get('default')?.[0]?.source;
    if (!source) throw new Error('no pod');
    return () => loaded.locator.locate(source, ['metadata', 'name'], 'value');
  };

  test('while it is loaded is an error', async () => {
    writeFileSync(path.join(cwd, 'in.json'), list(pod('a')));
    const { files } = await readInput(['in.json'], { cwd, readStdin: noStdin }, tiny(64));
    appendFileSync(path.join(cwd, 'in.json'), ' ');
    expect(linesOf(loadFiles(files))).toEqual([
      'in.json: in.json was changed while it was read: try again [file-unreadable]',
    ]);
  });

  test('afterwards has no lines any more', async () => {
    const locate = isA(await load(list(pod('a'))));
    utimesSync(path.join(cwd, 'in.json'), 1, 1);
    expect(locate).toThrow(FileChanged);
  });

  test('its name afterwards is still what was loaded', async () => {
    const locate = isA(await load(list(pod('a'))));
    renameSync(path.join(cwd, 'in.json'), path.join(cwd, 'old.json'));
    writeFileSync(path.join(cwd, 'in.json'), '{}');
    expect(locate()).toMatchObject({ line: 9, column: 25 });
  });
});

describe('standard input', () => {
  async function* blocks(text: string): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < text.length; at += 50) {
      yield await Promise.resolve(Buffer.from(text.slice(at, at + 50)));
    }
  }

  test('above the size is copied to a file that nobody sees', async () => {
    vi.stubEnv('TMPDIR', cwd);
    const sizes = { ...tiny(64), large: 100 };
    const text = list(pod('a'), { ...pod('b'), metadata: { name: 'b_' } });
    const { files } = await readInput(['-'], { cwd, readStdin: () => blocks(text) }, sizes);
    expect(files[0]?.file).toBeInstanceOf(DiskFile);
    expect(readdirSync(cwd)).toEqual([]);
    const { diagnostics, locator, counts } = loadFiles(files);
    expect(counts).toMatchObject({ objects: 2 });
    expect(diagnostics.map((one) => formatDiagnostic(one, locator).text)).toEqual([
      expect.stringMatching(/^<stdin>:26:25: metadata\.name: Invalid value: "b_"/),
    ]);
  });

  test('that breaks off leaves nothing behind', async () => {
    vi.stubEnv('TMPDIR', cwd);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* blocks(list(pod('a')));
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
    }
    const sizes = { ...tiny(64), large: 100 };
    const { files, diagnostics } = await readInput(['-'], { cwd, readStdin: broken }, sizes);
    expect(files).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'file-unreadable', message: 'i/o error, read' }]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('below it is one text', async () => {
    const { files } = await readInput(['-'], { cwd, readStdin: () => blocks(list(pod('a'))) });
    expect(files[0]?.file).toEqual({ name: '<stdin>', text: list(pod('a')) });
  });
});

test('progress goes up to the size of all files, and tells it at most ten times a second', async () => {
  const clock = vi.spyOn(Date, 'now');
  let time = 0;
  clock.mockImplementation(() => (time += 10));
  const told: [number, number][] = [];
  const text = list(...Array.from({ length: 60 }, (_, index) => pod(`p-${String(index)}`)));
  writeFileSync(path.join(cwd, 'a.json'), text);
  writeFileSync(path.join(cwd, 'b.json'), text.replaceAll('p-', 'q-'));
  const { files } = await readInput(['.'], { cwd, readStdin: noStdin }, tiny(64));
  loadFiles(files, { onProgress: (done, total) => told.push([done, total]) });
  clock.mockRestore();
  const dones = told.map(([done]) => done);
  expect(dones).toEqual([...dones].sort((a, b) => a - b));
  expect(new Set(told.map(([, total]) => total))).toEqual(new Set([2 * text.length]));
  expect(dones.at(-1)).toBeGreaterThan(1.8 * text.length);
  expect(dones.at(-1)).toBeLessThanOrEqual(2 * text.length);
  // Each look at the clock takes ten milliseconds here.
  expect(told.length).toBeLessThanOrEqual(time / 100 + 1);
});

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { failure, reasonOf } from './failure.ts';
import type { Io } from './io.ts';

/** Where git runs. */
export type GitWorld = Pick<Io, 'cwd' | 'env'>;

interface Finished {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs git to its end. Throws a Failure where it is not there; that git itself failed is for the
 * caller to see.
 */
export async function runGit(world: GitWorld, args: readonly string[]): Promise<Finished> {
  const child = start(world, args);
  child.stdin.end();
  const [stdout, stderr, code] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    ended(child),
  ]);
  return { code, stdout, stderr: stderr.toString() };
}

/** Contents of objects, asked for one after the other from one `git cat-file --batch`. */
export class BlobReader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number | null>;
  readonly #chunks: AsyncIterator<Buffer, undefined>;
  #rest: Buffer = Buffer.alloc(0);
  #last: Promise<unknown> = Promise.resolve();

  constructor(world: GitWorld) {
    this.#child = start(world, ['cat-file', '--batch']);
    this.#ended = ended(this.#child);
    // Whoever reads hears of it; nobody may be reading yet.
    this.#ended.catch(() => null);
    this.#child.stdin.on('error', () => null);
    this.#chunks = (this.#child.stdout as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]();
  }

  /** The content of an object. Throws where the repository lacks it. */
  read(oid: string): Promise<Buffer> {
    const result = this.#last.then(() => this.#read(oid));
    this.#last = result.catch(() => null);
    return result;
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  async #read(oid: string): Promise<Buffer> {
    this.#child.stdin.write(`${oid}\n`);
    let end = this.#rest.indexOf('\n');
    while (end === -1) {
      await this.#more();
      end = this.#rest.indexOf('\n');
    }
    // `<oid> blob <size>`, or `<oid> missing`.
    const [, type = '', size] = this.#take(end + 1)
      .toString()
      .trimEnd()
      .split(' ');
    if (size === undefined) throw new Error(`git has no such object (${type})`);
    const length = Number(size) + 1;
    while (this.#rest.length < length) await this.#more();
    return this.#take(length).subarray(0, -1);
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #more(): Promise<void> {
    const { value } = await this.#chunks.next();
    if (value === undefined) {
      await this.#ended;
      throw new Error('git cat-file ended before its answer');
    }
    this.#rest = Buffer.concat([this.#rest, value]);
  }
}

function start({ cwd, env }: GitWorld, args: readonly string[]): ChildProcessWithoutNullStreams {
  // Nothing is written to the repository, and messages are those that are looked for.
  const own = { ...env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  return spawn('git', [...args], { cwd, env: own, stdio: 'pipe', windowsHide: true });
}

function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      const reason = isMissing ? 'it is not installed, or not on the PATH' : reasonOf(error);
      reject(failure(`cannot run git: ${reason}`));
    });
    child.once('close', resolve);
  });
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

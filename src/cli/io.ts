/** A stream that text is written to. */
export interface OutputStream {
  write(text: string): boolean;
  once(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
  removeListener(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly destroyed?: boolean;
}

/** What the command line may touch: its streams, environment and working directory. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /**
   * Calls a listener once when the user interrupts the command, which ends it; the result takes the
   * listener away.
   */
  readonly onInterrupt?: (listener: () => void) => () => void;
}

/** Writes text, and waits where the reader is slower. False where there is no reader any more. */
export async function writeText(stream: OutputStream, text: string): Promise<boolean> {
  watch(stream);
  if (isGone(stream)) return false;
  if (!stream.write(text)) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        for (const event of EVENTS) stream.removeListener(event, done);
        resolve();
      };
      for (const event of EVENTS) stream.once(event, done);
    });
  }
  return !isGone(stream);
}

/** Streams that are watched, and whether writing to them has failed. */
const FAILED = new WeakMap<OutputStream, boolean>();

/** The streams of a process are never destroyed: a reader that went away shows only as an error. */
function watch(stream: OutputStream): void {
  if (FAILED.has(stream)) return;
  FAILED.set(stream, false);
  stream.once('error', () => FAILED.set(stream, true));
}

function isGone(stream: OutputStream): boolean {
  return stream.destroyed === true || FAILED.get(stream) === true;
}

const EVENTS = ['drain', 'close', 'error'] as const;

/** All bytes of a stream. */
export async function readAll(stream: Io['stdin']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return Buffer.concat(chunks);
}

/** The lines of a stream, each as soon as it is complete. */
export async function* linesOf(stream: Io['stdin']): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

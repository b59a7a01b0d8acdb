import { visible } from '../report/escape.ts';
import type { Io } from './io.ts';

/** A line on stderr that says how far something is. */
export interface ProgressLine {
  /** Some of a total is done; may be called as often as one likes. */
  readonly update: (done: number, total: number) => void;
  /** Takes the line away. To be called whatever happened. */
  readonly end: () => void;
}

export interface ProgressOptions {
  /** With -q, nothing is shown. */
  readonly quiet: boolean;
  /**
   * The work pauses from time to time, so that Ctrl-C is heard and the line can be taken away
   * first. Work that never does is better ended by the signal itself.
   */
  readonly pauses?: boolean;
  /** Milliseconds since whenever. */
  readonly now?: () => number;
}

/** What takes no longer than this needs no progress. */
const PATIENCE = 1000;
const INTERVAL = 100;
const DEFAULT_WIDTH = 80;
const ERASE = '\r\x1b[K';

const NOTHING: ProgressLine = { update: () => undefined, end: () => undefined };

/** Shows `label 34 %` on a terminal while something takes more than a second. */
export function showProgress(
  io: Pick<Io, 'stderr' | 'onInterrupt'>,
  label: string,
  { quiet, pauses = false, now = () => Date.now() }: ProgressOptions,
): ProgressLine {
  const { stderr } = io;
  if (quiet || stderr.isTTY !== true) return NOTHING;
  const shown = visible(label);
  let next = now() + PATIENCE;
  let isShown = false;
  let ignoreInterrupt: (() => void) | undefined;
  const erase = (): void => {
    if (isShown) stderr.write(ERASE);
    isShown = false;
  };
  return {
    update(done, total) {
      const time = now();
      if (time < next || total === 0) return;
      next = time + INTERVAL;
      if (pauses) ignoreInterrupt ??= io.onInterrupt?.(erase);
      const percent = ` ${String(Math.floor((100 * done) / total))} %`;
      // A line that is wrapped could not be taken away.
      const { columns = 0 } = stderr;
      const width = columns > 0 ? columns : DEFAULT_WIDTH;
      const room = Math.max(0, width - percent.length - 1);
      stderr.write(`${ERASE}${shown.slice(0, room)}${percent}`);
      isShown = true;
    },
    end() {
      erase();
      ignoreInterrupt?.();
      ignoreInterrupt = undefined;
    },
  };
}

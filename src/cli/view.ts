import { pathToFileURL } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { colorLevel, type ColorFlag } from '../report/color.ts';
import type { View } from '../report/format.ts';
import type { Io } from './io.ts';

export const VERSION = manifest.version;

export interface ViewOptions {
  readonly color: ColorFlag;
  readonly ascii: boolean;
  readonly verbosity: 0 | 1 | 2;
}

const DEFAULT_WIDTH = 80;

/** How output looks on stdout. Only a terminal changes it; what is piped is the same everywhere. */
export function terminalView(io: Io, { color, ascii, verbosity }: ViewOptions): View {
  const isTTY = io.stdout.isTTY === true;
  const level = colorLevel(color, io.env, isTTY);
  return {
    width: isTTY ? (io.stdout.columns ?? DEFAULT_WIDTH) : DEFAULT_WIDTH,
    color: level,
    ascii: ascii || (isTTY && !speaksUnicode(io.env)),
    verbosity,
    linkBase: isTTY && level > 0 ? pathToFileURL(`${io.cwd}/`).href : null,
    version: VERSION,
  };
}

/** How output looks in a file. */
export function fileView({ color, ascii, verbosity }: ViewOptions): View {
  const level = color === 'always' ? 1 : 0;
  return { width: DEFAULT_WIDTH, color: level, ascii, verbosity, linkBase: null, version: VERSION };
}

/** Whether the locale has more than ASCII: the first variable that is set counts. */
function speaksUnicode(env: Io['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => (value ?? '') !== '',
  );
  return locale === undefined || /utf-?8/i.test(locale);
}

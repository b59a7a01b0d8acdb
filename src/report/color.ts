import { Chalk, type ColorSupportLevel } from 'chalk';

/** 0: none, 1: 16 colours, 2: 256, 3: all. */
export type ColorLevel = ColorSupportLevel;

export type Role =
  | 'allowed'
  | 'denied'
  | 'unknown'
  | 'warning'
  | 'hint'
  | 'dim'
  | 'bold'
  | 'policy'
  | 'place'
  | 'wanted'
  | 'actual';

/** Colours a text by its role. */
export type Paint = (role: Role, text: string) => string;

/** A painter for a level of colour; level 0 leaves every text as it is. */
export function painter(level: ColorLevel): Paint {
  if (level === 0) return (_, text) => text;
  const chalk = new Chalk({ level });
  const styles: Readonly<Record<Role, (text: string) => string>> = {
    allowed: chalk.green.bold,
    denied: chalk.red.bold,
    unknown: chalk.yellow.bold,
    warning: chalk.yellow,
    hint: chalk.blue,
    dim: chalk.dim,
    bold: chalk.bold,
    policy: chalk.cyan,
    place: chalk.underline,
    wanted: chalk.green,
    actual: chalk.red,
  };
  return (role, text) => (text === '' ? text : styles[role](text));
}

export type ColorFlag = 'auto' | 'always' | 'never';

/**
 * How much colour to use: `--color` first, then NO_COLOR (https://no-color.org: any value but the
 * empty one), then FORCE_COLOR (0 to 3, or any other value for "yes"), then whether a person reads.
 */
export function colorLevel(
  flag: ColorFlag,
  env: Readonly<Record<string, string | undefined>>,
  isTTY: boolean,
): ColorLevel {
  if (flag === 'never') return 0;
  if (flag === 'always') return supported(env, 1);
  if ((env['NO_COLOR'] ?? '') !== '') return 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 0;
    return forced === '1' || forced === '2' || forced === '3'
      ? (Number(forced) as ColorLevel)
      : supported(env, 1);
  }
  if (env['TERM'] === 'dumb' || !isTTY) return 0;
  return (env['CI'] ?? '') === '' ? supported(env, 1) : 1;
}

function supported(
  env: Readonly<Record<string, string | undefined>>,
  least: ColorLevel,
): ColorLevel {
  if (/^(?:truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return 3;
  return /-256(?:color)?$/.test(env['TERM'] ?? '') ? 2 : least;
}

import { describe, expect, test } from 'vitest';
import { colorLevel, painter, type ColorFlag } from '../../src/report/color.ts';
import type { View } from '../../src/report/format.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { explain } from '../explain/support.ts';
import { SITUATIONS } from './situations.ts';

type Env = Readonly<Record<string, string>>;

describe('the level of colour', () => {
  const ROWS: readonly (readonly [string, ColorFlag, Env, boolean, number])[] = [
    ['a person reads', 'auto', {}, true, 1],
    ['a file is written', 'auto', {}, false, 0],
    ['--color=never wins over FORCE_COLOR', 'never', { FORCE_COLOR: '3' }, true, 0],
    ['--color=always wins over NO_COLOR', 'always', { NO_COLOR: '1' }, false, 1],
    ['NO_COLOR wins over FORCE_COLOR', 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, 0],
    ['an empty NO_COLOR says nothing', 'auto', { NO_COLOR: '' }, true, 1],
    ['FORCE_COLOR wins over a file', 'auto', { FORCE_COLOR: '1' }, false, 1],
    ['FORCE_COLOR=0 is a no', 'auto', { FORCE_COLOR: '0' }, true, 0],
    ['FORCE_COLOR=2 is a level', 'auto', { FORCE_COLOR: '2' }, false, 2],
    ['FORCE_COLOR=true is a yes', 'auto', { FORCE_COLOR: 'true' }, false, 1],
    ['FORCE_COLOR wins over TERM=dumb', 'auto', { FORCE_COLOR: '1', TERM: 'dumb' }, true, 1],
    ['a dumb terminal', 'auto', { TERM: 'dumb' }, true, 0],
    ['a terminal with 256 colours', 'auto', { TERM: 'xterm-256color' }, true, 2],
    ['a terminal with all colours', 'auto', { COLORTERM: 'truecolor' }, true, 3],
    ['a terminal of a CI', 'auto', { CI: 'true', COLORTERM: 'truecolor' }, true, 1],
    ['a log of a CI', 'auto', { CI: 'true' }, false, 0],
  ];

  test.each(ROWS)('%s', (_name, flag, env, isTTY, level) => {
    expect(colorLevel(flag, env, isTTY)).toBe(level);
  });
});

describe('colour', () => {
  const { files, ask } = SITUATIONS.find(({ name }) => name === 'denied-at-ingress')!;
  const explanation = explain(files, ask);
  const view: View = {
    width: 80,
    color: 1,
    ascii: false,
    verbosity: 0,
    linkBase: 'file:///repo',
    version: '1',
  };
  const render = (own: View): string => FORMATS['text']!.render(explanation, own);

  test('is left out at level 0, with every link', () => {
    expect(render({ ...view, color: 0 })).not.toContain('\u001b');
    expect(painter(0)('denied', 'x')).toBe('x');
  });

  test('never carries meaning alone: without it the text is the same', () => {
    const stripped = render(view)
      .replace(/\u001b\[[0-9;]*m/g, '')

      .replace(/\u001b\]8;;[^\u001b]*\u001b\\/g, '');
    expect(stripped).toBe(render({ ...view, color: 0 }));
  });

  test('comes with links to the files', () => {
    expect(render(view)).toContain('\u001b]8;;file:///repo/deploy/data/redis.yaml\u001b\\');
    expect(render({ ...view, linkBase: null })).not.toContain('\u001b]8');
  });
});

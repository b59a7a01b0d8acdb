import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { folder, run, shop, Sink } from './run.ts';

const web = { from: 'shop/web', to: 'data/redis', port: 6379 };
const cart = { from: 'shop/cart', to: 'data/redis', port: '6379/TCP' };

async function batch(lines: readonly unknown[], argv: readonly string[] = []) {
  const stdin = lines
    .map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
    .join('');
  const { code, stdout, stderr } = await run(['check', '--batch', '-', ...argv], { stdin });
  const results = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, stderr, results };
}

describe('a batch', () => {
  test('answers each line on a line, in order, and verdicts do not matter', async () => {
    const { code, results, stderr } = await batch([
      { id: 'a', ...web },
      '',
      { id: 2, ...cart },
      cart,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'allowed'],
      [2, 'denied'],
      [null, 'denied'],
    ]);
    expect(results[0]).toMatchObject({ schemaVersion: 1, question: { ports: ['6379'] } });
  });

  test.each([
    [
      ['6379', 80],
      ['6379', '80'],
    ],
    [null, []],
    [undefined, []],
    ['redis', ['redis']],
  ])('takes the port %j', async (port, ports) => {
    const { results } = await batch([{ ...web, port }]);
    expect(results[0]).toMatchObject({ question: { ports } });
  });

  test('compares with what is expected', async () => {
    const { code, results } = await batch([
      { ...web, expect: 'allow' },
      { ...cart, expect: 'allowed' },
    ]);
    expect(code).toBe(1);
    expect(results.map(({ expect: wanted, asExpected }) => [wanted, asExpected])).toEqual([
      ['allowed', true],
      ['allowed', false],
    ]);
    expect((await batch([{ ...cart, expect: 'denied' }])).code).toBe(0);
    expect((await batch([cart], ['--expect', 'allowed'])).code).toBe(1);
    expect((await batch([{ ...cart, expect: null }], ['--expect', 'allowed'])).code).toBe(0);
  });

  test('goes on after a line that has no answer', async () => {
    const { code, results } = await batch([
      { id: 1, ...web, from: 'shop/wbe' },
      { id: 2, ...cart, expect: 'allowed' },
      { id: 3, ...web },
    ]);
    expect(code).toBe(3);
    expect(results[0]).toEqual({
      id: 1,
      error: {
        code: 'unknown-pod',
        message: 'from: no pod "wbe" in namespace shop',
        hint: 'did you mean shop/web?',
      },
    });
    expect(results[2]).toMatchObject({ id: 3, verdict: 'allowed' });
  });

  test.each([
    ['{', /^line 1: no JSON/],
    ['[]', /object/],
    ['null', /object/],
    [{ to: 'data/redis' }, /"from" must be a string/],
    [{ from: 'shop/web' }, /"to" must be a string/],
    [{ ...web, form: 1 }, /unknown key "form"/],
    [{ ...web, port: true }, /"port" must be/],
    [{ ...web, port: [[80]] }, /"port" must be/],
    [{ ...web, family: 5 }, /"family" must be/],
    [{ ...web, namespace: 'A' }, /"namespace" must be/],
    [{ ...web, expect: 'yes' }, /"expect" must be/],
    [{ ...web, port: 0 }, /between 1 and 65535/],
  ])('says what is wrong with %j', async (line, message) => {
    const { code, results } = await batch([line, web]);
    expect(code).toBe(3);
    expect(results).toHaveLength(2);
    const { error } = results[0] as { error: { message: string } };
    expect(error.message).toMatch(message);
    expect(results[1]).toMatchObject({ verdict: 'allowed' });
  });

  test('reads a file, and prints nothing with -q', async () => {
    const cwd = folder({
      'm.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
      q: '{"from":"a/x=y","to":"1.2.3.4"}',
    });
    const result = await run(['check', '--batch', 'q'], { cwd });
    expect(JSON.parse(result.stdout)).toMatchObject({ verdict: 'allowed' });
    expect(await run(['check', '--batch', 'q', '-q'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('a file that is not there is a failure', async () => {
    const result = await run(['check', '--batch', 'nothere']);
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toBe('netpol: cannot read "nothere": no such file or directory\n');
  });

  test('the input is read once, also where it is refused', async () => {
    const result = await run(['check', '-f', 'nothere', '--batch', '-'], {
      stdin: JSON.stringify(web),
    });
    expect(result).toMatchObject({ code: 3, stdout: '' });
  });

  test('answers a question before the next one arrives', async () => {
    const stdout = new Sink();
    const seen: number[] = [];
    async function* questions() {
      for (let at = 0; at < 3; at++) {
        yield `${JSON.stringify({ id: at, ...web })}\n{"id"`;
        await new Promise(setImmediate);
        seen.push(stdout.text.split('\n').length - 1);
        yield ':"x"}\n';
      }
    }
    await main(['check', '--batch', '-'], {
      stdin: questions(),
      stdout,
      stderr: new Sink(),
      env: {},
      cwd: shop,
    });
    expect(seen).toEqual([1, 3, 5]);
  });

  test('stops where nobody reads any more, and waits for a slow reader', async () => {
    const stdout = new Sink();
    let asked = 0;
    async function* questions() {
      for (; asked < 100; asked++) {
        if (asked === 3) stdout.destroyed = true;
        await Promise.resolve();
        yield `${JSON.stringify(web)}\n`;
      }
    }
    await main(['check', '--batch', '-'], {
      stdin: questions(),
      stdout,
      stderr: new Sink(),
      env: {},
      cwd: shop,
    });
    expect(asked).toBe(3);

    const slow = new Sink();
    let drain: (() => void) | undefined;
    let waiting = 0;
    const reader = Object.assign(slow, {
      write(text: string) {
        slow.text += text;
        return false;
      },
      once(event: string, listener: () => void) {
        if (event === 'drain') {
          drain = listener;
          waiting++;
          setImmediate(() => drain?.());
        }
        return slow;
      },
    });
    const stdin = (async function* () {
      await Promise.resolve();
      yield `${JSON.stringify(web)}\n${JSON.stringify(cart)}\n`;
    })();
    await main(['check', '--batch', '-'], {
      stdin,
      stdout: reader,
      stderr: new Sink(),
      env: {},
      cwd: shop,
    });
    expect(waiting).toBe(2);
  });
});

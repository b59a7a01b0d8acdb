import { Option, type Command } from 'commander';
import { createEngine } from '../engine/create.ts';
import type { Engine } from '../engine/engine.ts';
import { explainAnswer } from '../explain/explain.ts';
import type { Loaded } from '../load/load.ts';
import type { Answer, Question } from '../model/answer.ts';
import { ask } from '../query/ask.ts';
import type { QuestionError } from '../query/question-error.ts';
import { visible } from '../report/escape.ts';
import type { Format } from '../report/format.ts';
import { FORMATS } from '../report/formats.ts';
import { TEXT_FORMAT } from '../report/text.ts';
import { runBatch } from './batch.ts';
import { withValues, type Host } from './command.ts';
import { ENDPOINT_HELP } from './endpoint-help.ts';
import { EXIT, EXIT_CODE_HELP, exitCodeOf, type ExitCode } from './exit-code.ts';
import { usage } from './failure.ts';
import { writeText, type Io } from './io.ts';
import {
  addFilename,
  addLook,
  addModel,
  addNamespace,
  addPort,
  checkNamespaceFlag,
  familyOf,
  loadFlagged,
  type LoadFlags,
} from './load-flags.ts';
import { addOutput, checkOutputs, writeOutputs, type Output } from './output.ts';
import { parseExpectation } from './question.ts';
import { errorText } from './whole-flags.ts';

interface CheckFlags extends LoadFlags {
  readonly from?: string;
  readonly to?: string;
  readonly port: readonly string[];
  readonly expect?: Answer['verdict'];
  readonly output?: readonly Output<Format>[];
  readonly verbose: number;
  readonly batch?: string;
}

const EXAMPLES = `
Examples:
  $ netpol check --from shop/cart --to data/redis --port 6379
  $ netpol check -f examples/shop shop/deploy/web data/postgres-0 5432 -o name
  DENIED egress shop/deploy/web data/postgres-0 5432/TCP shop/web NO_PEER_MATCH
  $ netpol check -f deploy/ --from 'shop/[app=web]' --to shop/svc/db --expect allowed -q
  $ helm template chart | netpol check -f - --from shop/deploy/web --to 0.0.0.0/0 --port 443

${ENDPOINT_HELP}
${EXIT_CODE_HELP}`;

/** `netpol check`: one question, or a batch of them. */
export function addCheck(program: Command, host: Host): void {
  const command = program
    .command('check')
    .summary('tell whether a connection would be allowed, and why')
    .description('Tells whether a connection would be allowed, and why.')
    .usage('[-f PATH]... --from SOURCE --to DESTINATION [--port PORT]...')
    .argument('[source]', 'the same as --from')
    .argument('[destination]', 'the same as --to')
    .argument('[port...]', 'the same as --port');
  addFilename(command)
    .option('--from <endpoint>', 'where the connection begins')
    .option('--to <endpoint>', 'where it ends');
  addNamespace(addPort(command)).addOption(
    withValues(
      new Option(
        '--expect <verdict>',
        'exit 0 only for this: allowed, denied, unknown, mixed',
      ).argParser(parseExpectation),
      ['allowed', 'denied', 'unknown', 'mixed'],
    ),
  );
  addOutput(command, FORMATS)
    .option('-q, --quiet', 'print no answer and no warnings')
    .option(
      '-v, --verbose',
      'tell every policy that takes part; -vv: every clause',
      (_, previous: number) => previous + 1,
      0,
    );
  addModel(addLook(command))
    .option('--batch <file>', 'answer JSON Lines of questions from a file, or - for stdin')
    .addHelpText('after', EXAMPLES);
  command.action(async (source?: string, destination?: string, ports: readonly string[] = []) => {
    const flags = withPositions(command.opts<CheckFlags>(), source, destination, ports);
    host.exitCode = await check(host.io, flags);
  });
}

/** Takes the short form `check FROM TO PORT` for the flags. */
function withPositions(
  flags: CheckFlags,
  from: string | undefined,
  to: string | undefined,
  ports: readonly string[],
): CheckFlags {
  if (from === undefined) return flags;
  if (flags.from !== undefined || flags.to !== undefined) {
    throw usage(`${JSON.stringify(from)} is one word too many beside --from and --to`);
  }
  return {
    ...flags,
    from,
    ...(to === undefined ? {} : { to }),
    port: [...ports, ...flags.port],
  };
}

async function check(io: Io, flags: CheckFlags): Promise<ExitCode> {
  checkNamespaceFlag(flags);
  if (flags.batch !== undefined) return checkBatch(io, flags, flags.batch);
  const { from, to } = flags;
  if (from === undefined || to === undefined) {
    const missing = from === undefined ? '--from' : '--to';
    throw usage(`check needs ${missing}: a pod, a workload, an address …; see netpol check --help`);
  }
  const outputs = flags.output ?? [{ format: TEXT_FORMAT, file: null }];
  checkOutputs(outputs);
  const { engine, loaded } = await prepare(io, flags);
  const question: Question = { from, to, ports: flags.port, ...defaultsOf(flags) };
  const asked = ask(engine, question);
  if (!asked.ok) return refuse(io, asked.error);
  const isQuiet = flags.quiet === true;
  const verbosity = Math.min(flags.verbose, 2) as 0 | 1 | 2;
  const explanation = explainAnswer(engine, asked.answer, loaded.locator, {
    everyRule: verbosity === 2,
  });
  const look = { color: flags.color, ascii: flags.ascii === true, verbosity, quiet: isQuiet };
  await writeOutputs(io, outputs, look, (format, view) => [format.render(explanation, view)]);
  const { verdict } = asked.answer;
  const expected = flags.expect ?? null;
  if (expected !== null && expected !== verdict && !isQuiet) {
    await writeText(io.stderr, `expected ${expected}, but it is ${verdict}\n`);
  }
  return exitCodeOf(verdict, expected);
}

async function checkBatch(io: Io, flags: CheckFlags, file: string): Promise<ExitCode> {
  if (flags.from !== undefined || flags.to !== undefined || flags.port.length > 0) {
    throw usage('--batch takes its questions from lines: leave --from, --to and --port out');
  }
  if (
    flags.output?.some((output) => output.format.name !== 'json' || output.file !== null) === true
  ) {
    throw usage('--batch prints JSON Lines: leave -o out');
  }
  if (file === '-' && flags.filename.includes('-')) {
    throw usage('-f - and --batch - cannot both read stdin');
  }
  const { engine, loaded } = await prepare(io, flags);
  return runBatch(io, {
    engine,
    locator: loaded.locator,
    file,
    defaults: { ...defaultsOf(flags), expect: flags.expect ?? null },
    quiet: flags.quiet === true,
  });
}

function defaultsOf(flags: CheckFlags): Pick<Question, 'namespace' | 'family'> {
  return { namespace: flags.namespace ?? 'default', family: familyOf(flags) };
}

async function prepare(io: Io, flags: CheckFlags): Promise<{ engine: Engine; loaded: Loaded }> {
  const loaded = await loadFlagged(io, flags, flags.verbose > 0);
  const engine = createEngine(loaded.cluster, { hostNetwork: flags.hostNetwork });
  return { engine, loaded };
}

async function refuse(io: Io, error: QuestionError): Promise<ExitCode> {
  await writeText(io.stderr, `${visible(errorText(error))}\n`);
  return error.kind === 'usage' ? EXIT.usage : EXIT.failure;
}

import { Option, type Command } from 'commander';
import { createEngine } from '../engine/create.ts';
import type { Engine } from '../engine/engine.ts';
import { explainAnswer } from '../explain/explain.ts';
import type { Loaded } from '../load/load.ts';
import type { Answer, Question } from '../model/answer.ts';
import type { EngineOptions } from '../model/connection.ts';
import { ask } from '../query/ask.ts';
import { isNamespaceName } from '../query/names.ts';
import type { QuestionError } from '../query/question-error.ts';
import type { ColorFlag } from '../report/color.ts';
import { visible } from '../report/escape.ts';
import { TEXT_FORMAT } from '../report/text.ts';
import { runBatch } from './batch.ts';
import { repeatable, withValues, type Host } from './command.ts';
import { EXIT, EXIT_CODE_HELP, exitCodeOf, type ExitCode } from './exit-code.ts';
import { usage } from './failure.ts';
import { loadInput } from './input.ts';
import { writeText, type Io } from './io.ts';
import { checkOutputs, collectOutput, FORMAT_NAMES, writeOutputs, type Output } from './output.ts';
import { parseExpectation } from './question.ts';

interface CheckFlags {
  readonly filename: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly port: readonly string[];
  readonly namespace?: string;
  readonly expect?: Answer['verdict'];
  readonly output?: readonly Output[];
  readonly quiet?: true;
  readonly verbose: number;
  readonly color: ColorFlag;
  readonly ascii?: true;
  readonly hostNetwork: EngineOptions['hostNetwork'];
  readonly family?: '4' | '6';
  readonly lenientCidr?: true;
  readonly ignoreUnknownFields?: true;
  readonly batch?: string;
}

const EXAMPLES = `
Examples:
  $ netpol check --from shop/cart --to data/redis --port 6379
  $ netpol check -f examples/shop shop/deploy/web data/postgres-0 5432 -o name
  DENIED egress shop/deploy/web data/postgres-0 5432/TCP shop/web NO_PEER_MATCH
  $ netpol check -f deploy/ --from 'shop/[app=web]' --to shop/svc/db --expect allowed -q
  $ helm template chart | netpol check -f - --from shop/deploy/web --to 0.0.0.0/0 --port 443

Endpoints:
  shop/web            a pod; also a StatefulSet's ordinal
  shop/deploy/web     a pod of a workload: po deploy sts ds rs rc job cj
  shop/svc/web        a Service, as the destination: each backend at its port
  shop/[app=web]      every existing pod that the selector matches
  shop/*, */*         every pod of a namespace, every pod
  shop/app=web        a pod that need not exist, with exactly these labels
  10.0.0.7, ::/0      an address, or every address of a block
  node:n1             a node: its kubelet and the processes on it

Ports:
  6379, 53/UDP, 8000-8100/TCP, http (a name on the destination), ICMP;
  without --port: every port of TCP, UDP and SCTP

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
    .argument('[port...]', 'the same as --port')
    .addOption(
      repeatable(
        '-f, --filename <path>',
        'a file, a directory with its subfolders, a pattern, or - for stdin; may be repeated',
      ).default([], 'manifests: of .netpol.yaml, else the current directory'),
    )
    .option('--from <endpoint>', 'where the connection begins')
    .option('--to <endpoint>', 'where it ends')
    .addOption(
      repeatable('--port <port>', 'port on the destination; may be repeated').default([], 'all'),
    )
    .option(
      '-n, --namespace <name>',
      'namespace of names and of objects that are written without one',
    )
    .addOption(
      withValues(
        new Option(
          '--expect <verdict>',
          'exit 0 only for this: allowed, denied, unknown, mixed',
        ).argParser(parseExpectation),
        ['allowed', 'denied', 'unknown', 'mixed'],
      ),
    )
    .addOption(
      withValues(
        new Option(
          '-o, --output <format>',
          `${FORMAT_NAMES.join(', ')}; FORMAT=FILE writes a file; may be repeated`,
        ).argParser(collectOutput),
        FORMAT_NAMES,
      ),
    )
    .option('-q, --quiet', 'print no answer and no warnings')
    .option(
      '-v, --verbose',
      'tell every policy that takes part; -vv: every clause',
      (_, previous: number) => previous + 1,
      0,
    )
    .addOption(
      new Option('--color <when>', 'colour the text')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--ascii', 'use no other characters')
    .addOption(
      new Option('--host-network <model>', 'whose traffic that of hostNetwork pods is')
        .choices(['node', 'pod'])
        .default('node'),
    )
    .addOption(new Option('--family <family>', 'judge this IP family only').choices(['4', '6']))
    .option('--lenient-cidr', 'accept CIDRs as Kubernetes up to 1.35 did, with a warning')
    .option('--ignore-unknown-fields', 'drop unknown fields of policies, with a warning')
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
  if (flags.namespace !== undefined && !isNamespaceName(flags.namespace)) {
    throw usage(`-n: ${JSON.stringify(flags.namespace)} is no name of a namespace`);
  }
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
  await writeOutputs(io, explanation, outputs, {
    color: flags.color,
    ascii: flags.ascii === true,
    verbosity,
    quiet: isQuiet,
  });
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

function defaultsOf({ namespace, family }: CheckFlags): Pick<Question, 'namespace' | 'family'> {
  return {
    namespace: namespace ?? 'default',
    family: family === undefined ? null : family === '4' ? 4 : 6,
  };
}

async function prepare(io: Io, flags: CheckFlags): Promise<{ engine: Engine; loaded: Loaded }> {
  const loaded = await loadInput(io, {
    files: flags.filename,
    quiet: flags.quiet === true,
    counts: flags.verbose > 0 && flags.quiet !== true,
    lenientCidr: flags.lenientCidr === true,
    ignoreUnknownFields: flags.ignoreUnknownFields === true,
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
  });
  const engine = createEngine(loaded.cluster, { hostNetwork: flags.hostNetwork });
  return { engine, loaded };
}

async function refuse(io: Io, error: QuestionError): Promise<ExitCode> {
  const { argument, message, hint, code } = error;
  const text = `--${argument}: ${hint === '' ? message : `${message}; ${hint}`} [${code}]`;
  await writeText(io.stderr, `${visible(text)}\n`);
  return error.kind === 'usage' ? EXIT.usage : EXIT.failure;
}

import type { Command } from 'commander';
import { explainMatrix } from '../explain/whole/matrix.ts';
import { engineFor } from '../query/whole/list.ts';
import { matrixOf } from '../query/whole/matrix.ts';
import type { MatrixFormat } from '../report/matrix/format.ts';
import { MATRIX_FORMATS } from '../report/matrix/formats.ts';
import { TEXT_MATRIX } from '../report/matrix/text.ts';
import type { Host } from './command.ts';
import { ENDPOINT_HELP } from './endpoint-help.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { usage } from './failure.ts';
import type { Io } from './io.ts';
import {
  addFilename,
  addLook,
  addModel,
  addPort,
  checkNamespaceFlag,
  loadFlagged,
} from './load-flags.ts';
import { addOutput, checkOutputs, writeOutputs, type Output } from './output.ts';
import { showProgress } from './progress.ts';
import {
  addEnds,
  addGrouping,
  selectOrRefuse,
  wholeQuestion,
  type WholeFlags,
} from './whole-flags.ts';

interface MatrixFlags extends WholeFlags {
  readonly output?: readonly Output<MatrixFormat>[];
}

/** A grid is held in memory as a whole. */
const MOST_CELLS = 4_000_000;
const NARROW = 'narrow it: --namespace, --from and --to, or --by namespace; or see netpol list';

const EXAMPLES = `
Examples:
  $ netpol matrix                                 who reaches whom
  $ netpol matrix --port 5432 --namespace data
  $ netpol matrix --from 'shop/*' --to 'data/*'
  $ netpol matrix --by namespace -o md
  $ netpol matrix -o html=matrix.html             a page to sort and filter; a cell says why

${ENDPOINT_HELP}
Exit codes:
  0  answered
  2  usage: an unknown flag, a bad endpoint or port, a grid too large for its format
  3  could not answer: unreadable or refused input, an unknown name
`;

/** `netpol matrix`: a grid of who reaches whom. */
export function addMatrix(program: Command, host: Host): void {
  const command = program
    .command('matrix')
    .summary('show who reaches whom as a grid')
    .description('Shows who reaches whom as a grid: rows reach columns.')
    .usage('[-f PATH]... [--port PORT]... [--namespace NAME]');
  addPort(addEnds(addFilename(command))).option(
    '-n, --namespace <name>',
    'only the pods of this namespace; also that of names that are written without one',
  );
  addGrouping(command, ['workload', 'pod', 'namespace', 'class']);
  addOutput(command, MATRIX_FORMATS).option('-q, --quiet', 'print no answer and no warnings');
  addModel(addLook(command)).addHelpText('after', EXAMPLES);
  command.action(async () => {
    host.exitCode = await matrix(host.io, command.opts<MatrixFlags>());
  });
}

async function matrix(io: Io, flags: MatrixFlags): Promise<ExitCode> {
  checkNamespaceFlag(flags);
  const outputs = flags.output ?? [{ format: TEXT_MATRIX, file: null }];
  checkOutputs(outputs);
  // As with kubectl get, -n chooses a part of what is there; it does not say where objects belong.
  const { namespace, ...everywhere } = flags;
  const { cluster, locator } = await loadFlagged(io, everywhere);
  const question = wholeQuestion(flags, namespace ?? null);
  const selection = await selectOrRefuse(io, cluster, question);
  if (typeof selection === 'number') return selection;
  const found = matrixOf(engineFor(selection, { hostNetwork: flags.hostNetwork }), selection);
  const cells = found.rows.length * found.columns.length;
  if (cells > MOST_CELLS) throw usage(`the grid would have ${String(cells)} cells; ${NARROW}`);
  const progress = showProgress(io, 'looking at pairs', { quiet: flags.quiet === true });
  const data = explainMatrix(found, locator, progress.update);
  progress.end();
  const look = {
    color: flags.color,
    ascii: flags.ascii === true,
    verbosity: 0 as const,
    quiet: flags.quiet === true,
  };
  await writeOutputs(io, outputs, look, (format, view) => {
    // Only a terminal has an edge.
    const isTerminal = outputs.some((one) => one.format === format && one.file === null);
    const hasEdge = isTerminal && io.stdout.isTTY === true;
    return format.render(data, hasEdge ? view : { ...view, width: Number.MAX_SAFE_INTEGER });
  });
  return EXIT.yes;
}

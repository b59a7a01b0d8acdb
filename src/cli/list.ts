import type { Command } from 'commander';
import { explainList } from '../explain/whole/list.ts';
import { engineFor, listConnections } from '../query/whole/list.ts';
import type { ListFormat } from '../report/list/format.ts';
import { LIST_FORMATS } from '../report/list/formats.ts';
import { TEXT_LIST } from '../report/list/text.ts';
import type { Host } from './command.ts';
import { ENDPOINT_HELP } from './endpoint-help.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import {
  addFilename,
  addLook,
  addModel,
  addNamespace,
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

interface ListFlags extends WholeFlags {
  readonly denied?: true;
  readonly explain?: true;
  readonly output?: readonly Output<ListFormat>[];
}

const EXAMPLES = `
Examples:
  $ netpol list                                       every connection that is allowed
  $ netpol list --to data/sts/redis --port 6379       who can reach it
  $ netpol list --from shop/deploy/web --explain      where it can go, and by which rules
  $ netpol list --by namespace -o md
  $ netpol list -f deploy/ -o csv=allowed.csv -o json=allowed.json

${ENDPOINT_HELP}
Exit codes:
  0  answered
  2  usage: an unknown flag, a bad endpoint or port, a bad .netpol.yaml
  3  could not answer: unreadable or refused input, an unknown name
`;

/** `netpol list`: connections of all pairs. */
export function addList(program: Command, host: Host): void {
  const command = program
    .command('list')
    .summary('list the connections that are allowed')
    .description(
      'Lists the connections that are allowed, with the exact ports; also who can reach something, and where something can go.',
    )
    .usage('[-f PATH]... [--from SOURCE] [--to DESTINATION] [--port PORT]...');
  addNamespace(addPort(addEnds(addFilename(command)))).option(
    '--denied',
    'list what is denied instead',
  );
  addGrouping(command, ['workload', 'pod', 'namespace', 'class']).option(
    '--explain',
    'tell of each line which rules decide it, and where they stand',
  );
  addOutput(command, LIST_FORMATS).option('-q, --quiet', 'print no answer and no warnings');
  addModel(addLook(command)).addHelpText('after', EXAMPLES);
  command.action(async () => {
    host.exitCode = await list(host.io, command.opts<ListFlags>());
  });
}

async function list(io: Io, flags: ListFlags): Promise<ExitCode> {
  checkNamespaceFlag(flags);
  const outputs = flags.output ?? [{ format: TEXT_LIST, file: null }];
  checkOutputs(outputs);
  const { cluster, locator } = await loadFlagged(io, flags);
  const selection = await selectOrRefuse(io, cluster, wholeQuestion(flags, null));
  if (typeof selection === 'number') return selection;
  const engine = engineFor(selection, { hostNetwork: flags.hostNetwork });
  const found = listConnections(engine, selection, flags.denied === true);
  // On a terminal the lines themselves show how far it is.
  const isSeen = io.stdout.isTTY === true && outputs.some(({ file }) => file === null);
  const progress = showProgress(io, 'listing', { quiet: flags.quiet === true || isSeen });
  const data = explainList(found, locator, {
    reasons: flags.explain === true,
    onProgress: progress.update,
  });
  const look = {
    color: flags.color,
    ascii: flags.ascii === true,
    verbosity: 0 as const,
    quiet: flags.quiet === true,
  };
  try {
    await writeOutputs(io, outputs, look, (format, view) => format.render(data, view));
  } finally {
    progress.end();
  }
  return EXIT.yes;
}

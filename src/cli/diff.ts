import { appendFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { explainDiff } from '../explain/whole/diff.ts';
import type { DiffData } from '../explain/whole/diff-data.ts';
import { diffClusters } from '../query/whole/diff.ts';
import { visible } from '../report/escape.ts';
import type { DiffFormat } from '../report/diff/format.ts';
import { DIFF_FORMATS } from '../report/diff/formats.ts';
import { GITHUB_FORMAT } from '../report/diff/github.ts';
import { MD_FORMAT } from '../report/diff/md.ts';
import { TEXT_FORMAT } from '../report/diff/text.ts';
import { isSame } from '../report/diff/words.ts';
import type { Host } from './command.ts';
import { loadRevision, loadTwoPaths, type LoadedVersions } from './diff-input.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failure, reasonOf, usage } from './failure.ts';
import { writeText, type Io } from './io.ts';
import {
  addFilename,
  addLook,
  addModel,
  addNamespace,
  addPort,
  checkNamespaceFlag,
  familyOf,
  type LoadFlags,
} from './load-flags.ts';
import { addOutput, checkOutputs, writeOutputs, type Output } from './output.ts';
import { showProgress } from './progress.ts';
import { fileView } from './view.ts';
import { errorText } from './whole-flags.ts';

interface DiffFlags extends LoadFlags {
  readonly base?: string;
  readonly port: readonly string[];
  readonly failOn: 'opened' | 'closed' | 'any';
  readonly output?: readonly Output<DiffFormat>[];
}

const EXAMPLES = `
Examples:
  $ netpol diff deploy-old/ deploy/
  $ netpol diff --base origin/main                  what this branch opens and closes
  $ netpol diff --base HEAD~1 -f deploy/ --fail-on opened
  $ netpol diff --base origin/main -o github -o md=comment.md
  $ kubectl get ns,po,netpol,deploy,sts,ds -A -o json | netpol diff - deploy/

--base reads the files as they were committed; the work tree and the index stay as they are.

Exit codes:
  0  nothing differs; or nothing that --fail-on names
  1  something differs
  2  usage: an unknown flag, a bad port, a bad .netpol.yaml
  3  could not answer: unreadable or refused input, an unknown revision, no repository
`;

/** `netpol diff`: what passes in one version of the manifests and not in another. */
export function addDiff(program: Command, host: Host): void {
  const command = program
    .command('diff')
    .summary('tell what two versions of manifests open and close')
    .description(
      'Tells which connections one version of the manifests opens or closes against another, and by which edit.',
    )
    .usage('OLD NEW\n       netpol diff --base REVISION [-f PATH]...')
    .argument('[old]', 'the version before: a file, a directory, a pattern, or -')
    .argument('[new]', 'the version after')
    .option('--base <revision>', 'compare the files as of a git revision with the work tree');
  addNamespace(addPort(addFilename(command))).addOption(
    new Option('--fail-on <change>', 'exit 1 only for this')
      .choices(['opened', 'closed', 'any'])
      .default('any'),
  );
  addOutput(command, DIFF_FORMATS).option('-q, --quiet', 'print no answer and no warnings');
  addModel(addLook(command)).addHelpText('after', EXAMPLES);
  command.action(async (older?: string, newer?: string) => {
    host.exitCode = await diff(host.io, command.opts<DiffFlags>(), older, newer);
  });
}

async function diff(io: Io, flags: DiffFlags, older?: string, newer?: string): Promise<ExitCode> {
  checkNamespaceFlag(flags);
  const outputs = flags.output ?? [{ format: TEXT_FORMAT, file: null }];
  checkOutputs(outputs);
  const versions = await loadVersions(io, flags, older, newer);
  const question = { ports: flags.port, family: familyOf(flags) };
  const options = { hostNetwork: flags.hostNetwork };
  const progress = showProgress(io, 'comparing', { quiet: flags.quiet === true });
  const [old, young] = [versions.old.loaded.cluster, versions.new.loaded.cluster];
  const diffed = diffClusters(old, young, question, options, progress.update);
  progress.end();
  if (!diffed.ok) {
    await writeText(io.stderr, `${visible(errorText(diffed.error))}\n`);
    return diffed.error.kind === 'usage' ? EXIT.usage : EXIT.failure;
  }
  const data = explainDiff(diffed.diff, versions);
  const look = {
    color: flags.color,
    ascii: flags.ascii === true,
    verbosity: 0 as const,
    quiet: flags.quiet === true,
  };
  await writeOutputs(io, outputs, look, (format, view) => format.render(data, view));
  if (outputs.some(({ format }) => format === GITHUB_FORMAT)) writeSummary(io, data);
  return fails(data, flags.failOn) ? EXIT.no : EXIT.yes;
}

function loadVersions(
  io: Io,
  flags: DiffFlags,
  older?: string,
  newer?: string,
): Promise<LoadedVersions> {
  const options = {
    quiet: flags.quiet === true,
    lenientCidr: flags.lenientCidr === true,
    ignoreUnknownFields: flags.ignoreUnknownFields === true,
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
  };
  if (flags.base !== undefined) {
    if (older !== undefined) {
      throw usage(`${JSON.stringify(older)} is one word too many beside --base: paths follow -f`);
    }
    return loadRevision(io, flags.base, flags.filename, options);
  }
  if (flags.filename.length > 0) throw usage('-f goes with --base; without it write OLD NEW');
  if (older === undefined || newer === undefined) {
    throw usage('diff needs two versions: OLD NEW, or --base with a git revision');
  }
  return loadTwoPaths(io, [older, newer], options);
}

/** Appends the summary of a GitHub workflow step, where there is one. */
function writeSummary(io: Io, data: DiffData): void {
  const file = io.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return;
  const view = fileView({ color: 'never', ascii: false, verbosity: 0 });
  try {
    appendFileSync(file, `${[...MD_FORMAT.render(data, view)].join('')}\n`);
  } catch (error) {
    throw failure(`cannot write the step summary: ${reasonOf(error)}`);
  }
}

/** Connections of a workload that was added are opened, those of one that was removed are closed. */
function fails(data: DiffData, failOn: DiffFlags['failOn']): boolean {
  const { opened, closed, changed, addedConnects, removedConnected } = data.counts;
  switch (failOn) {
    case 'any':
      return !isSame(data);
    case 'opened':
      return opened + changed > 0 || addedConnects;
    case 'closed':
      return closed + changed > 0 || removedConnected;
  }
}

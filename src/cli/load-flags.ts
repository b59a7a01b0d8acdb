import { Option, type Command } from 'commander';
import type { Loaded } from '../load/load.ts';
import type { EngineOptions } from '../model/connection.ts';
import type { Family } from '../model/ip.ts';
import { isNamespaceName } from '../query/names.ts';
import type { ColorFlag } from '../report/color.ts';
import { repeatable } from './command.ts';
import { usage } from './failure.ts';
import { loadInput } from './input.ts';
import type { Io } from './io.ts';

/** The flags of every command that reads manifests, as commander leaves them. */
export interface LoadFlags {
  readonly filename: readonly string[];
  readonly namespace?: string;
  readonly quiet?: true;
  readonly color: ColorFlag;
  readonly ascii?: true;
  readonly hostNetwork: EngineOptions['hostNetwork'];
  readonly family?: '4' | '6';
  readonly lenientCidr?: true;
  readonly ignoreUnknownFields?: true;
}

/** Adds `-f`: what to read. */
export function addFilename(command: Command): Command {
  return command.addOption(
    repeatable(
      '-f, --filename <path>',
      'a file, a directory with its subfolders, a pattern, or - for stdin; may be repeated',
    ).default([], 'manifests: of .netpol.yaml, else the current directory'),
  );
}

/** Adds `--port`: what to ask for. */
export function addPort(command: Command): Command {
  return command.addOption(
    repeatable('--port <port>', 'port on the destination; may be repeated').default([], 'all'),
  );
}

/** Adds `-n` in its usual meaning. */
export function addNamespace(command: Command): Command {
  return command.option(
    '-n, --namespace <name>',
    'namespace of names and of objects that are written without one',
  );
}

/** Adds the flags of how text looks. */
export function addLook(command: Command): Command {
  return command
    .addOption(
      new Option('--color <when>', 'colour the text')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--ascii', 'use no other characters');
}

/** Adds the flags of how manifests are read and judged. */
export function addModel(command: Command): Command {
  return command
    .addOption(
      new Option('--host-network <model>', 'whose traffic that of hostNetwork pods is')
        .choices(['node', 'pod'])
        .default('node'),
    )
    .addOption(new Option('--family <family>', 'judge this IP family only').choices(['4', '6']))
    .option('--lenient-cidr', 'accept CIDRs as Kubernetes up to 1.35 did, with a warning')
    .option('--ignore-unknown-fields', 'drop unknown fields of policies, with a warning');
}

/** Refuses the name of a namespace that cannot exist: throws a Failure of code 2. */
export function checkNamespaceFlag({ namespace }: Pick<LoadFlags, 'namespace'>): void {
  if (namespace === undefined || isNamespaceName(namespace)) return;
  throw usage(`-n: ${JSON.stringify(namespace)} is no name of a namespace`);
}

/** The only family that `--family` leaves; null: each that both ends have. */
export function familyOf({ family }: Pick<LoadFlags, 'family'>): Family | null {
  return family === undefined ? null : family === '4' ? 4 : 6;
}

/**
 * Reads the manifests as the flags say. What is wrong with them goes to stderr; with an error among
 * it, throws a Failure of code 3.
 *
 * @param counts say what was read
 */
export function loadFlagged(io: Io, flags: LoadFlags, counts = false): Promise<Loaded> {
  return loadInput(io, {
    files: flags.filename,
    quiet: flags.quiet === true,
    counts: counts && flags.quiet !== true,
    lenientCidr: flags.lenientCidr === true,
    ignoreUnknownFields: flags.ignoreUnknownFields === true,
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
  });
}

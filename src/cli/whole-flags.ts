import { Option, type Command } from 'commander';
import { select, type Selection } from '../query/whole/select.ts';
import type { Grouping, WholeQuestion } from '../query/whole/question.ts';
import type { QuestionError } from '../query/question-error.ts';
import type { Cluster } from '../model/cluster.ts';
import { visible } from '../report/escape.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { writeText, type Io } from './io.ts';
import { familyOf, type LoadFlags } from './load-flags.ts';

/** The flags of commands that ask about all pairs, as commander leaves them. */
export interface WholeFlags extends LoadFlags {
  readonly from?: string;
  readonly to?: string;
  readonly port: readonly string[];
  readonly by: Grouping;
}

/** Adds `--from` and `--to`: a part of all pairs. */
export function addEnds(command: Command): Command {
  return command
    .option('--from <endpoint>', 'only from here; every pod and every address without it')
    .option('--to <endpoint>', 'only to there; every pod and every address without it');
}

/** Adds `--by`: what is told of together. */
export function addGrouping(command: Command, choices: readonly Grouping[]): Command {
  return command.addOption(
    new Option('--by <group>', 'what is told of together').choices(choices).default('workload'),
  );
}

/** The question that flags ask. */
export function wholeQuestion(flags: WholeFlags, only: string | null): WholeQuestion {
  return {
    from: flags.from ?? null,
    to: flags.to ?? null,
    ports: flags.port,
    namespace: flags.namespace ?? 'default',
    only,
    family: familyOf(flags),
    by: flags.by,
  };
}

/** Finds what a question takes in; says what is wrong with it on stderr, and gives the exit code. */
export async function selectOrRefuse(
  io: Io,
  cluster: Cluster,
  question: WholeQuestion,
): Promise<Selection | ExitCode> {
  const selected = select(cluster, question);
  if (selected.ok) return selected.selection;
  await writeText(io.stderr, `${visible(errorText(selected.error))}\n`);
  return selected.error.kind === 'usage' ? EXIT.usage : EXIT.failure;
}

/** What is wrong with a question, as one line: `--to: no pod "x" in namespace data [unknown-pod]`. */
export function errorText({ argument, message, hint, code }: QuestionError): string {
  return `--${argument}: ${hint === '' ? message : `${message}; ${hint}`} [${code}]`;
}

import type { Answer } from '../model/answer.ts';

/** What an exit code says. The codes are API: a script may rely on them. */
export const EXIT = {
  /** Allowed, or equal to `--expect`. */
  yes: 0,
  /** Denied or mixed, or not equal to `--expect`. */
  no: 1,
  /** The command line, a question or the configuration is not written as it should be. */
  usage: 2,
  /** Could not answer: input that is unreadable, refused or contradictory, or an unknown name. */
  failure: 3,
  /** Unknown: the answer depends on something that is not in the input. */
  unknown: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table that `--help` shows. */
export const EXIT_CODE_HELP = `Exit codes:
  0  allowed; or equal to --expect
  1  denied or mixed; or not equal to --expect
  2  usage: an unknown flag, a bad endpoint or port, a bad .netpol.yaml
  3  could not answer: unreadable or refused input, an unknown name
  4  unknown: the answer depends on something that is not in the input
`;

/** The exit code of a verdict, or of what was expected of it. */
export function exitCodeOf(
  verdict: Answer['verdict'],
  expected: Answer['verdict'] | null,
): ExitCode {
  if (expected !== null) return verdict === expected ? EXIT.yes : EXIT.no;
  if (verdict === 'unknown') return EXIT.unknown;
  return verdict === 'allowed' ? EXIT.yes : EXIT.no;
}

import { EXIT, type ExitCode } from './exit-code.ts';

/** Ends a command with a message on stderr and an exit code. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What is wrong with how a command was called. */
export function usage(message: string): Failure {
  return new Failure(EXIT.usage, message);
}

/** Why a command could not do what it was asked to. */
export function failure(message: string): Failure {
  return new Failure(EXIT.failure, message);
}

/** The reason of a system error, as one says it. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

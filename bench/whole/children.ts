import { spawnSync } from 'node:child_process';
import type { Place } from './points.ts';
import { runBuildBoth, runDiff, runDump, runModel, runReference } from './task.ts';

/** What a process of its own can be asked to measure. */
const TASKS = {
  dump: ({ file = '', check }: TaskInput) => runDump(file, check === true),
  model: ({ place, check }: TaskInput) => runModel(place, check === true),
  reference: ({ place }: TaskInput) => runReference(place),
  'build-both': ({ place }: TaskInput) => runBuildBoth(place),
  diff: ({ place }: TaskInput) => runDiff(place),
};

interface TaskInput {
  readonly place: Place;
  /** The dump to read. */
  readonly file?: string;
  /** Holds the answers against the engine that decides one connection. */
  readonly check?: boolean;
}

type TaskName = keyof typeof TASKS;
type TaskResult<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;

const FLAG = '--task';

/** In a process that `measure` has started: does its task, and returns true. */
export async function doTask(args: readonly string[]): Promise<boolean> {
  const [flag, name, input] = args;
  if (flag !== FLAG || input === undefined) return false;
  const result = await TASKS[name as TaskName](JSON.parse(input) as TaskInput);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return true;
}

/** Measures in a fresh process: nothing is warm, and nothing is left over from before. */
export function measure<Name extends TaskName>(name: Name, input: TaskInput): TaskResult<Name> {
  const [program = ''] = process.argv.slice(1);
  const run = spawnSync(process.execPath, [program, FLAG, name, JSON.stringify(input)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`${name} failed: ${JSON.stringify(input)}`);
  return JSON.parse(run.stdout) as TaskResult<Name>;
}

/** What a run of the built command line took: seconds on a processor, and bytes at most. */
export interface Usage {
  readonly cpu: number;
  readonly peak: number;
}

const HOOK = './bench/whole/usage.cjs';

/** Runs the built command line; what it prints goes to `stdout`, a descriptor, or nowhere. */
export function measureCli(args: readonly string[], stdout: number | 'ignore'): Usage {
  const env = { ...process.env };
  // Node 20 reads the certificates at every start.
  delete env['NODE_EXTRA_CA_CERTS'];
  const run = spawnSync(process.execPath, ['--require', HOOK, 'bin/netpol.js', ...args], {
    encoding: 'utf8',
    env,
    stdio: ['ignore', stdout, 'inherit', 'pipe'],
  });
  if (run.status !== 0) throw new Error(`netpol ${args.join(' ')} failed`);
  return JSON.parse(run.output[3] ?? '') as Usage;
}

/** What the check of one cluster found. */
export interface Checked {
  readonly pairs: number;
  readonly outside: number;
  /** How many connections were allowed, denied and unknown. */
  readonly verdicts: Readonly<Record<'allowed' | 'denied' | 'unknown', number>>;
  readonly differences: number;
  /** The first of them, in words. */
  readonly examples: readonly string[];
}

/** What a process measured; times in seconds on a processor, memory in bytes. */
export interface ComputeResult {
  readonly compute: number;
  readonly classes: number;
  readonly blocks: number;
  readonly peak: number;
  readonly checked: Checked | null;
}

export interface DumpResult extends ComputeResult {
  readonly load: number;
  readonly loadPeak: number;
}

export interface ReferenceResult {
  readonly pairs: number;
  /** Seconds a pair, for one port. */
  readonly reference: number;
  readonly oneConnection: number;
  readonly differences: number;
}

export interface DiffResult {
  readonly cpu: number;
  /** Pairs of workloads that differ; 0 where versions are not compared. */
  readonly changes: number;
}

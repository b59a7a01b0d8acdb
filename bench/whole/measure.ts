/** Seconds that a task was on a processor, on all threads: the collector's and the compiler's too. */
export function cpuOf<T>(task: () => T): { readonly result: T; readonly cpu: number } {
  const before = process.cpuUsage();
  const result = task();
  return { result, cpu: secondsSince(before) };
}

/** The same for a task that waits. */
export async function cpuOfAsync<T>(
  task: () => Promise<T>,
): Promise<{ readonly result: T; readonly cpu: number }> {
  const before = process.cpuUsage();
  const result = await task();
  return { result, cpu: secondsSince(before) };
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The most memory that this process had until now, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

/** By which power of the size something grows between two sizes. */
export function exponent(
  from: { readonly size: number; readonly value: number },
  to: { readonly size: number; readonly value: number },
): number {
  return Math.log(to.value / from.value) / Math.log(to.size / from.size);
}

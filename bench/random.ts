/** Random choices that a seed decides: the same seed, the same choices, on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  int(first: number, last: number): number {
    return first + Math.floor(this.next() * (last - first + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, each as likely as any other. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** One of the choices; the numbers say how likely each is and need not add up to 1. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let rest = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      rest -= weight;
      if (rest < 0) return choice;
    }
    return choices[choices.length - 1]![0];
  }

  /** A word such as Kubernetes appends to names. */
  suffix(length: number): string {
    let word = '';
    for (let at = 0; at < length; at++)
      word += NAME_LETTERS.charAt(this.int(0, NAME_LETTERS.length - 1));
    return word;
  }
}

/** Kubernetes makes names of these: neither vowels nor 0, 1 and 3. */
export const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Picks positions 0 … size-1 by Zipf's law: position n is about 1/(n+1) as likely as the first. */
export function zipf(size: number): (random: Random) => number {
  const sums: number[] = [];
  for (let at = 0, sum = 0; at < size; at++) sums.push((sum += 1 / (at + 1)));
  return (random) => {
    const wanted = random.next() * (sums.at(-1) ?? 0);
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const FIRST_CAPACITY = 64;

/**
 * Numbers pairs of integers (0 to 2^31 - 1), 1 for the first pair that is asked for and so on: a
 * Map without an object for each entry.
 *
 * Numbers may be parts of further pairs. So it also is a tree of sequences: 0 is the empty
 * sequence, and `of(sequence, item)` is the sequence with one item more.
 */
export class PairNumbers {
  #size = 0;
  #firsts = new Int32Array(FIRST_CAPACITY);
  #seconds = new Int32Array(FIRST_CAPACITY);
  /** Open addressing, at most half full; 0 is an empty slot. */
  #slots = new Int32Array(2 * FIRST_CAPACITY);

  /** How many pairs have a number. */
  get size(): number {
    return this.#size;
  }

  /** The number of a pair, a new one where it had none. */
  of(first: number, second: number): number {
    const slot = this.#slotOf(first, second);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known;
    const number = ++this.#size;
    if (number === this.#firsts.length) this.#grow();
    this.#firsts[number] = first;
    this.#seconds[number] = second;
    this.#slots[this.#slotOf(first, second)] = number;
    return number;
  }

  /** The items of a sequence, in order. */
  sequence(number: number): number[] {
    const items: number[] = [];
    for (let at = number; at !== 0; at = this.#firsts[at] as number) {
      items.push(this.#seconds[at] as number);
    }
    return items.reverse();
  }

  /** Forgets all numbers, and keeps the room. */
  clear(): void {
    this.#size = 0;
    this.#slots.fill(0);
  }

  #slotOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = Math.imul(hash, 0x2c1b3c6d) >>> 7;
    for (;;) {
      slot &= mask;
      const number = this.#slots[slot] as number;
      if (number === 0) return slot;
      if (this.#firsts[number] === first && this.#seconds[number] === second) return slot;
      slot++;
    }
  }

  #grow(): void {
    const capacity = 2 * this.#firsts.length;
    const [firsts, seconds] = [new Int32Array(capacity), new Int32Array(capacity)];
    firsts.set(this.#firsts);
    seconds.set(this.#seconds);
    [this.#firsts, this.#seconds] = [firsts, seconds];
    this.#slots = new Int32Array(2 * capacity);
    for (let number = 1; number < this.#size; number++) {
      const slot = this.#slotOf(firsts[number] as number, seconds[number] as number);
      this.#slots[slot] = number;
    }
  }
}

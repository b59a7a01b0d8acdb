import { either, NO, YES, type Certainty } from './certainty.ts';

/** Which classes of ends a peer takes in: all others as `otherwise` says. */
export interface Members {
  readonly otherwise: typeof NO | typeof YES;
  /** Class ids that differ from that, each once. */
  readonly classes: Int32Array;
  /** How sure it is of each of them. */
  readonly certainties: Uint8Array;
}

export const NOBODY: Members = {
  otherwise: NO,
  classes: new Int32Array(0),
  certainties: new Uint8Array(0),
};

export const EVERYBODY: Members = { ...NOBODY, otherwise: YES };

/** Collects members class by class. One builder is used for many peers in turn. */
export class MembersBuilder {
  readonly #certainties: Uint8Array;
  readonly #touched: number[] = [];

  /** @param classes how many classes there are */
  constructor(classes: number) {
    this.#certainties = new Uint8Array(classes);
  }

  add(id: number, certainty: Certainty): void {
    const known = this.#certainties[id] as Certainty;
    if (known === NO && certainty !== NO) this.#touched.push(id);
    this.#certainties[id] = either(known, certainty);
  }

  /** The members that were added, as those that are missing where they are more than half. */
  finish(): Members {
    const total = this.#certainties.length;
    const sure = this.#touched.filter((id) => this.#certainties[id] === YES).length;
    const otherwise = 2 * sure > total ? YES : NO;
    const ids = otherwise === NO ? this.#touched : this.#unsure();
    const classes = Int32Array.from(ids);
    const certainties = Uint8Array.from(ids, (id) => this.#certainties[id] as number);
    for (const id of this.#touched) this.#certainties[id] = NO;
    this.#touched.length = 0;
    return { otherwise, classes, certainties };
  }

  #unsure(): number[] {
    return [...this.#certainties.keys()].filter((id) => this.#certainties[id] !== YES);
  }

  /** Those that any of some peers takes in. */
  union(parts: readonly Members[]): Members {
    const [first, ...rest] = parts.filter((part) => part !== NOBODY);
    if (first === undefined) return NOBODY;
    if (rest.length === 0) return first;
    if (parts.includes(EVERYBODY)) return EVERYBODY;
    for (const part of [first, ...rest]) {
      if (part.otherwise === YES) this.#addWide(part);
      else for (const [i, id] of part.classes.entries()) this.add(id, certaintyAt(part, i));
    }
    return this.finish();
  }

  #addWide(part: Members): void {
    const differing = new Map([...part.classes].map((id, i) => [id, certaintyAt(part, i)]));
    for (let id = 0; id < this.#certainties.length; id++) this.add(id, differing.get(id) ?? YES);
  }
}

function certaintyAt(members: Members, at: number): Certainty {
  return members.certainties[at] as Certainty;
}

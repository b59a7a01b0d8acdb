/** Picks the value that a missing fact has in this world; the same key gives the same value. */
export type Choose = <T>(key: string, values: readonly T[]) => T;

interface Choice {
  readonly key: string;
  readonly size: number;
  index: number;
}

/** More worlds than any generated question has: reaching it is a mistake in the generator. */
const MOST_WORLDS = 500_000;

/**
 * Evaluates once in every possible world and returns the results. Worlds are found by running:
 * each run replays the choices so far and takes the first value of each new one; then the last
 * choice that has values left is advanced. Facts that no run asks for make no worlds.
 */
export function inEveryWorld<R>(evaluate: (choose: Choose) => R): R[] {
  const choices: Choice[] = [];
  const results: R[] = [];
  for (;;) {
    let known = 0;
    const inThisWorld = new Map<string, number>();
    const choose: Choose = (key, values) => {
      let index = inThisWorld.get(key);
      if (index === undefined) {
        const choice = choices[known] ?? { key, size: values.length, index: 0 };
        if (choice.key !== key || choice.size !== values.length || values.length === 0) {
          throw new Error(`the evaluation is not deterministic at ${key}`);
        }
        choices[known] = choice;
        known += 1;
        index = choice.index;
        inThisWorld.set(key, index);
      }
      return values[index]!;
    };
    results.push(evaluate(choose));
    if (results.length > MOST_WORLDS) throw new Error('too many worlds');

    while (choices.length > 0 && choices.at(-1)!.index + 1 === choices.at(-1)!.size) choices.pop();
    const last = choices.at(-1);
    if (last === undefined) return results;
    last.index += 1;
  }
}

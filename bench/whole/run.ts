import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './children.ts';
import { dump, isSameShuffled, listAll } from './dumps.ts';
import { median } from './measure.ts';
import {
  BASE,
  COMPARISONS,
  DIFFS,
  GROWTH,
  placeText,
  runsOf,
  type Comparison,
  type Place,
} from './points.ts';
import type { DiffPoint, GrowthPoint, Report, ShapePoint } from './report.ts';
import type { Checked, ComputeResult } from './task-results.ts';

/** Measures everything of which the clusters have at most so many pods. */
export function measureAll(mostPods: number): Report {
  const folder = mkdtempSync(join(tmpdir(), 'netpol-whole-'));
  try {
    return new Run(mostPods, folder).report();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Run {
  readonly #mostPods: number;
  readonly #folder: string;
  readonly #checked = new Map<string, Checked>();

  constructor(mostPods: number, folder: string) {
    this.#mostPods = mostPods;
    this.#folder = folder;
  }

  report(): Report {
    const growth = GROWTH.filter((place) => this.#isWanted(place)).map((place) =>
      this.#growth(place),
    );
    const bases = [...new Set(COMPARISONS.map(({ base }) => base))];
    const shapes = bases.flatMap((base) => (this.#isWanted(base) ? this.#shapes(base) : []));
    const diffs = DIFFS.filter((place) => this.#isWanted(place)).map((place) => this.#diff(place));
    this.#tell('the reference evaluator');
    const reference = measure('reference', { place: BASE });
    this.#tell('objects in another order');
    const same = isSameShuffled(BASE, this.#folder);
    return { growth, shapes, diffs, reference, isSameShuffled: same, checked: this.#checked };
  }

  #isWanted({ pods }: Place): boolean {
    return pods <= this.#mostPods;
  }

  #tell(what: string): void {
    process.stderr.write(`measuring ${what}\n`);
  }

  #growth(place: Place): GrowthPoint {
    this.#tell(placeText(place));
    const path = join(this.#folder, 'dump.json');
    const file = dump(place, path);
    const runs = Array.from({ length: runsOf(place) }, (_, run) => {
      const own = measure('dump', { place, file: path, check: run === 0 });
      this.#keep(place, own);
      return { ...own, cli: listAll(path) };
    });
    rmSync(path);
    const [first] = runs;
    const middle = (of: (run: NonNullable<typeof first>) => number) => median(runs.map(of));
    return {
      place,
      file,
      load: middle(({ load }) => load),
      compute: middle(({ compute }) => compute),
      whole: middle(({ cli }) => cli.cpu),
      classes: middle(({ classes }) => classes),
      blocks: middle(({ blocks }) => blocks),
      loadPeak: middle(({ loadPeak }) => loadPeak),
      wholePeak: middle(({ cli }) => cli.peak),
    };
  }

  /** The shapes that are held against one base, all in turn: a machine's speed drifts. */
  #shapes(base: Place): ShapePoint[] {
    const comparisons = COMPARISONS.filter((own) => own.base === base);
    const bases: number[] = [];
    const results = new Map<Comparison, ComputeResult[]>(comparisons.map((own) => [own, []]));
    for (let run = 0; run < runsOf(base); run++) {
      this.#tell(`${placeText(base)} and the shapes beside it, ${String(run + 1)}`);
      bases.push(measure('model', { place: base }).compute);
      for (const [{ place }, own] of results) {
        const result = measure('model', { place, check: run === 0 });
        this.#keep(place, result);
        own.push(result);
      }
    }
    return comparisons.map((comparison) => {
      const own = results.get(comparison) ?? [];
      const compute = median(own.map((result) => result.compute));
      return {
        comparison,
        compute,
        ratio: compute / median(bases),
        classes: median(own.map(({ classes }) => classes)),
        blocks: median(own.map(({ blocks }) => blocks)),
      };
    });
  }

  #diff(place: Place): DiffPoint {
    this.#tell(`two versions of ${placeText(place)}`);
    const runs = Array.from({ length: runsOf(place) }, () => ({
      both: measure('build-both', { place }).cpu,
      diff: measure('diff', { place }),
    }));
    return {
      place,
      both: median(runs.map(({ both }) => both)),
      diff: median(runs.map(({ diff }) => diff.cpu)),
      changes: median(runs.map(({ diff }) => diff.changes)),
    };
  }

  #keep(place: Place, { checked }: ComputeResult): void {
    if (checked !== null) this.#checked.set(placeText(place), checked);
  }
}

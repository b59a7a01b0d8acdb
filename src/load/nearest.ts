import { editDistance } from '../model/edit-distance.ts';

/** The candidate that was most likely meant: nearest first, then as listed; null if none is near. */
export function nearest(word: string, candidates: Iterable<string>, limit = 2): string | null {
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    // Of a short word, two changes leave nothing.
    const allowed = Math.min(limit, Math.floor(candidate.length / 2));
    const distance = editDistance(word, candidate, allowed);
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

import type { Shape } from './shape.ts';
import { uniquePlan } from './unique.ts';

/** Every pod and every policy is unique, and rules name a few pods. */
export const uniqueNarrow: Shape = {
  usual: { pods: 10_000, policies: 10_000 },
  plan: (size) => uniquePlan(size, () => []),
};

import { realisticPlan } from './realistic.ts';
import type { Shape } from './shape.ts';

/** The realistic cluster where pods and nodes also have IPv6 addresses, and policies IPv6 blocks. */
export const dualStack: Shape = {
  usual: { pods: 150_000, policies: 10_000 },
  plan: (size) => realisticPlan(size, true),
};

import type { Shape } from './shape.ts';
import { uniquePlan } from './unique.ts';

const FIRST_PORT = 2000;
const RANGES = 10_500;

/**
 * Every pod and every policy is unique, and each policy also lets its pod reach every pod of the
 * cluster on a range of ports that no other policy names.
 */
export const uniqueWide: Shape = {
  usual: { pods: 10_000, policies: 10_000 },
  plan: (size) =>
    uniquePlan(size, (number) => {
      const port = FIRST_PORT + (number % RANGES) * 6;
      // After RANGES policies the starts come again, with other ends.
      const endPort = port + 1 + (Math.floor(number / RANGES) % 5);
      return [{ ports: [{ endPort, port, protocol: 'TCP' }], to: [{ namespaceSelector: {} }] }];
    }),
};

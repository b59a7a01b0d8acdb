import { expect, test } from 'vitest';
import { createPortSets } from '../../src/engine/classes/port-sets.ts';

// Sets of ports are told apart protocol by protocol; ICMP is none of them.

test.each(['TCP', 'UDP', 'SCTP'] as const)(
  'the last port of %s does not run into what comes after it',
  (protocol) => {
    const sets = createPortSets([]);
    const ports = sets.of([{ protocol, first: 80, last: 65535 }], false);
    const both = sets.union(ports, sets.of([], true));
    expect(sets.ranges(both)).toEqual([{ protocol, first: 80, last: 65535 }]);
    expect(sets.hasIcmp(both)).toBe(true);
    expect(both).toBe(sets.of([{ protocol, first: 80, last: 65535 }], true));
    expect(sets.difference(both, sets.of([], true))).toBe(ports);
    expect(sets.hasIcmp(sets.difference(sets.all, sets.of([], true)))).toBe(false);
  },
);

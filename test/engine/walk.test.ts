import { describe, expect, test } from 'vitest';
import { ALLOW, bothEnds, DENY, OPEN, type Outcomes } from '../../src/engine/walk.ts';

const NAMES: Readonly<Record<Outcomes, string>> = {
  [ALLOW]: 'allow',
  [DENY]: 'deny',
  [OPEN]: 'open',
};
const SETS = [1, 2, 3, 4, 5, 6, 7];

function each(outcomes: Outcomes): Outcomes[] {
  return [ALLOW, DENY, OPEN].filter((one) => (outcomes & one) !== 0);
}

/** What two sure ends come to: either may deny, and what the API leaves open at one end stays so. */
function sure(egress: Outcomes, ingress: Outcomes): Outcomes {
  if (egress === DENY || ingress === DENY) return DENY;
  return egress === OPEN || ingress === OPEN ? OPEN : ALLOW;
}

describe('what both ends come to together', () => {
  const rows = SETS.flatMap((egress) => SETS.map((ingress) => [egress, ingress] as const));
  const say = (set: Outcomes): string =>
    each(set)
      .map((one) => NAMES[one])
      .join(' or ');

  test.each(rows.map(([egress, ingress]) => [say(egress), say(ingress), egress, ingress] as const))(
    'egress may %s, ingress may %s',
    (_egress, _ingress, egress, ingress) => {
      const all = each(egress).flatMap((one) => each(ingress).map((other) => sure(one, other)));
      expect(say(bothEnds(egress, ingress))).toBe(say(all.reduce((set, one) => set | one, 0)));
    },
  );
});

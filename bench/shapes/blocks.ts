import type { Random } from '../random.ts';
import type { PolicyPeer } from './specs.ts';

type IpBlock = NonNullable<PolicyPeer['ipBlock']>;

/** The internet without what is private. */
const INTERNET: IpBlock = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
};
const INTERNET_6: IpBlock = { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] };

/** A block as policies name them: offices, partners, services outside, now and then pods. */
export function someBlock(random: Random, dualStack: boolean): IpBlock {
  const family6 = dualStack && random.chance(0.4);
  if (random.chance(0.15)) return family6 ? INTERNET_6 : INTERNET;
  return family6 ? block6(random) : block4(random);
}

/** A block of random place and size; two in five have excepts. */
export function block4(random: Random): IpBlock {
  const length = random.int(14, 26);
  const base = random.weighted([
    [() => 0xac10_0000 + random.int(0, 0x0f_ffff), 0.5],
    [() => 0x3400_0000 + random.int(0, 0x3ff_ffff), 0.4],
    // In the network of the pods.
    [() => 0x0a40_0000 + random.int(0, 0x0f_ffff), 0.1],
  ])();
  const first = base - (base % 2 ** (32 - length));
  const count = random.chance(0.4) ? random.int(1, 3) : 0;
  const except = Array.from({ length: count }, () => {
    const inner = random.int(length + 1, Math.min(32, length + 8));
    const steps = 2 ** (inner - length);
    return `${address4(first + random.int(0, steps - 1) * 2 ** (32 - inner))}/${inner}`;
  });
  return withExcept(`${address4(first)}/${length}`, except);
}

function block6(random: Random): IpBlock {
  const site = `2001:db8:${random.int(0x1000, 0xffff).toString(16)}`;
  const except = random.chance(0.4) ? [`${site}:${random.int(1, 0xffff).toString(16)}::/64`] : [];
  return withExcept(`${site}::/48`, except);
}

function withExcept(cidr: string, except: readonly string[]): IpBlock {
  const different = [...new Set(except)].sort();
  return different.length === 0 ? { cidr } : { cidr, except: different };
}

function address4(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

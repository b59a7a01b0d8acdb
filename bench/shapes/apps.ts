import type { Random } from '../random.ts';
import type { PortFacts } from './shape.ts';
import { DOMAINS, PARTS, TIERS, type TierName } from './words.ts';

/** A program that many workloads run: it decides on labels and ports. */
export interface App {
  readonly name: string;
  readonly tier: TierName;
  readonly ports: readonly PortFacts[];
}

const METRICS: PortFacts = { name: 'metrics', containerPort: 9090, protocol: 'TCP' };

/** So many different apps; the first ones are those of which there will be most. */
export function makeApps(count: number, random: Random): App[] {
  return Array.from({ length: count }, (_, at) => {
    const tier = TIERS[(at * 5 + (at >> 3)) % TIERS.length]!;
    const name = `${DOMAINS[at % DOMAINS.length]!}-${random.pick(PARTS[tier])}`;
    const round = Math.floor(at / DOMAINS.length);
    return {
      name: round === 0 ? name : `${name}-${round + 1}`,
      tier,
      ports: portsOf(tier, random),
    };
  });
}

function portsOf(tier: TierName, random: Random): PortFacts[] {
  const http = random.pick([8080, 8080, 8000, 3000, 80]);
  switch (tier) {
    case 'frontend':
      return [tcp('http', http), METRICS];
    case 'backend':
      return [tcp('http', http), tcp('grpc', random.pick([9000, 50051])), METRICS];
    case 'cache':
      return [tcp('redis', 6379)];
    case 'database':
      return [tcp('postgres', 5432), METRICS];
    case 'queue':
      return [tcp('amqp', 5672), tcp('http', 15672)];
    case 'worker':
      return [METRICS];
  }
}

function tcp(name: string, containerPort: number): PortFacts {
  return { name, containerPort, protocol: 'TCP' };
}

/** The cluster's DNS. */
export const DNS_APP: App = {
  name: 'coredns',
  tier: 'backend',
  ports: [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
    { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
  ],
};

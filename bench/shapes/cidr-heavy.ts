import { Random } from '../random.ts';
import { block4 } from './blocks.ts';
import { makeLandscape } from './landscape.ts';
import { again, nodesFor, type PolicyFacts, type Shape } from './shape.ts';
import { labelled, policySpec, type PolicyPeer } from './specs.ts';
import { podsOf } from './workload-pods.ts';

const BLOCKS_A_POLICY = 10;

/** Realistic pods whose policies name ten blocks each, and no block twice in the cluster. */
export const cidrHeavy: Shape = {
  usual: { pods: 10_000, policies: 1000 },
  plan({ pods, policies, seed }) {
    const landscape = makeLandscape(pods, new Random(seed));
    const inhabited = landscape.namespaces.filter(({ workloads }) => workloads.length > 0);
    return {
      namespaces: landscape.namespaces,
      nodes: nodesFor(pods),
      dualStack: false,
      pods: again(() => podsOf(landscape, seed + 1)),
      policies: again(function* (): Generator<PolicyFacts> {
        const random = new Random(seed + 2);
        const taken = new Set<string>();
        for (let number = 0; number < policies; number++) {
          const { name: namespace, workloads } = random.pick(inhabited);
          const peers = Array.from({ length: BLOCKS_A_POLICY }, () => newBlock(taken, random));
          const port = { port: random.pick([80, 443, 5432, 8080]), protocol: 'TCP' } as const;
          const rules = random.chance(0.5)
            ? { ingress: [{ from: peers, ports: [port] }] }
            : { egress: [{ ports: [port], to: peers }] };
          const spec = policySpec(labelled({ app: random.pick(workloads).app.name }), rules);
          yield { kind: 'NetworkPolicy', namespace, name: `blocks-${number}`, spec };
        }
      }),
    };
  },
};

function newBlock(taken: Set<string>, random: Random): PolicyPeer {
  for (;;) {
    const ipBlock = block4(random);
    if (taken.has(ipBlock.cidr)) continue;
    taken.add(ipBlock.cidr);
    return { ipBlock };
  }
}

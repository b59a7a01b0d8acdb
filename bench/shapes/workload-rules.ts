import type { Random } from '../random.ts';
import { someBlock } from './blocks.ts';
import type { Inhabited, Landscape, Workload } from './landscape.ts';
import type { PolicyFacts } from './shape.ts';
import {
  DNS_RULE,
  labelled,
  policySpec,
  type EgressRule,
  type IngressRule,
  type PolicyPeer,
  type PolicyPort,
  type Selector,
} from './specs.ts';
import { ENVIRONMENTS } from './words.ts';

const SHARE_OF_NAMED_PORTS = 0.15;
const SHARE_OF_RANGES = 0.05;

/** Writes the policies of single workloads, as teams write them. */
export class RulesOf {
  readonly #landscape: Landscape;
  readonly #inhabited: readonly Inhabited[];
  readonly #random: Random;
  readonly #dualStack: boolean;

  constructor(landscape: Landscape, random: Random, dualStack: boolean) {
    this.#landscape = landscape;
    this.#inhabited = landscape.namespaces.filter(({ workloads }) => workloads.length > 0);
    this.#random = random;
    this.#dualStack = dualStack;
  }

  /** A policy for a workload of the namespace; the number makes the name unique. */
  policy(namespace: Inhabited, number: number): PolicyFacts {
    const random = this.#random;
    const workload = random.pick(namespace.workloads);
    const direction = random.weighted([
      ['ingress', 0.55],
      ['egress', 0.25],
      ['both', 0.2],
    ]);
    const spec = policySpec(this.#subject(namespace, workload), {
      ...(direction !== 'ingress' && { egress: this.#egress(namespace) }),
      ...(direction !== 'egress' && { ingress: this.#ingress(namespace, workload) }),
    });
    const name = `${workload.app.name}-${direction}-${number}`;
    return { kind: 'NetworkPolicy', namespace: namespace.name, name, spec };
  }

  #subject(namespace: Inhabited, workload: Workload): Selector {
    const { app, name } = workload;
    return this.#random.weighted<() => Selector>([
      [() => labelled({ app: app.name }), 0.7],
      [() => labelled({ 'app.kubernetes.io/instance': `${namespace.name}-${name}` }), 0.1],
      [() => labelled({ tier: app.tier }), 0.08],
      [() => this.#anyOf(namespace, workload), 0.07],
      [() => this.#except(workload), 0.05],
    ])();
  }

  /** Two apps of the namespace by one expression. */
  #anyOf(namespace: Inhabited, { app }: Workload): Selector {
    const values = [...new Set([app.name, this.#random.pick(namespace.workloads).app.name])];
    return { matchExpressions: [{ key: 'app', operator: 'In', values }] };
  }

  /** A tier but for one of its apps. */
  #except({ app }: Workload): Selector {
    return {
      matchExpressions: [
        { key: 'app', operator: 'NotIn', values: [app.name] },
        { key: 'release', operator: 'Exists' },
      ],
      matchLabels: { tier: app.tier },
    };
  }

  #ingress(namespace: Inhabited, workload: Workload): IngressRule[] {
    const random = this.#random;
    return Array.from({ length: random.int(1, 2) }, () => {
      const from = Array.from({ length: random.int(1, 3) }, () => this.#peer(namespace));
      if (random.chance(0.1)) return { from };
      return { from, ports: this.#ports(workload) };
    });
  }

  #egress(namespace: Inhabited): EgressRule[] {
    const random = this.#random;
    const rules = Array.from({ length: random.int(1, 2) }, () => {
      const to = [this.#peer(namespace)];
      if (random.chance(0.1)) return { to };
      const other = random.chance(0.6) ? namespace : random.pick(this.#inhabited);
      return { ports: this.#ports(random.pick(other.workloads)), to };
    });
    return [DNS_RULE, ...rules];
  }

  #peer(namespace: Inhabited): PolicyPeer {
    const random = this.#random;
    const other = () => random.pick(this.#inhabited);
    const team = () => random.pick(this.#landscape.teams);
    return random.weighted<() => PolicyPeer>([
      [() => ({ podSelector: labelled({ app: appIn(namespace, random) }) }), 0.5],
      [() => ({ podSelector: {} }), 0.03],
      [() => withPods(byName(other()), labelled({ app: appIn(other(), random) })), 0.06],
      [() => ({ namespaceSelector: byName(other()) }), 0.09],
      [() => teamApp(other(), random), 0.1],
      [() => ({ namespaceSelector: labelled({ env: namespace.env, team: namespace.team }) }), 0.05],
      [() => ({ namespaceSelector: byExpression(team(), team(), random) }), 0.03],
      [() => withPods({}, labelled({ app: appIn(other(), random), tier: 'frontend' })), 0.02],
      [() => ({ ipBlock: someBlock(random, this.#dualStack) }), 0.12],
    ])();
  }

  /** Ports of a workload: by number, some by name, some as the start of a range. */
  #ports({ app }: Workload): PolicyPort[] {
    const random = this.#random;
    const count = Math.min(app.ports.length, random.chance(0.3) ? 2 : 1);
    return app.ports.slice(0, count).map(({ name, containerPort, protocol }) => {
      const kind = random.next();
      if (kind < SHARE_OF_NAMED_PORTS) return { port: name, protocol };
      if (kind >= SHARE_OF_NAMED_PORTS + SHARE_OF_RANGES) return { port: containerPort, protocol };
      const port = random.int(1024, 60_000);
      return { endPort: port + random.int(1, 2000), port, protocol };
    });
  }
}

function appIn(namespace: Inhabited, random: Random): string {
  return random.pick(namespace.workloads).app.name;
}

function byName({ name }: Inhabited): Selector {
  return labelled({ 'kubernetes.io/metadata.name': name });
}

function withPods(namespaceSelector: Selector, podSelector: Selector): PolicyPeer {
  return { namespaceSelector, podSelector };
}

/** An app wherever its team runs it. */
function teamApp(namespace: Inhabited, random: Random): PolicyPeer {
  const podSelector = labelled({ app: appIn(namespace, random) });
  return withPods(labelled({ team: namespace.team }), podSelector);
}

/** Some teams, or all but some, outside or within an environment. */
function byExpression(one: string, another: string, random: Random): Selector {
  const [env] = random.pick(ENVIRONMENTS);
  const values = [...new Set([one, another])];
  return {
    matchExpressions: [
      { key: 'team', operator: random.chance(0.8) ? 'In' : 'NotIn', values },
      random.chance(0.5)
        ? { key: 'env', operator: 'NotIn', values: ['prod'] }
        : { key: 'env', operator: 'In', values: [env] },
    ],
  };
}

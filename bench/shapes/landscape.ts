import { zipf, type Random } from '../random.ts';
import { DNS_APP, makeApps, type App } from './apps.ts';
import type { NamespaceFacts } from './shape.ts';
import { DOMAINS, ENVIRONMENTS } from './words.ts';

/** What runs in a realistic cluster: namespaces of teams, and workloads in them. */

export interface Landscape {
  /** By name. */
  readonly namespaces: readonly Inhabited[];
  readonly teams: readonly string[];
}

export interface Inhabited extends NamespaceFacts {
  readonly team: string;
  readonly env: string;
  readonly workloads: readonly Workload[];
}

export interface Workload {
  readonly app: App;
  /** Unique in the namespace. */
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  readonly replicas: number;
  readonly hostNetwork: boolean;
}

const PODS_A_NAMESPACE = 100;
const MOST_PODS_A_NAMESPACE = 3000;
const WORKLOADS_AN_APP = 14;
const PODS_A_WORKLOAD = 6.8;
const SHARE_OF_HOST_NETWORK = 0.02;

/** Namespaces whose workloads have so many pods altogether. */
export function makeLandscape(pods: number, random: Random): Landscape {
  const count = Math.max(3, Math.round(pods / PODS_A_NAMESPACE));
  const teams = makeTeams(Math.max(4, Math.round(count / 12)));
  const drafts = makeNamespaces(count, teams, random);
  const apps = makeApps(Math.ceil(pods / PODS_A_WORKLOAD / WORKLOADS_AN_APP) + 10, random);
  const [pickApp, pickNamespace] = [zipf(apps.length), zipf(count - 1)];
  let [placed, onHost] = [0, 0];
  const place = (into: Draft, app: App, replicas: number) => {
    const hostNetwork =
      app !== DNS_APP && onHost + replicas <= SHARE_OF_HOST_NETWORK * (placed + replicas);
    const kind = hostNetwork ? 'DaemonSet' : app === DNS_APP ? 'Deployment' : kindOf(app, random);
    const sameApp = into.apps.get(app) ?? 0;
    into.apps.set(app, sameApp + 1);
    const name = sameApp === 0 ? app.name : `${app.name}-${into.env}${sameApp + 1}`;
    into.workloads.push({ app, name, kind, replicas, hostNetwork });
    into.pods += replicas;
    placed += replicas;
    if (hostNetwork) onHost += replicas;
  };
  place(drafts[0]!, DNS_APP, Math.min(2, pods));
  while (placed < pods) {
    const replicas = Math.min(replicasOf(random), pods - placed);
    let at = pickNamespace(random) + 1;
    while (drafts[at]!.pods + replicas > MOST_PODS_A_NAMESPACE) at = (at % (count - 1)) + 1;
    place(drafts[at]!, apps[pickApp(random)]!, replicas);
  }
  return { namespaces: drafts.sort((a, b) => (a.name < b.name ? -1 : 1)), teams };
}

interface Draft extends Inhabited {
  readonly workloads: Workload[];
  readonly apps: Map<App, number>;
  pods: number;
}

/** `kube-system`, then those of teams. */
function makeNamespaces(count: number, teams: readonly string[], random: Random): Draft[] {
  return Array.from({ length: count }, (_, at) => {
    const team = at === 0 ? 'platform' : teams[at % teams.length]!;
    const env = at === 0 ? 'prod' : random.weighted(ENVIRONMENTS);
    const name = at === 0 ? 'kube-system' : `${team}-${env}-${String(at).padStart(3, '0')}`;
    const labels = {
      'cost-center': `cc-${team.length}${at % 9}`,
      env,
      'pod-security.kubernetes.io/enforce': at === 0 ? 'privileged' : 'baseline',
      team,
    };
    return { name, labels, team, env, workloads: [], apps: new Map(), pods: 0 };
  });
}

function makeTeams(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const round = Math.floor(at / DOMAINS.length);
    return `${DOMAINS[at % DOMAINS.length]!}${round === 0 ? '' : String(round + 1)}`;
  });
}

function kindOf({ tier }: App, random: Random): Workload['kind'] {
  if (tier === 'database' || tier === 'queue')
    return random.chance(0.6) ? 'StatefulSet' : 'Deployment';
  return tier === 'worker' && random.chance(0.25) ? 'Job' : 'Deployment';
}

/** Most workloads have few replicas, a few have very many: 6.8 on average. */
function replicasOf(random: Random): number {
  const [first, last] = random.weighted(REPLICAS);
  if (last <= 40) return random.int(first, last);
  // Among many, small numbers are more likely too. (Not by a power: machines may differ in those.)
  const part = random.next();
  return first + Math.floor((last - first + 1) * part * part);
}

const REPLICAS: readonly (readonly [readonly [first: number, last: number], number])[] = [
  [[1, 1], 0.415],
  [[2, 3], 0.28],
  [[4, 10], 0.2],
  [[11, 40], 0.0865],
  [[41, 250], 0.0185],
];

import { NAME_LETTERS, Random } from '../random.ts';
import type { Inhabited, Landscape, Workload } from './landscape.ts';
import type { LabelFacts, PodFacts, PodTemplate } from './shape.ts';

/** The pods of a landscape, with nine labels each, by namespace and workload. */
export function* podsOf(landscape: Landscape, seed: number): Generator<PodFacts> {
  const random = new Random(seed);
  let index = 0;
  for (const namespace of landscape.namespaces) {
    for (const workload of namespace.workloads) {
      for (const pod of podsOfWorkload(namespace, workload, random)) {
        yield { ...pod, index: index++ };
      }
    }
  }
}

function* podsOfWorkload(
  namespace: Inhabited,
  workload: Workload,
  random: Random,
): Generator<Omit<PodFacts, 'index'>> {
  const { app, name, kind, replicas, hostNetwork } = workload;
  const [hash, uid] = [random.suffix(10), makeUid(random)];
  const shared = {
    instance: `${namespace.name}-${name}`,
    release: `r${random.int(100_000, 999_999)}`,
    // A tenth of the workloads are run by another team's people.
    team: random.chance(0.1) ? 'platform' : namespace.team,
    version: `1.${random.int(0, 9)}.${random.int(0, 4)}`,
  };
  const template: PodTemplate = {
    owner: {
      apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
      kind: kind === 'Deployment' ? 'ReplicaSet' : kind,
      name: kind === 'Deployment' ? `${name}-${hash}` : name,
      uid,
    },
    app: app.name,
    hostNetwork,
    ports: app.ports,
  };
  const firstSuffix = random.int(0, SUFFIXES - 1);
  for (let ordinal = 0; ordinal < replicas; ordinal++) {
    const podName =
      kind === 'StatefulSet'
        ? `${name}-${ordinal}`
        : `${template.owner!.name}-${suffix((firstSuffix + ordinal * STRIDE) % SUFFIXES)}`;
    const labels = labelsOf(workload, {
      ...shared,
      hash,
      uid,
      env: namespace.env,
      podName,
      ordinal,
    });
    yield { template, namespace: namespace.name, name: podName, labels };
  }
}

interface LabelValues {
  readonly instance: string;
  readonly release: string;
  readonly team: string;
  readonly version: string;
  readonly hash: string;
  readonly uid: string;
  readonly env: string;
  readonly podName: string;
  readonly ordinal: number;
}

/**
 * Nine labels, of which three or four are the workload's or even the pod's own: those that
 * controllers set, the instance and the release.
 */
function labelsOf({ app, kind, name }: Workload, of: LabelValues): LabelFacts {
  const { env, team } = of;
  const first = { app: app.name, 'app.kubernetes.io/instance': of.instance };
  const last = { release: of.release, team, tier: app.tier };
  const version = { 'app.kubernetes.io/version': of.version };
  const controller = { 'controller-revision-hash': of.hash };
  switch (kind) {
    case 'Deployment': {
      const hash = { 'pod-template-hash': of.hash };
      return app.name === 'coredns'
        ? { ...first, ...version, env, 'k8s-app': 'kube-dns', ...hash, ...last }
        : { ...first, 'app.kubernetes.io/managed-by': 'Helm', ...version, env, ...hash, ...last };
    }
    case 'StatefulSet':
      return {
        ...first,
        'apps.kubernetes.io/pod-index': String(of.ordinal),
        ...controller,
        env,
        release: of.release,
        'statefulset.kubernetes.io/pod-name': of.podName,
        team,
        tier: app.tier,
      };
    case 'DaemonSet':
      return { ...first, ...version, ...controller, env, 'pod-template-generation': '3', ...last };
    case 'Job': {
      const job = {
        'batch.kubernetes.io/controller-uid': of.uid,
        'batch.kubernetes.io/job-name': name,
      };
      return { ...first, ...version, ...job, env, ...last };
    }
  }
}

const SUFFIXES = NAME_LETTERS.length ** 5;
/** Shares no divisor with SUFFIXES: so no two pods of a workload get the same suffix. */
const STRIDE = 1_000_003;

function suffix(number: number): string {
  let word = '';
  for (let rest = number; word.length < 5; rest = Math.floor(rest / NAME_LETTERS.length)) {
    word += NAME_LETTERS.charAt(rest % NAME_LETTERS.length);
  }
  return word;
}

/** An identifier in the form of a random uuid. */
export function makeUid(random: Random): string {
  const hex = (digits: number) =>
    Math.floor(random.next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
}

import { createEngine } from '../../src/engine/create.ts';
import type { Answer, Question } from '../../src/model/answer.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type {
  EndpointSlice,
  Pod,
  Service,
  ServicePort,
  Workload,
} from '../../src/model/objects.ts';
import { ask } from '../../src/query/ask.ts';
import type { QuestionError } from '../../src/query/question-error.ts';
import { addressOf } from '../oracle/addresses.ts';
import { dummySource, makeCluster, type ClusterParts } from '../support/builders.ts';
import { selector } from '../support/policies.ts';

export interface Parts extends ClusterParts {
  readonly workloads?: readonly Workload[];
  readonly services?: readonly Service[];
  readonly endpointSlices?: readonly EndpointSlice[];
}

/** A cluster with workloads and Services; the workloads' pods are added to the pods. */
export function world({
  workloads = [],
  services = [],
  endpointSlices = [],
  ...parts
}: Parts): Cluster {
  const pods = [...(parts.pods ?? []), ...workloads.flatMap((workload) => workload.pods)];
  return {
    ...makeCluster({ ...parts, pods: [...new Set(pods)] }),
    workloads,
    services,
    endpointSlices,
  };
}

export function makeWorkload(kind: Workload['kind'], path: string, pods: readonly Pod[]): Workload {
  const [namespace = '', name = ''] = path.split('/');
  const own = pods.map((pod) => ({ ...pod, workload: { kind, name } }));
  return {
    namespace,
    kind,
    name,
    labels: new Map(),
    replicas: own.length,
    suspended: false,
    pods: own,
    source: dummySource,
  };
}

/** A port of a Service: `redis 80/TCP -> 6379`. */
export function servicePort(text: string): ServicePort {
  const match = /^(?:([a-z-]+) )?(\d+)(?:\/(TCP|UDP|SCTP))?(?: -> (\S+))?$/.exec(text);
  if (match === null) throw new Error(`not a port of a Service: ${text}`);
  const [, name, port, protocol, to] = match;
  const number = Number(port);
  return {
    name: name ?? null,
    protocol: (protocol ?? 'TCP') as ServicePort['protocol'],
    port: number,
    targetPort: to === undefined ? number : /^\d+$/.test(to) ? Number(to) : to,
    path: [],
  };
}

interface ServiceFacts extends Partial<Omit<Service, 'ports' | 'selector' | 'clusterIPs'>> {
  readonly ports?: readonly string[];
  readonly select?: Readonly<Record<string, string>> | null;
  readonly ip?: string;
}

export function makeService(path: string, { ports, select, ip, ...facts }: ServiceFacts): Service {
  const [namespace = '', name = ''] = path.split('/');
  return {
    namespace,
    name,
    type: 'ClusterIP',
    selector: select === null || select === undefined ? null : selector({ matchLabels: select }),
    headless: false,
    clusterIPs: ip === undefined ? [] : ip.split(' ').map(addressOf),
    externalName: null,
    publishNotReadyAddresses: false,
    ports: (ports ?? []).map(servicePort),
    source: dummySource,
    ...facts,
  };
}

export function makeSlice(
  service: string,
  addresses: string,
  port: string,
  ready = true,
): EndpointSlice {
  const [namespace = '', serviceName = ''] = service.split('/');
  const { name, protocol, port: number } = servicePort(port);
  return {
    namespace,
    name: `${serviceName}-abc`,
    serviceName,
    ports: [{ name, protocol, port: number }],
    endpoints: addresses
      .split(' ')
      .map((address) => ({ addresses: [addressOf(address)], ready, path: [] })),
    source: dummySource,
  };
}

type Loose = Partial<Question> & { readonly port?: string };

function questionOf(from: string, to: string, { port, ...rest }: Loose): Question {
  const ports = port === undefined ? [] : [port];
  return { from, to, ports, namespace: 'default', family: null, ...rest };
}

/** The answer to a question that has one. */
export function answer(cluster: Cluster, from: string, to: string, rest: Loose = {}): Answer {
  const asked = ask(createEngine(cluster), questionOf(from, to, rest));
  if (!asked.ok) throw new Error(`${asked.error.message}; ${asked.error.hint}`);
  return asked.answer;
}

/** The error of a question that has no answer. */
export function refusal(
  cluster: Cluster,
  from: string,
  to: string,
  rest: Loose = {},
): QuestionError {
  const asked = ask(createEngine(cluster), questionOf(from, to, rest));
  if (asked.ok) throw new Error(`answered: ${asked.answer.verdict}`);
  return asked.error;
}

/** Each case in a line: `default/fe -> default/db 6379/TCP denied`. */
export function lines({ cases }: Answer): string[] {
  return cases.map((one) => {
    const ports = one.ports.map(({ protocol, first, last }) =>
      first === last
        ? `${String(first)}/${protocol}`
        : `${String(first)}-${String(last)}/${protocol}`,
    );
    if (one.icmp) ports.push('ICMP');
    const family = one.family === null ? '' : ` IPv${String(one.family)}`;
    const via =
      one.via === null ? '' : `svc/${one.via.service.name}:${String(one.via.port?.port ?? '')} -> `;
    const problem = one.problem === null ? '' : ` ${one.problem}`;
    return `${endText(one.source)} -> ${via}${endText(one.destination)} ${ports.join(' ')}${family} ${one.verdict}${problem}`;
  });
}

function endText(end: Answer['cases'][number]['source']): string {
  switch (end.kind) {
    case 'pod':
      return `${end.pod.namespace}/${end.pod.name}`;
    case 'node':
      return `node:${end.node.name}`;
    case 'address':
      return String(end.address.value);
    case 'hostname':
      return end.name;
    case 'service':
      return `svc/${end.service.name}`;
    case 'range':
      return end.ranges
        .map(({ first, last }) => `${first.toString(16)}-${last.toString(16)}`)
        .join('+');
  }
}

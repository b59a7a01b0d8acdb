import type { IpAddress } from '../model/ip.ts';
import type { Service, ServicePort, ServiceType } from '../model/objects.ts';
import type { Protocol } from '../model/port.ts';
import type { FieldPath } from '../model/source.ts';
import { bool, int32, intOrString, list, readRoot, string, stringMap, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { readAddress } from './decode-pod.ts';
import { checkLabels, objectMeta, readIdentity } from './metadata.ts';
import type { Report } from './report.ts';
import { equalitySelector } from './selector.ts';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkPortName,
  checkPortNumber,
  labelName,
} from './syntax.ts';

const servicePort = struct(
  'v1.ServicePort',
  {
    name: string(),
    protocol: string('v1.Protocol'),
    port: int32,
    targetPort: intOrString,
    nodePort: int32,
  },
  { unknown: 'partial', others: ['appProtocol'] },
);

const spec = struct(
  'v1.ServiceSpec',
  {
    type: string('v1.ServiceType'),
    selector: stringMap,
    ports: list(servicePort),
    clusterIP: string(),
    clusterIPs: list(string()),
    externalName: string(),
    publishNotReadyAddresses: bool,
    externalIPs: list(string()),
  },
  { unknown: 'partial' },
);

const status = struct(
  'v1.ServiceStatus',
  {
    loadBalancer: struct(
      'v1.LoadBalancerStatus',
      { ingress: list(struct('v1.LoadBalancerIngress', { ip: string() }, { unknown: 'partial' })) },
      { unknown: 'partial' },
    ),
  },
  { unknown: 'partial' },
);

const service = struct(
  'Service',
  { metadata: objectMeta, spec, status },
  { unknown: 'partial', others: ['apiVersion', 'kind'] },
);

type ServiceSpec = (typeof spec)['zero'];
type PortFields = (typeof servicePort)['zero'];

const TYPES: readonly string[] = [
  'ClusterIP',
  'ExternalName',
  'LoadBalancer',
  'NodePort',
] satisfies ServiceType[];
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'] satisfies Protocol[];

function isServiceType(text: string): text is ServiceType {
  return TYPES.includes(text);
}

function isProtocol(text: string): text is Protocol {
  return PROTOCOLS.includes(text);
}

/** v1 Service, with the defaults and checks that concern the fields read here. */
export const serviceDecoder: KindDecoder = {
  apiVersion: 'v1',
  kind: 'Service',
  decode(value, report) {
    const fields = readRoot(service, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', labelName, report);
    const read = readSpec(fields.spec ?? spec.zero, report);
    const externalAddresses = readExternalAddresses(fields, report);
    const { namespace, name } = identity;
    const { source } = report;
    return {
      type: 'service',
      identity,
      service: { namespace, name, ...read, externalAddresses, source },
    };
  },
};

function readSpec(
  fields: ServiceSpec,
  report: Report,
): Omit<Service, 'namespace' | 'name' | 'source'> {
  const written = fields.type ?? '';
  const type = written === '' ? 'ClusterIP' : written;
  if (!isServiceType(type)) {
    report.unsupported('service-type', ['spec', 'type'], type, TYPES);
  }
  const ips = clusterIpTexts(fields);
  const headless = ips.texts[0] === 'None';
  const selector: ReadonlyMap<string, string> = fields.selector ?? new Map<string, string>();
  checkLabels(selector, ['spec', 'selector'], report);
  const external = type === 'ExternalName';
  if (external) checkExternalName(fields.externalName ?? '', report);
  const ports = fields.ports ?? [];
  if (ports.length === 0 && !headless && !external) {
    report.required('service-ports', ['spec', 'ports']);
  }
  return {
    type: isServiceType(type) ? type : 'ClusterIP',
    selector: selector.size === 0 ? null : equalitySelector(selector, ['spec', 'selector']),
    headless,
    clusterIPs: readClusterIps(ips, report),
    externalName: external ? (fields.externalName ?? null) : null,
    publishNotReadyAddresses: fields.publishNotReadyAddresses ?? false,
    ports: readPorts(ports, report),
  };
}

interface ClusterIpTexts {
  readonly texts: readonly string[];
  /** Where the only one was written. */
  readonly path?: FieldPath;
}

/** What lies outside and leads in: externalIPs, and what load balancers were given. */
function readExternalAddresses(
  { spec: written, status: given }: (typeof service)['zero'],
  report: Report,
): IpAddress[] {
  const texts = [
    ...(written?.externalIPs ?? []).map((text, i) => [text, ['spec', 'externalIPs', i]] as const),
    ...(given?.loadBalancer?.ingress ?? []).map(
      ({ ip }, i) => [ip ?? '', ['status', 'loadBalancer', 'ingress', i, 'ip']] as const,
    ),
  ];
  return texts.flatMap(([text, path]) => {
    const address = text === '' ? null : readAddress(text, path, report);
    return address === null ? [] : [address];
  });
}

/** clusterIP is the first of clusterIPs; manifests mostly write only the one. */
function clusterIpTexts(fields: ServiceSpec): ClusterIpTexts {
  const several = fields.clusterIPs ?? [];
  if (several.length > 0) return { texts: several };
  const single = fields.clusterIP ?? '';
  return { texts: single === '' ? [] : [single], path: ['spec', 'clusterIP'] };
}

function readClusterIps({ texts, path }: ClusterIpTexts, report: Report): IpAddress[] {
  const addresses: IpAddress[] = [];
  for (const [index, text] of texts.entries()) {
    if (index === 0 && text === 'None') continue;
    // The server names the item of the list even where only clusterIP was written.
    const address = readAddress(text, ['spec', 'clusterIPs', index], report, path);
    if (address !== null) addresses.push(address);
  }
  return addresses;
}

/** The value may end in a dot. */
function checkExternalName(name: string, report: Report): void {
  const path = ['spec', 'externalName'];
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (bare === '') {
    report.required('external-name', path);
    return;
  }
  for (const message of checkDnsSubdomain(bare)) {
    report.invalid('external-name', path, bare, message);
  }
}

function readPorts(ports: readonly PortFields[], report: Report): ServicePort[] {
  const names = new Set<string>();
  const numbers = new Set<string>();
  const result: ServicePort[] = [];
  for (const [index, fields] of ports.entries()) {
    const path = ['spec', 'ports', index];
    const name = fields.name ?? '';
    checkName(name, names, ports.length > 1, path, report);
    const port = fields.port ?? 0;
    for (const message of checkPortNumber(port)) {
      report.invalid('port-range', [...path, 'port'], port, message);
    }
    const written = fields.protocol ?? '';
    const protocol = written === '' ? 'TCP' : written;
    // Missing, 0 and "" alike mean the port's own number (core/v1/defaults.go).
    const { targetPort } = fields;
    const target = targetPort === null || targetPort === '' || targetPort === 0 ? port : targetPort;
    if (target !== port) checkTargetPort(target, path, report);
    if (numbers.has(`${protocol}/${String(port)}`)) {
      const key = {
        Name: '',
        Protocol: protocol,
        AppProtocol: null,
        Port: port,
        TargetPort: 0,
        NodePort: 0,
      };
      report.duplicate('service-port-duplicate', path, key);
    }
    numbers.add(`${protocol}/${String(port)}`);
    if (isProtocol(protocol)) {
      const nodePort = fields.nodePort ?? 0;
      result.push({
        name: name === '' ? null : name,
        protocol,
        port,
        targetPort: target,
        ...(nodePort > 0 && { nodePort }),
        path,
      });
    } else {
      report.unsupported('protocol-unsupported', [...path, 'protocol'], protocol, PROTOCOLS);
    }
  }
  return result;
}

function checkTargetPort(target: number | string, path: FieldPath, report: Report): void {
  const place = [...path, 'targetPort'];
  if (typeof target === 'number') {
    for (const message of checkPortNumber(target)) {
      report.invalid('port-range', place, target, message);
    }
    return;
  }
  for (const message of checkPortName(target)) {
    const hint = /^\d+$/.test(target) ? `a quoted number is a port name: write ${target}` : '';
    report.invalid('port-name', place, target, message, { hint });
  }
}

/** A single port needs no name; several need one each. */
function checkName(
  name: string,
  names: Set<string>,
  isRequired: boolean,
  portPath: FieldPath,
  report: Report,
): void {
  const path = [...portPath, 'name'];
  if (name === '') {
    if (isRequired) report.required('service-port-name', path);
    return;
  }
  for (const message of checkDnsLabel(name)) {
    report.invalid('service-port-name', path, name, message);
  }
  if (names.has(name)) report.duplicate('service-port-name', path, name);
  names.add(name);
}

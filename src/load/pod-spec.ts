import type { ContainerPort, Protocol } from '../model/port.ts';
import type { FieldPath } from '../model/source.ts';
import { anything, bool, int32, list, string, struct } from './decode.ts';
import type { PodShape } from './decoder.ts';
import type { Report } from './report.ts';
import { checkDnsSubdomain, checkPortName, checkPortNumber } from './syntax.ts';

const portFields = struct(
  'v1.ContainerPort',
  { name: string(), protocol: string('v1.Protocol'), containerPort: int32, hostPort: int32 },
  { unknown: 'partial', others: ['hostIP'] },
);

const containerFields = {
  name: string(),
  ports: list(portFields),
  restartPolicy: string('v1.ContainerRestartPolicy'),
};
const container = struct('v1.Container', containerFields, { unknown: 'partial' });

const ephemeralContainer = struct(
  'v1.EphemeralContainer',
  { ports: list(anything) },
  { unknown: 'partial' },
);

/** The fields of a PodSpec that matter to connections; the rest of it is not judged. */
export const podSpec = struct(
  'v1.PodSpec',
  {
    hostNetwork: bool,
    nodeName: string(),
    containers: list(container),
    initContainers: list(container),
    ephemeralContainers: list(ephemeralContainer),
  },
  { unknown: 'partial' },
);

type PodSpecFields = (typeof podSpec)['zero'];
type ContainerFields = (typeof container)['zero'];

/** Protocols in the order in which core/validation lists them. */
const SUPPORTED_PROTOCOLS: readonly Protocol[] = ['SCTP', 'TCP', 'UDP'];

/**
 * Checks a PodSpec as k8s.io/kubernetes pkg/apis/core/validation does and reads its ports. Those of
 * restartable init containers count like those of containers; other init containers have ended
 * when the pod runs.
 */
export function readPodSpec(spec: PodSpecFields | null, path: FieldPath, report: Report): PodShape {
  const containers = spec?.containers ?? [];
  const initContainers = spec?.initContainers ?? [];
  const hostNetwork = spec?.hostNetwork ?? false;
  const containersPath = [...path, 'containers'];
  if (containers.length === 0) {
    // The server refuses it; in fixtures, pods without containers are useful.
    const message = 'Required value';
    report.warn('containers-missing', containersPath, message, {
      hint: 'the API server refuses a pod without containers; here it counts as a pod without named ports',
    });
  }
  const ports: ContainerPort[] = [];
  const endedPorts: ContainerPort[] = [];
  for (const [index, fields] of containers.entries()) {
    const place = [...containersPath, index];
    ports.push(...readPorts(fields, place, report));
    if (hostNetwork) checkHostPorts(fields, place, report);
  }
  for (const [index, fields] of initContainers.entries()) {
    const into = fields.restartPolicy === 'Always' ? ports : endedPorts;
    into.push(...readPorts(fields, [...path, 'initContainers', index], report));
  }
  for (const [index, fields] of (spec?.ephemeralContainers ?? []).entries()) {
    if ((fields.ports ?? []).length === 0) continue;
    const place = [...path, 'ephemeralContainers', index, 'ports'];
    report.forbidden('ephemeral-ports', place, 'cannot be set for an Ephemeral Container', {
      at: 'key',
    });
  }
  const nodeName = spec?.nodeName ?? '';
  for (const message of nodeName === '' ? [] : checkDnsSubdomain(nodeName)) {
    report.invalid('name-invalid', [...path, 'nodeName'], nodeName, message);
  }
  const { shared } = report;
  return {
    hostNetwork,
    nodeName: nodeName === '' ? null : shared.text(nodeName),
    ports: shared.ports(ports),
    endedPorts: shared.ports(endedPorts),
  };
}

function isProtocol(text: string): text is Protocol {
  return (SUPPORTED_PROTOCOLS as readonly string[]).includes(text);
}

function readPorts(
  fields: ContainerFields,
  containerPath: FieldPath,
  report: Report,
): ContainerPort[] {
  const result: ContainerPort[] = [];
  const names = new Set<string>();
  for (const [index, port] of (fields.ports ?? []).entries()) {
    const path = [...containerPath, 'ports', index];
    const name = port.name ?? '';
    checkPortNameOnce(name, names, path, report);
    checkNumbers(port.containerPort ?? 0, port.hostPort ?? 0, path, report);
    // Absent and "" alike are TCP here.
    const written = port.protocol ?? '';
    const protocol = written === '' ? 'TCP' : written;
    if (!isProtocol(protocol)) {
      const place = [...path, 'protocol'];
      report.unsupported('protocol-unsupported', place, protocol, SUPPORTED_PROTOCOLS);
      continue;
    }
    result.push({
      name: name === '' ? null : name,
      protocol,
      containerPort: port.containerPort ?? 0,
      container: fields.name ?? '',
      ...(port.hostPort !== null && port.hostPort > 0 && { hostPort: port.hostPort }),
    });
  }
  return result;
}

/** Names are unique within a container; two containers may both use one. */
function checkPortNameOnce(
  name: string,
  names: Set<string>,
  portPath: FieldPath,
  report: Report,
): void {
  if (name === '') return;
  const path = [...portPath, 'name'];
  const problems = checkPortName(name);
  for (const message of problems) report.invalid('port-name', path, name, message);
  if (problems.length > 0) return;
  if (names.has(name)) report.duplicate('port-name-duplicate', path, name);
  names.add(name);
}

function checkNumbers(
  containerPort: number,
  hostPort: number,
  path: FieldPath,
  report: Report,
): void {
  if (containerPort === 0) report.required('container-port-required', [...path, 'containerPort']);
  else {
    for (const message of checkPortNumber(containerPort)) {
      report.invalid('port-range', [...path, 'containerPort'], containerPort, message);
    }
  }
  if (hostPort === 0) return;
  for (const message of checkPortNumber(hostPort)) {
    report.invalid('port-range', [...path, 'hostPort'], hostPort, message);
  }
}

function checkHostPorts(fields: ContainerFields, containerPath: FieldPath, report: Report): void {
  for (const [index, { containerPort, hostPort }] of (fields.ports ?? []).entries()) {
    const host = hostPort ?? 0;
    // Of a pod, 0 was defaulted to the containerPort; of a template, 0 is left alone.
    if (host === 0 || host === (containerPort ?? 0)) continue;
    const path = [...containerPath, 'ports', index, 'hostPort'];
    report.invalid(
      'host-port',
      path,
      host,
      'must match `containerPort` when `hostNetwork` is true',
    );
  }
}

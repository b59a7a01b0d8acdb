import type { IpAddress } from '../model/ip.ts';
import { hasLeadingZeros, parseAddress } from '../model/ip-text.ts';
import type { FieldPath } from '../model/source.ts';
import { list, readRoot, string, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { goJson } from './go-text.ts';
import { objectMeta, readIdentity } from './metadata.ts';
import { podSpec, readPodSpec } from './pod-spec.ts';
import type { Report } from './report.ts';
import { subdomainName } from './syntax.ts';

const podIp = struct('v1.PodIP', { ip: string() }, { unknown: 'partial' });
const hostIp = struct('v1.HostIP', { ip: string() }, { unknown: 'partial' });
const condition = struct(
  'v1.PodCondition',
  { type: string('v1.PodConditionType'), status: string('v1.ConditionStatus') },
  { unknown: 'partial' },
);

const status = struct(
  'v1.PodStatus',
  {
    phase: string('v1.PodPhase'),
    podIP: string(),
    podIPs: list(podIp),
    hostIP: string(),
    hostIPs: list(hostIp),
    conditions: list(condition),
  },
  { unknown: 'partial' },
);

const pod = struct(
  'Pod',
  { metadata: objectMeta, spec: podSpec, status },
  { unknown: 'partial', others: ['apiVersion', 'kind'] },
);

type PodStatus = (typeof status)['zero'];

/** v1 Pod; its status is read as facts, where it has one. */
export const podDecoder: KindDecoder = {
  apiVersion: 'v1',
  kind: 'Pod',
  decode(value, report) {
    const fields = readRoot(pod, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', subdomainName, report);
    const shape = readPodSpec(fields.spec, ['spec'], report);
    const { phase, conditions } = fields.status ?? status.zero;
    const ready = (conditions ?? []).find(({ type }) => type === 'Ready');
    return {
      type: 'pod',
      identity,
      pod: {
        hostNetwork: shape.hostNetwork,
        nodeName: shape.nodeName,
        ports: shape.ports,
        endedPorts: shape.endedPorts,
        identity,
        addresses: readPodAddresses(fields.status, report),
        hostAddresses: readHostAddresses(fields.status, report),
        finished: phase === 'Succeeded' || phase === 'Failed',
        ready: ready === undefined ? null : ready.status === 'True',
        source: report.source,
      },
    };
  },
};

/**
 * An address of a status. Leading zeros are refused (Kubernetes 1.36 and later); an IPv4-mapped
 * address is the IPv4 address that it stands for.
 */
export function readAddress(
  text: string,
  path: FieldPath,
  report: Report,
  located: FieldPath = path,
): IpAddress | null {
  const address = parseAddress(text);
  if (address !== null) return address;
  const detail = hasLeadingZeros(text)
    ? 'must not have leading 0s'
    : 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  report.invalid('address-invalid', path, text, detail, { path: located });
  return null;
}

/**
 * A pod's addresses, at most one of each family. Where podIP and podIPs differ, podIP counts, as
 * in k8s.io/kubernetes pkg/apis/core/v1/defaults.go.
 */
function readPodAddresses(fields: PodStatus | null, report: Report): IpAddress[] | null {
  const single = fields?.podIP ?? '';
  const several = (fields?.podIPs ?? []).map(({ ip }) => ip ?? '');
  const useSingle = single !== '' && several[0] !== single;
  const texts = useSingle ? [single] : several;
  const path = ['status', useSingle ? 'podIP' : 'podIPs'];
  if (texts.length === 0) return null;
  const addresses: IpAddress[] = [];
  for (const [index, text] of texts.entries()) {
    // The server names the item, not its field `ip`.
    const place = useSingle ? path : [...path, index];
    const address = readAddress(text, place, report);
    if (address !== null) addresses.push(address);
  }
  if (new Set(addresses.map(({ family }) => family)).size < addresses.length) {
    const shown = goJson(texts.map((ip) => ({ IP: ip })));
    const detail = 'may specify no more than one IP for each IP family';
    report.error('pod-ips', ['status', 'podIPs'], `Invalid value: ${shown}: ${detail}`);
  }
  return addresses;
}

/** The addresses of the pod's node, as far as its status tells; what is none is passed over. */
function readHostAddresses(fields: PodStatus | null, report: Report): readonly IpAddress[] {
  const several = (fields?.hostIPs ?? []).map(({ ip }) => ip ?? '');
  const texts = several.length > 0 ? several : [fields?.hostIP ?? ''];
  return report.shared.addresses(texts);
}

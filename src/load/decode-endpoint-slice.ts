import { rangeContains, type IpAddress } from '../model/ip.ts';
import { formatAddress, parseCidr } from '../model/ip-text.ts';
import type { EndpointSlice } from '../model/objects.ts';
import type { Protocol } from '../model/port.ts';
import { bool, int32, list, readRoot, string, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { readAddress } from './decode-pod.ts';
import { goQuote } from './go-text.ts';
import { objectMeta, readIdentity } from './metadata.ts';
import type { Report } from './report.ts';
import { subdomainName } from './syntax.ts';

const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'] satisfies Protocol[];

const endpointPort = struct(
  'v1.EndpointPort',
  { name: string(), protocol: string('v1.Protocol'), port: int32 },
  { unknown: 'partial', others: ['appProtocol'] },
);
const conditions = struct('v1.EndpointConditions', { ready: bool }, { unknown: 'partial' });
const endpoint = struct(
  'v1.Endpoint',
  { addresses: list(string()), conditions },
  { unknown: 'partial' },
);
const slice = struct(
  'EndpointSlice',
  {
    metadata: objectMeta,
    addressType: string('v1.AddressType'),
    ports: list(endpointPort),
    endpoints: list(endpoint),
  },
  { unknown: 'partial', others: ['apiVersion', 'kind'] },
);

type EndpointFields = (typeof endpoint)['zero'];
type PortFields = (typeof endpointPort)['zero'];

function isProtocol(text: string): text is Protocol {
  return PROTOCOLS.includes(text);
}

/** discovery.k8s.io/v1 EndpointSlice. Slices of type FQDN are nobody's backends: kube-proxy passes them over. */
export const endpointSliceDecoder: KindDecoder = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  decode(value, report) {
    const fields = readRoot(slice, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'namespaced', subdomainName, report);
    const type = fields.addressType ?? '';
    if (type === '') report.required('endpoint-address-type', ['addressType']);
    else if (!ADDRESS_TYPES.includes(type)) {
      report.unsupported('endpoint-address-type', ['addressType'], type, ADDRESS_TYPES);
    }
    const { namespace, name } = identity;
    return {
      type: 'endpointSlice',
      identity,
      slice: {
        namespace,
        name,
        serviceName: identity.labels.get(SERVICE_NAME_LABEL) ?? null,
        ports: readPorts(fields.ports ?? [], report),
        endpoints: type === 'FQDN' ? [] : readEndpoints(fields.endpoints ?? [], type, report),
        source: report.source,
      },
    };
  },
};

function readPorts(ports: readonly PortFields[], report: Report): EndpointSlice['ports'] {
  const names = new Set<string>();
  const result: EndpointSlice['ports'][number][] = [];
  for (const [index, fields] of ports.entries()) {
    const path = ['ports', index];
    const name = fields.name ?? '';
    if (names.has(name)) report.duplicate('endpoint-port', [...path, 'name'], name);
    names.add(name);
    // Only a missing protocol is defaulted here, not an empty one.
    const protocol = fields.protocol ?? 'TCP';
    if (isProtocol(protocol)) {
      result.push({ name: name === '' ? null : name, protocol, port: fields.port });
    } else {
      report.unsupported('protocol-unsupported', [...path, 'protocol'], protocol, PROTOCOLS);
    }
  }
  return result;
}

/** Addresses that are no backend's (core/validation ValidateEndpointIP), and other spellings. */
function checkEndpointAddress(address: IpAddress, text: string): string[] {
  const isIn = (cidr: string): boolean => {
    const block = parseCidr(cidr);
    return block !== null && rangeContains(block.range, address);
  };
  const canonical = formatAddress(address);
  if (address.family === 6 && canonical !== text) {
    return [`must be in canonical form (${goQuote(canonical)})`];
  }
  const errors: string[] = [];
  if (address.value === 0n) errors.push(`may not be unspecified (${text})`);
  if (isIn('127.0.0.0/8') || isIn('::1/128')) {
    errors.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  }
  if (isIn('169.254.0.0/16') || isIn('fe80::/10')) {
    errors.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  }
  if (isIn('224.0.0.0/24') || isIn('ff02::/16')) {
    errors.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
  return errors;
}

function readEndpoints(
  endpoints: readonly EndpointFields[],
  type: string,
  report: Report,
): EndpointSlice['endpoints'] {
  return endpoints.map(({ addresses, conditions: state }, index) => {
    const path = ['endpoints', index];
    const texts = addresses ?? [];
    if (texts.length === 0) {
      report.required(
        'endpoint-address',
        [...path, 'addresses'],
        'must contain at least 1 address',
      );
    }
    const read: IpAddress[] = [];
    for (const [position, text] of texts.entries()) {
      const place = [...path, 'addresses', position];
      const address = readAddress(text, place, report);
      if (address === null) continue;
      if (`IPv${String(address.family)}` === type) read.push(address);
      else if (ADDRESS_TYPES.includes(type)) {
        const detail = `must be an ${type} address`;
        report.invalid('endpoint-address', [...path, 'addresses'], text, detail, { path: place });
      }
      for (const detail of checkEndpointAddress(address, text)) {
        report.invalid('endpoint-address', place, text, detail);
      }
    }
    return { addresses: read, ready: state?.ready ?? true, path };
  });
}

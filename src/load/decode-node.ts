import type { IpAddress } from '../model/ip.ts';
import { mergeAddresses } from '../model/ip-text.ts';
import { list, readRoot, string, struct } from './decode.ts';
import type { KindDecoder } from './decoder.ts';
import { readAddress } from './decode-pod.ts';
import { objectMeta, readIdentity } from './metadata.ts';
import { subdomainName } from './syntax.ts';

const nodeAddress = struct(
  'v1.NodeAddress',
  { type: string('v1.NodeAddressType'), address: string() },
  { unknown: 'partial' },
);
const status = struct('v1.NodeStatus', { addresses: list(nodeAddress) }, { unknown: 'partial' });
const node = struct(
  'Node',
  { metadata: objectMeta, status },
  { unknown: 'partial', others: ['apiVersion', 'kind', 'spec'] },
);

/** v1 Node. Hostnames and DNS names among its addresses are passed over. */
export const nodeDecoder: KindDecoder = {
  apiVersion: 'v1',
  kind: 'Node',
  decode(value, report) {
    const fields = readRoot(node, value, report);
    if (report.hasWrongTypes) return null;
    const identity = readIdentity(fields.metadata, 'cluster', subdomainName, report);
    const internal: IpAddress[] = [];
    const all: IpAddress[] = [];
    for (const [index, { type, address }] of (fields.status?.addresses ?? []).entries()) {
      if (type !== 'InternalIP' && type !== 'ExternalIP') continue;
      const path = ['status', 'addresses', index, 'address'];
      const read = readAddress(address ?? '', path, report);
      if (read === null) continue;
      mergeAddresses(all, [read]);
      if (type === 'InternalIP') mergeAddresses(internal, [read]);
    }
    const addresses = internal.length > 0 ? internal : all;
    return {
      type: 'node',
      identity,
      node: {
        name: identity.name,
        labels: identity.labels,
        addresses: addresses.length > 0 ? addresses : null,
        allAddresses: all,
        source: report.source,
      },
    };
  },
};

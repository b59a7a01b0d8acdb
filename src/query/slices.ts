import type { Endpoint } from '../model/connection.ts';
import type { Family } from '../model/ip.ts';
import type { EndpointSlice, Service, ServicePort } from '../model/objects.ts';
import type { PortRange } from '../model/port.ts';
import type { ClusterIndex } from './cluster-index.ts';

interface SliceBackend {
  readonly endpoint: Endpoint;
  /** Empty where no port was asked for. */
  readonly ranges: readonly PortRange[];
  /** The family of the address that is listed. */
  readonly families: readonly Family[];
}

/**
 * The endpoints that EndpointSlices list for a Service without a selector: those that are ready,
 * for one of its ports (matched by name and protocol), or for none in particular (null). An
 * address of a known pod or node is that pod or node.
 */
export function sliceBackends(
  index: ClusterIndex,
  service: Service,
  port: ServicePort | null,
): readonly SliceBackend[] {
  const slices = index.cluster.endpointSlices.filter(
    ({ namespace, serviceName }) => namespace === service.namespace && serviceName === service.name,
  );
  const backends = new Map<string, SliceBackend>();
  for (const slice of slices) {
    const ranges = port === null ? [] : slicePorts(slice, port);
    if (port !== null && ranges.length === 0) continue;
    for (const address of slice.endpoints.flatMap((one) => (one.ready ? one.addresses : []))) {
      const endpoint = index.owner(address) ?? { kind: 'address', address };
      const family = address.family;
      const key = `${String(family)} ${String(address.value)} ${JSON.stringify(ranges)}`;
      if (!backends.has(key)) backends.set(key, { endpoint, ranges, families: [family] });
    }
  }
  return mergeFamilies([...backends.values()]);
}

/** A port that is not written means every port: then the Service's own target decides. */
function slicePorts(slice: EndpointSlice, wanted: ServicePort): PortRange[] {
  return slice.ports
    .filter(
      ({ name, protocol }) => (name ?? '') === (wanted.name ?? '') && protocol === wanted.protocol,
    )
    .map(({ protocol, port }) => {
      const target = typeof wanted.targetPort === 'number' ? wanted.targetPort : wanted.port;
      return { protocol, first: port ?? target, last: port ?? target };
    });
}

/** A pod that is listed once for each of its families is one backend. */
function mergeFamilies(backends: readonly SliceBackend[]): SliceBackend[] {
  const merged = new Map<unknown, SliceBackend[]>();
  for (const backend of backends) {
    const { endpoint } = backend;
    const owner =
      endpoint.kind === 'pod' ? endpoint.pod : endpoint.kind === 'node' ? endpoint.node : backend;
    const same = merged.get(owner) ?? [];
    const ports = JSON.stringify(backend.ranges);
    const at = same.findIndex((other) => JSON.stringify(other.ranges) === ports);
    const other = same[at];
    if (other === undefined) same.push(backend);
    else same[at] = { ...other, families: [...other.families, ...backend.families].sort() };
    merged.set(owner, same);
  }
  return [...merged.values()].flat();
}

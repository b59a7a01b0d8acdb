import type { Family, IpAddress, IpRange } from './ip.ts';
import type { Node, Pod, Service, ServicePort } from './objects.ts';
import type { QueryProtocol } from './port.ts';

/** One end of a connection. */
export type Endpoint =
  | { readonly kind: 'pod'; readonly pod: Pod }
  | {
      readonly kind: 'node';
      readonly node: Node;
      /** The one of its addresses that is meant; without it, whichever its own traffic uses. */
      readonly address?: IpAddress;
    }
  /** An address that is no known pod's or node's. */
  | {
      readonly kind: 'address';
      readonly address: IpAddress;
      /** The addresses that it stands for, where it is one of many that are judged alike. */
      readonly sampleOf?: readonly IpRange[];
    }
  /** A DNS name whose addresses the input does not tell (ExternalName). */
  | { readonly kind: 'hostname'; readonly name: string };

/** The Service that a connection goes through before it reaches its destination. */
export interface ServiceHop {
  readonly service: Service;
  /** Null for a headless Service, which rewrites nothing. */
  readonly port: ServicePort | null;
}

/**
 * One connection as policies see it: after a Service has chosen the backend, so that the port is
 * the destination pod's own.
 */
export interface Connection {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly protocol: QueryProtocol;
  /** 1..65535; null for ICMP, which has none. */
  readonly port: number | null;
  /** The one family that the connection uses. */
  readonly family: Family;
  readonly via: ServiceHop | null;
}

/** Choices that the API leaves open and the user may make. */
export interface EngineOptions {
  /**
   * `node`: policies ignore pods in the host network, whose traffic is their node's (what most
   * plugins do). `pod`: they are treated like any pod. The API allows both.
   */
  readonly hostNetwork: 'node' | 'pod';
}

export const DEFAULT_ENGINE_OPTIONS: EngineOptions = { hostNetwork: 'node' };

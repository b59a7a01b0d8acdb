import type { IpAddress } from '../model/ip.ts';
import { parseAddress } from '../model/ip-text.ts';
import type { ContainerPort } from '../model/port.ts';

/** Distinct values that are remembered of each kind: those that differ everywhere share nothing. */
const MOST = 50_000;

/** What many pods of a cluster have alike is held once. Nothing of it is ever changed. */
export class Shared {
  readonly #texts = new Map<string, string>();
  readonly #labels = new Map<string, ReadonlyMap<string, string>>();
  readonly #ports = new Map<string, readonly ContainerPort[]>();
  readonly #addresses = new Map<string, readonly IpAddress[]>();

  /** A name that others refer to as well. */
  text(text: string): string {
    return this.#known(this.#texts, text, text);
  }

  /** Labels with the same keys and values in the same order. */
  labels(labels: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    let key = '';
    for (const [name, value] of labels) {
      key += `${String(name.length)},${String(value.length)}:${name}${value}`;
    }
    return this.#known(this.#labels, key, labels);
  }

  ports(ports: readonly ContainerPort[]): readonly ContainerPort[] {
    let key = '';
    for (const { name, protocol, containerPort, container, hostPort } of ports) {
      key += JSON.stringify([name, protocol, containerPort, container, hostPort]);
    }
    return this.#known(this.#ports, key, ports);
  }

  /** The addresses in some texts, without those that are none. */
  addresses(texts: readonly string[]): readonly IpAddress[] {
    const key = texts.join(' ');
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const addresses = texts.map(parseAddress).filter((address) => address !== null);
    return this.#known(this.#addresses, key, addresses);
  }

  #known<T>(all: Map<string, T>, key: string, value: T): T {
    const known = all.get(key);
    if (known !== undefined) return known;
    if (all.size < MOST) all.set(key, value);
    return value;
  }
}

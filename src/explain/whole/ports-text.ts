import type { PortSet, PortSets } from '../../engine/classes/port-sets.ts';
import { MAX_PORT, MIN_PORT, PROTOCOLS, type PortRange } from '../../model/port.ts';
import type { PortsText } from './list-data.ts';

/** Puts sets of ports into words; each set once. */
export type PortsTextOf = (set: PortSet) => PortsText;

/** Words for the sets of an engine. */
export function portsTexts(sets: PortSets): PortsTextOf {
  const texts = new Map<PortSet, PortsText>();
  return (set) => {
    let text = texts.get(set);
    if (text === undefined) {
      text = portsText(sets.ranges(set), sets.hasIcmp(set));
      texts.set(set, text);
    }
    return text;
  };
}

function portsText(ranges: readonly PortRange[], icmp: boolean): PortsText {
  const items = ranges.map((range) => `${rangeText(range)}/${range.protocol}`);
  const isAll = PROTOCOLS.every((protocol) => ranges.some((range) => isWhole(range, protocol)));
  const words = isAll
    ? ['all ports']
    : PROTOCOLS.flatMap((protocol) => {
        const own = ranges.filter((range) => range.protocol === protocol);
        const [first] = own;
        if (first === undefined) return [];
        if (isWhole(first, protocol)) return [`all ${protocol}`];
        return [`${own.map(rangeText).join(',')}/${protocol}`];
      });
  const icmpWord = icmp ? ['ICMP'] : [];
  return { items: [...items, ...icmpWord], text: [...words, ...icmpWord].join(' ') };
}

function isWhole({ protocol, first, last }: PortRange, own: PortRange['protocol']): boolean {
  return protocol === own && first === MIN_PORT && last === MAX_PORT;
}

function rangeText({ first, last }: PortRange): string {
  return first === last ? String(first) : `${String(first)}-${String(last)}`;
}

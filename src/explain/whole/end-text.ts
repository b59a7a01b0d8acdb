import { lastOfFamily, type IpRange } from '../../model/ip.ts';
import type { Service } from '../../model/objects.ts';
import { compareNames, endText } from '../../query/whole/group-names.ts';
import type { Group } from '../../query/whole/groups.ts';
import type { RowEnd } from '../../query/whole/list.ts';
import { rangeName, serviceName } from '../names.ts';
import type { EndText, Member } from './list-data.ts';

/** One end of a row in words. */
export function textOfEnd(end: RowEnd): EndText {
  return end.kind === 'group' ? groupText(end.group) : outsideText(end.ranges, end.via);
}

/** A large cluster has millions of rows, of a few thousand groups. */
const GROUP_TEXTS = new WeakMap<Group, EndText>();

/** A group in words: one object for each, so that what is made of it can be kept too. */
export function groupText(group: Group): EndText {
  let known = GROUP_TEXTS.get(group);
  if (known === undefined) {
    const { text, namespace, kind, via } = group;
    known = { text, namespace, kind, via: via === null ? null : serviceName(via), ranges: [] };
    GROUP_TEXTS.set(group, known);
  }
  return known;
}

/** A group with who belongs to it. */
export function memberOf(group: Group): Member {
  const ends = group.parts.flatMap((part) => part.ends);
  return {
    ...groupText(group),
    pods: ends.filter(({ kind }) => kind === 'pod').length,
    get members() {
      return ends.map(endText).sort(compareNames);
    },
  };
}

/**
 * Addresses in words: `internet` for all of both families, `internet (IPv4)` for all of one; else
 * their exact ranges.
 */
export function outsideText(ranges: readonly IpRange[], via: Service | null = null): EndText {
  const isWhole = ({ family, first, last }: IpRange): boolean =>
    first === 0n && last === lastOfFamily(family);
  const whole = ranges.filter(isWhole);
  const rest = ranges.filter((range) => !isWhole(range)).map(rangeName);
  const words =
    whole.length === 2
      ? ['internet']
      : whole.map(({ family }) => `internet (IPv${String(family)})`);
  return {
    text: [...words, ...rest].join(', '),
    namespace: null,
    kind: 'outside',
    via: via === null ? null : serviceName(via),
    ranges: ranges.map(rangeName),
  };
}

import type { Engine } from '../engine/engine.ts';
import type { AnswerCase } from '../model/answer.ts';
import type { Verdict } from '../model/decision.ts';
import { joinIpRanges, type Family, type IpRange } from '../model/ip.ts';
import { addressPieces, portAtoms, type PortAtom } from './atoms.ts';
import { cutsFor, type Cuts } from './cuts.ts';
import { commonFamilies } from './families.ts';
import { connectionOf, decisionKey, JudgedCase, problemCase } from './judged-case.ts';
import type { DestinationLeg, RealEnd, SourceLeg } from './leg.ts';

/** What is said of all pairs of a question. */
export interface PairOptions {
  readonly engine: Engine;
  readonly family: Family | null;
  /** Whether connections are told apart by the rules that decide them, or only by their verdicts. */
  readonly byRules: boolean;
}

/** What the pairs of a question come to, collected. */
export interface Tally {
  readonly cases: AnswerCase[];
  /** Every verdict of a connection; `unknown` where it depends on the family. */
  readonly verdicts: Set<Verdict>;
}

/** The two ends, or a piece of the one that is a range of addresses. */
interface Piece {
  readonly source: RealEnd;
  readonly destination: RealEnd;
}

/** The verdicts of the atoms of a piece, in their order, and what tells them apart. */
interface Row {
  readonly piece: Piece;
  readonly verdicts: readonly Verdict[];
  readonly keys: readonly string[];
}

/** Decides every connection between one source and one destination. */
export function answerPair(
  options: PairOptions,
  source: SourceLeg,
  leg: DestinationLeg,
  tally: Tally,
): void {
  const { engine } = options;
  const common = commonFamilies(engine.cluster, source, leg, options.family);
  const [first] = common;
  if (first === undefined) {
    tally.cases.push(problemCase(source, leg, 'NO_COMMON_FAMILY'));
    tally.verdicts.add('unknown');
    return;
  }
  const cutsOf = cutsFor(engine);
  const egress = cutsOf(source.end, 'Egress');
  const ingress = cutsOf(leg.end, 'Ingress');
  // Where no rule looks at addresses, one family stands for both.
  const families = egress.seesAddresses || ingress.seesAddresses ? common : [first];
  if (families.length === 1 && isOneConnection(source, leg)) {
    answerOne(engine, source, leg, first, tally);
    return;
  }
  const atoms = portAtoms(leg.ports, egress, ingress, leg.end);
  const pieces = piecesOf(source.end, leg.end, egress, ingress);
  const byRules = options.byRules && pieces.length * atoms.length > 1;
  const rowsOf = new Map(
    families.map((family) => {
      const judged = pieces.map((piece) => judge(engine, byRules, piece, leg, atoms, family));
      return [family, judged];
    }),
  );
  const rows = rowsOf.get(first) ?? [];
  const others = families.slice(1).map((family) => rowsOf.get(family) ?? []);
  const agreed = (row: number, atom: number): boolean =>
    others.every((other) => other[row]?.verdicts[atom] === rows[row]?.verdicts[atom]);

  let allAgree = true;
  for (const [row, { verdicts: own }] of rows.entries()) {
    for (const [atom, verdict] of own.entries()) {
      const isAgreed = agreed(row, atom);
      allAgree &&= isAgreed;
      tally.verdicts.add(isAgreed ? verdict : 'unknown');
    }
  }
  for (const family of allAgree ? [first] : families) {
    const own = rowsOf.get(family) ?? [];
    for (const one of casesOf(engine, own, leg, atoms, family, allAgree)) tally.cases.push(one);
  }
}

function isOneConnection({ end }: SourceLeg, leg: DestinationLeg): boolean {
  const { ranges, icmp } = leg.ports;
  const [only] = ranges;
  if (end.kind === 'range' || leg.end.kind === 'range' || icmp || ranges.length !== 1) return false;
  return only !== undefined && only.first === only.last;
}

/** The short way for what questions about many pods ask a million times. */
function answerOne(
  engine: Engine,
  { end: source }: SourceLeg,
  { end: destination, via, ports }: DestinationLeg,
  sampleFamily: Family,
  tally: Tally,
): void {
  const verdict = engine.verdict(
    connectionOf(source, destination, via, ports.ranges, sampleFamily),
  );
  tally.verdicts.add(verdict);
  const atoms = [ports.ranges];
  tally.cases.push(
    new JudgedCase(engine, {
      source,
      destination,
      via,
      atoms,
      family: null,
      sampleFamily,
      verdict,
    }),
  );
}

function judge(
  engine: Engine,
  byRules: boolean,
  piece: Piece,
  leg: DestinationLeg,
  atoms: readonly PortAtom[],
  family: Family,
): Row {
  const verdicts: Verdict[] = [];
  const keys: string[] = [];
  for (const atom of atoms) {
    const connection = connectionOf(piece.source, piece.destination, leg.via, atom, family);
    // ICMP has no ports, so that it is a case of its own.
    const icmp = atom.length === 0 ? 'ICMP ' : '';
    if (byRules) {
      const decision = engine.decide(connection);
      verdicts.push(decision.verdict);
      keys.push(icmp + decisionKey(decision));
    } else {
      const verdict = engine.verdict(connection);
      verdicts.push(verdict);
      keys.push(icmp + verdict);
    }
  }
  return { piece, verdicts, keys };
}

/** A range of addresses in the pieces that the rules at the other end tell apart. */
function piecesOf(
  source: RealEnd,
  destination: RealEnd,
  egress: Cuts,
  ingress: Cuts,
): readonly Piece[] {
  const range = (part: IpRange): RealEnd => ({ kind: 'range', ranges: [part] });
  const sources =
    source.kind === 'range' ? addressPieces(source.ranges, ingress.blocks).map(range) : [source];
  const destinations =
    destination.kind === 'range'
      ? addressPieces(destination.ranges, egress.blocks).map(range)
      : [destination];
  return sources.flatMap((from) => destinations.map((to) => ({ source: from, destination: to })));
}

/** Cases from rows: addresses whose ports fall alike go together, then ports that are decided alike. */
function casesOf(
  engine: Engine,
  rows: readonly Row[],
  leg: DestinationLeg,
  atoms: readonly PortAtom[],
  family: Family,
  sameInAll: boolean,
): AnswerCase[] {
  const alike = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.keys.length === 1 ? String(row.keys[0]) : JSON.stringify(row.keys);
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [row]);
    else group.push(row);
  }
  return [...alike.values()].flatMap((group) => {
    const [row] = group;
    if (row === undefined) return [];
    const byKey = new Map<string, number[]>();
    for (const [atom, key] of row.keys.entries()) {
      byKey.set(key, [...(byKey.get(key) ?? []), atom]);
    }
    return [...byKey.values()].map((members) => {
      return new JudgedCase(engine, {
        source: together(group.map(({ piece }) => piece.source)),
        destination: together(group.map(({ piece }) => piece.destination)),
        via: leg.via,
        atoms: members.map((atom) => atoms[atom] ?? []),
        family: sameInAll ? null : family,
        sampleFamily: family,
        verdict: row.verdicts[members[0] ?? 0] ?? 'unknown',
      });
    });
  });
}

/** The pieces of one end as one end again. */
function together(pieces: readonly RealEnd[]): RealEnd {
  const ranges = pieces.flatMap((piece) => (piece.kind === 'range' ? piece.ranges : []));
  const [first] = pieces as readonly [RealEnd];
  return ranges.length === 0 ? first : { kind: 'range', ranges: joinIpRanges(ranges) };
}

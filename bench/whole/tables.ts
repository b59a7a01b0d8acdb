import { cpus } from 'node:os';
import { isMet, limitsOf, type Limit } from './limits.ts';
import { placeText } from './points.ts';
import type { GrowthPoint, Report } from './report.ts';
import { GROWTH_ROWS } from './rows.ts';

/** The titles of the tables. */
export const SECTIONS = {
  growth: 'The realistic cluster as it grows',
  limits: 'What must hold',
  shapes: 'Other shapes',
  diffs: 'Two versions',
  reference: 'One by one',
  checked: 'Held against the engine that decides one connection',
} as const;

/** What the bench writes into docs/performance.md. */
export function tables(report: Report): string {
  const parts: Readonly<Record<keyof typeof SECTIONS, string>> = {
    growth: growthTable(report),
    limits: limitsTable(limitsOf(report)),
    shapes: shapesTable(report),
    diffs: diffTable(report),
    reference: referenceText(report),
    checked: checkedTable(report),
  };
  const titles = Object.entries(SECTIONS) as [keyof typeof SECTIONS, string][];
  const sections = titles.map(([key, title]) => `### ${title}\n\n${parts[key]}`);
  return [machineText(), ...sections].join('\n\n');
}

function machineText(): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${String(cpus().length)} × ${cpu?.model.trim() ?? 'unknown'}`;
  return `Measured on ${date} by \`npm run bench -- whole\`: ${machine}, Node ${process.version}.`;
}

function growthTable({ growth }: Report): string {
  const cells: Readonly<Record<keyof typeof GROWTH_ROWS, (point: GrowthPoint) => string>> = {
    file: ({ file }) => megabytes(file),
    load: ({ load }) => seconds(load),
    compute: ({ compute }) => seconds(compute),
    whole: (point) => seconds(point.whole),
    classes: ({ classes }) => count(classes),
    blocks: ({ blocks }) => count(blocks),
    loadPeak: ({ loadPeak }) => megabytes(loadPeak),
    wholePeak: ({ wholePeak }) => megabytes(wholePeak),
  };
  const rows = Object.entries(GROWTH_ROWS).map(([key, name]) => [
    name,
    ...growth.map((point) => cells[key as keyof typeof GROWTH_ROWS](point)),
  ]);
  return table(['', ...growth.map(({ place }) => placeText(place))], rows);
}

function limitsTable(limits: readonly Limit[]): string {
  const rows = limits.map((limit) => {
    const met = isMet(limit);
    const sign = limit.isLeast ? '≥' : '≤';
    return [
      limit.row,
      limit.value === null ? '' : figure(limit.value),
      `${sign} ${figure(limit.limit)}`,
      met === null ? 'not measured' : met ? 'met' : '**missed**',
    ];
  });
  return table(['', 'measured', 'limit', ''], rows);
}

function shapesTable({ shapes }: Report): string {
  const rows = shapes.map(({ comparison: { place, base }, compute, ratio, classes, blocks }) => [
    placeText(place),
    seconds(compute),
    `${figure(ratio)} of ${placeText(base)}`,
    count(classes),
    count(blocks),
  ]);
  return table(['', 'all pairs, s', 'beside', 'classes', 'blocks'], rows);
}

function diffTable({ diffs }: Report): string {
  const rows = diffs.map(({ place, both, diff, changes }) => [
    placeText(place),
    seconds(both),
    seconds(diff),
    figure(diff / both),
    count(changes),
  ]);
  const head = [
    '',
    'all pairs of both, s',
    'diff, s',
    'diff ÷ all pairs of both',
    'pairs that differ',
  ];
  return table(head, rows);
}

function referenceText({ reference }: Report): string {
  const { pairs, reference: slow, oneConnection } = reference;
  return `One pair on one port takes the reference evaluator ${figure(slow * 1e6)} µs and the engine that decides one connection ${figure(oneConnection * 1e6)} µs (means of ${count(pairs)} pairs of 10k pods and 1k policies).`;
}

function checkedTable({ checked }: Report): string {
  const rows = [...checked].map(([place, { pairs, outside, verdicts, differences }]) => [
    place,
    count(pairs),
    count(outside),
    count(verdicts.allowed),
    count(verdicts.denied),
    count(verdicts.unknown),
    count(differences),
  ]);
  const head = ['', 'pairs', 'addresses', 'allowed', 'denied', 'unknown', 'differences'];
  return table(head, rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|---|${head
    .slice(1)
    .map(() => '---:|')
    .join('')}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function seconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

/** Three digits that count. */
function figure(value: number): string {
  if (value >= 1000) return count(Number(value.toPrecision(3)));
  return String(Number(value.toPrecision(3)));
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  BEGIN,
  CHECKED_ROWS,
  DIFF_ROWS,
  END,
  GROWTH_COLUMNS,
  GROWTH_ROWS,
  LIMIT_ROWS,
  SHAPE_LIMIT_ROWS,
  SHAPE_ROWS,
} from '../../bench/whole/rows.ts';
import { SECTIONS } from '../../bench/whole/tables.ts';

/* docs/performance.md has the tables that the bench writes: all of their rows, whatever the figures. */

const text = readFileSync(join(import.meta.dirname, '../../docs/performance.md'), 'utf8');
const written = text.slice(text.indexOf(BEGIN), text.indexOf(END));

/** The first cells of the rows of a section's table, and the cells of its head. */
function tableOf(title: string): { rows: string[]; head: string[] } {
  const section = written.split(/^### /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
  const [head = [], , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  return { rows: rows.map(([name = '']) => name), head };
}

describe('docs/performance.md', () => {
  test.each([
    [SECTIONS.growth, Object.values(GROWTH_ROWS)],
    [SECTIONS.limits, [...Object.values(LIMIT_ROWS), ...SHAPE_LIMIT_ROWS]],
    [SECTIONS.shapes, SHAPE_ROWS],
    [SECTIONS.diffs, DIFF_ROWS],
    [SECTIONS.checked, CHECKED_ROWS],
  ])('has the rows that the bench writes: %s', (title, rows) => {
    expect(tableOf(title).rows.sort()).toEqual([...rows].sort());
  });

  test('has a column for each size of the realistic cluster', () => {
    expect(tableOf(SECTIONS.growth).head).toEqual(['', ...GROWTH_COLUMNS]);
  });

  test('tells of no limit that was not measured', () => {
    expect(written).not.toContain('not measured');
  });
});

import type { Arranged } from './arrange.ts';
import type { Cell } from './grid.ts';

/** How many rows Page Up and Page Down move. */
const PAGE = 10;

/** Where the keyboard is in what is shown: one cell takes part in the order of Tab. */
export interface Walk {
  readonly cell: Cell | null;
  /** After the grid was arranged anew: stays at its cell where that is still shown. */
  enter(arranged: Arranged): void;
  /** Makes a cell the one that Tab leads to, and moves the focus to it. */
  focus(cell: Cell): void;
  /** Moves by a key; false where the key does not move. */
  move(key: string, isControl: boolean): boolean;
}

/** @param box what scrolls the table */
export function createWalk(box: HTMLElement): Walk {
  let rows: readonly (readonly Cell[])[] = [];
  let current: Cell | null = null;

  function choose(cell: Cell | null): void {
    for (const [old, isHere] of [[current, false] as const, [cell, true] as const]) {
      if (old === null) continue;
      old.element.tabIndex = isHere ? 0 : -1;
      old.row.header.classList.toggle('here', isHere);
      old.column.header.classList.toggle('here', isHere);
    }
    current = cell;
  }

  function focus(cell: Cell): void {
    choose(cell);
    // Headers stick to the edges: a cell behind them would not be seen.
    const first = cell.element.parentElement?.firstElementChild;
    const head = cell.element.closest('table')?.tHead;
    box.style.scrollPaddingInlineStart = `${String(first?.clientWidth ?? 0)}px`;
    box.style.scrollPaddingBlockStart = `${String(head?.clientHeight ?? 0)}px`;
    cell.element.focus({ preventScroll: true });
    cell.element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  return {
    get cell() {
      return current;
    },
    enter(arranged) {
      rows = arranged.rows.map(({ cells }) => cells);
      const stays =
        current !== null && rows.some((cells) => cells.some((cell) => cell === current));
      if (!stays) choose(rows[0]?.[0] ?? null);
    },
    focus,
    move(key, isControl) {
      const y = rows.findIndex((cells) => cells.some((cell) => cell === current));
      const x = rows[y]?.findIndex((cell) => cell === current) ?? -1;
      const width = rows[0]?.length ?? 0;
      const to = destination(key, isControl, { x, y }, { x: width - 1, y: rows.length - 1 });
      if (to === null) return false;
      const cell = rows[clamp(to.y, rows.length - 1)]?.[clamp(to.x, width - 1)];
      if (cell !== undefined) focus(cell);
      return true;
    },
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The keys of a grid as the ARIA Authoring Practices name them; null: none of them. */
function destination(key: string, isControl: boolean, { x, y }: Point, last: Point): Point | null {
  switch (key) {
    case 'ArrowLeft':
      return { x: x - 1, y };
    case 'ArrowRight':
      return { x: x + 1, y };
    case 'ArrowUp':
      return { x, y: y - 1 };
    case 'ArrowDown':
      return { x, y: y + 1 };
    case 'PageUp':
      return { x, y: y - PAGE };
    case 'PageDown':
      return { x, y: y + PAGE };
    case 'Home':
      return { x: 0, y: isControl ? 0 : y };
    case 'End':
      return { x: last.x, y: isControl ? last.y : y };
    default:
      return null;
  }
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(value, last));
}

// The script of the page: without it the table is a table whose cells link to their explanations.
import { arrange, show, whole, type Arranged, type Order } from './arrange.ts';
import { readGrid, type Cell } from './grid.ts';
import { createPanel } from './panel.ts';
import { createWalk } from './walk.ts';

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

const box = element('box', HTMLElement);
const status = element('status', HTMLElement);
const tools = element('tools', HTMLFormElement);
const source = element('source', HTMLInputElement);
const destination = element('destination', HTMLInputElement);
const verdict = element('verdict', HTMLSelectElement);
const rowOrder = element('row-order', HTMLSelectElement);
const columnOrder = element('column-order', HTMLSelectElement);

const grid = readGrid(element('matrix', HTMLTableElement));
const cells = new Map<Element, Cell>(
  grid.rows.flatMap((row) => row.cells.map((cell) => [cell.element, cell] as const)),
);
const walk = createWalk(box);
const panel = createPanel(element('panel', HTMLDialogElement), (cell) => {
  const shown = cell.element.isConnected ? cell : walk.cell;
  if (shown !== null) walk.focus(shown);
});

function refresh(): void {
  const wanted = {
    source: source.value,
    destination: destination.value,
    verdict: verdict.value,
    rowOrder: rowOrder.value as Order,
    columnOrder: columnOrder.value as Order,
  };
  const arranged = arrange(grid, wanted);
  show(grid, arranged, wanted.verdict);
  enter(arranged);
}

function enter(arranged: Arranged): void {
  walk.enter(arranged);
  status.textContent = shownText(arranged);
}

function shownText({ rows, columns }: Arranged): string {
  if (rows.length === 0 || columns.length === 0) return 'Nothing matches.';
  const sources = `${String(rows.length)} of ${String(grid.rows.length)} sources`;
  return `${sources}, ${String(columns.length)} of ${String(grid.columns.length)} destinations.`;
}

function cellAt(node: EventTarget | null): Cell | undefined {
  const found = node instanceof Element ? node.closest('td') : null;
  return found === null ? undefined : cells.get(found);
}

/** The focus stays in the grid, or returns to it: opening the panel takes it away. */
function explain(cell: Cell): void {
  panel.show(cell);
  walk.focus(cell);
}

grid.table.addEventListener('click', (event) => {
  const cell = cellAt(event.target);
  if (cell !== undefined) explain(cell);
});

// A mouse is told what the keyboard hears.
grid.table.addEventListener('pointerover', (event) => {
  const cell = cellAt(event.target);
  if (cell !== undefined) cell.element.title = cell.element.ariaLabel ?? '';
});

grid.table.addEventListener('keydown', (event) => {
  const cell = cellAt(event.target);
  if (cell === undefined || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' || event.key === ' ') {
    explain(cell);
    panel.enter();
  } else if (!walk.move(event.key, event.ctrlKey)) {
    return;
  } else if (panel.isOpen && walk.cell !== null) {
    panel.show(walk.cell);
  }
  event.preventDefault();
});

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const isTool = event.target instanceof Node && tools.contains(event.target);
  if (event.key === 'Escape' && panel.isOpen && !isTool) {
    panel.close();
  } else if (event.key === '/' && !isTool) {
    source.focus();
    source.select();
  } else {
    return;
  }
  event.preventDefault();
});

tools.addEventListener('input', refresh);
tools.addEventListener('reset', () => {
  // The event comes before the fields are back.
  setTimeout(refresh);
});
tools.addEventListener('submit', (event) => {
  event.preventDefault();
});

box.removeAttribute('tabindex');
document.body.classList.add('scripted');
enter(whole(grid));

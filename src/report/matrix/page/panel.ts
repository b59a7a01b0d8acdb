import type { Cell } from './grid.ts';

/** The panel that says why a cell is as it is. */
export interface Panel {
  readonly isOpen: boolean;
  /** Shows a cell's explanation; closing gives the focus back to the cell. */
  show(cell: Cell): void;
  /** Moves the focus into the open panel. */
  enter(): void;
  close(): void;
}

/** @param closed called when the panel was closed, with the cell that it was about */
export function createPanel(dialog: HTMLDialogElement, closed: (cell: Cell) => void): Panel {
  const content = dialog.querySelector('div');
  const button = dialog.querySelector('button');
  if (content === null || button === null) throw new Error('the panel is incomplete');
  let about: Cell | null = null;

  const panel: Panel = {
    get isOpen() {
      return dialog.open;
    },
    show(cell) {
      about?.element.classList.remove('explained');
      about = cell;
      cell.element.classList.add('explained');
      content.replaceChildren(explanation(cell));
      // Not showModal: the grid stays in reach, and the panel follows it.
      if (!dialog.open) dialog.show();
      document.body.classList.add('with-panel');
      dialog.scrollTop = 0;
    },
    enter() {
      button.focus();
    },
    close() {
      const cell = about;
      about = null;
      dialog.close();
      document.body.classList.remove('with-panel');
      cell?.element.classList.remove('explained');
      if (cell !== null) closed(cell);
    },
  };
  button.addEventListener('click', () => {
    panel.close();
  });
  return panel;
}

/**
 * Cells that differ in nothing but the names of their ends share one explanation, written with the
 * names of the first; this is it with a cell's own.
 */
function explanation(cell: Cell): Node {
  const { why = '', from, to } = cell.element.dataset;
  const shared = document.getElementById(why);
  if (shared === null) throw new Error(`there is no explanation ${why}`);
  const copy = shared.cloneNode(true) as HTMLElement;
  copy.removeAttribute('id');
  copy.querySelector('.alike')?.remove();
  const names = {
    '.from': from ?? cell.row.header.dataset['told'] ?? cell.row.name,
    '.to': to ?? cell.column.header.dataset['told'] ?? cell.column.name,
  };
  for (const [place, name] of Object.entries(names)) {
    for (const element of copy.querySelectorAll(place)) element.textContent = name;
  }
  const heading = copy.querySelector('h3');
  if (heading !== null) heading.id = 'panel-title';
  return copy;
}

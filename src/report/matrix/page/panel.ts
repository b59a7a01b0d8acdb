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
 * Cells that differ in nothing but the names of their ends share their texts, which are written with
 * the names of the first; this is a cell's explanation with its own.
 */
function explanation({ element, row, column, head, reasons }: Cell): Node {
  const copy = document.importNode(head.content, true);
  const list = copy.querySelector('ul');
  for (const reason of reasons) {
    const shared = document.getElementById(`r${String(reason)}`);
    if (shared === null) throw new Error(`there is no reason ${String(reason)}`);
    const item = shared.cloneNode(true) as HTMLElement;
    item.removeAttribute('id');
    item.querySelector('.alike')?.remove();
    list?.append(item);
  }
  const { from, to } = element.dataset;
  const names = {
    '.from': from ?? row.header.dataset['told'] ?? row.name,
    '.to': to ?? column.header.dataset['told'] ?? column.name,
  };
  for (const [place, name] of Object.entries(names)) {
    for (const end of copy.querySelectorAll(place)) end.textContent = name;
  }
  copy.querySelector('h3')?.setAttribute('id', 'panel-title');
  return copy;
}

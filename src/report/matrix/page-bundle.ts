// Written by `npm run build:page` from page/: do not edit.

export const STYLE = `
/* Nothing moves, so there is nothing to reduce for those who ask for it. */
:root {
  color-scheme: light dark;
  --page: #ffffff;
  --raised: #f3f5f7;
  --text: #1a1f24;
  --muted: #535c66;
  --line: #c9d0d8;
  --field-line: #76808b;
  --accent: #0b57b0;
  --allowed: #0b5527;
  --allowed-page: #d9f2e0;
  --some: #0b4f63;
  --some-page: #d8eff6;
  --denied: #8c1d1d;
  --denied-page: #fdf3f2;
  --unknown: #664400;
  --unknown-page: #ffefc2;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12161b;
    --raised: #1c2229;
    --text: #e3e8ee;
    --muted: #a3adb8;
    --line: #38424d;
    --field-line: #7f8a96;
    --accent: #8cbcff;
    --allowed: #86e3a5;
    --allowed-page: #12351f;
    --some: #86d5ee;
    --some-page: #10333f;
    --denied: #ffa39c;
    --denied-page: #25181a;
    --unknown: #f3cf6b;
    --unknown-page: #3a2d08;
  }
}
* {
  box-sizing: border-box;
}
[hidden] {
  display: none;
}
body {
  margin: 0;
  padding: 1.5rem;
  background: var(--page);
  color: var(--text);
  font:
    15px/1.5 system-ui,
    sans-serif;
}
h1 {
  margin: 0 0 0.25rem;
  font-size: 1.5rem;
}
h2 {
  margin: 1rem 0 0;
  font-size: 1rem;
}
h3 {
  margin: 0;
  font-size: 1.05rem;
  overflow-wrap: anywhere;
}
p {
  margin: 0.25rem 0;
}
a {
  color: var(--accent);
}
code,
kbd,
.name {
  font-family: ui-monospace, monospace;
  font-size: 0.92em;
}
kbd {
  border: 1px solid var(--line);
  border-radius: 3px;
  padding: 0 0.3em;
  background: var(--raised);
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}
.muted {
  color: var(--muted);
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

/* The filters: they need the script. */
#tools,
#help {
  display: none;
}
.scripted #tools {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem 1rem;
  align-items: end;
  margin: 1rem 0 0.5rem;
}
.scripted #help {
  display: block;
}
#tools label {
  display: grid;
  gap: 0.15rem;
  font-size: 0.87rem;
  color: var(--muted);
}
#tools input,
#tools select,
button {
  border: 1px solid var(--field-line);
  border-radius: 4px;
  padding: 0.3rem 0.5rem;
  min-height: 2.1rem;
  background: var(--page);
  color: var(--text);
  font: inherit;
}
#tools ::placeholder {
  color: var(--muted);
  opacity: 1;
}
button {
  cursor: pointer;
}

.marks {
  display: flex;
  flex-wrap: wrap;
  gap: 0.35rem 1.25rem;
  margin: 0.5rem 0;
  padding: 0;
  list-style: none;
}
.key {
  display: inline-block;
  border: 1px solid var(--line);
  border-radius: 3px;
  padding: 0 0.4em;
  min-width: 2.2em;
  text-align: center;
}
.all {
  background: var(--allowed-page);
  color: var(--allowed);
}
.some {
  background: var(--some-page);
  color: var(--some);
}
.none {
  background: var(--denied-page);
  color: var(--denied);
}
.unknown {
  background: var(--unknown-page);
  color: var(--unknown);
}
.self {
  background: var(--raised);
  color: var(--muted);
}

#box {
  margin: 0.75rem 0;
  max-width: max-content;
  max-height: 80vh;
  overflow: auto;
  border: 1px solid var(--line);
}
#matrix {
  /* Collapsed borders do not stick with the headers. */
  border-collapse: separate;
  border-spacing: 0;
}
#matrix caption {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
#matrix th,
#matrix td {
  border: solid var(--line);
  border-width: 0 1px 1px 0;
  padding: 0.25rem 0.5rem;
}
#matrix th {
  position: sticky;
  background: var(--raised);
  font-weight: normal;
  text-align: start;
}
#matrix thead th {
  top: 0;
  z-index: 1;
  vertical-align: bottom;
}
#matrix th:first-child {
  left: 0;
}
#matrix tbody .name {
  display: inline-block;
  width: max-content;
  max-width: min(28rem, 40vw);
  overflow-wrap: anywhere;
}
#matrix thead th:first-child {
  z-index: 2;
  color: var(--muted);
  font-size: 0.87rem;
}
#matrix:focus-within th.here,
.with-panel #matrix th.here {
  box-shadow: inset 0 0 0 2px var(--accent);
}
#matrix td {
  text-align: center;
}
#matrix td a {
  display: block;
  color: inherit;
  text-decoration: none;
}
.dense #matrix td {
  padding: 0.15rem 0.3rem;
  min-width: 2.2rem;
}
.dense #matrix thead th:not(:first-child) .name {
  display: inline-block;
  writing-mode: vertical-rl;
  transform: rotate(180deg);
  max-height: 16rem;
  overflow-wrap: anywhere;
}
.scripted #matrix td {
  cursor: pointer;
}
#matrix td:focus {
  outline: 2px solid var(--accent);
  outline-offset: -2px;
}
#matrix td.explained {
  box-shadow: inset 0 0 0 2px var(--accent);
}
#matrix td.off a {
  visibility: hidden;
}
#matrix td.off {
  background: var(--page);
}

details {
  margin: 0.75rem 0;
}
summary {
  cursor: pointer;
}
summary h2 {
  display: inline;
}
.names td,
.names th {
  padding: 0.1rem 1rem 0.1rem 0;
  text-align: start;
  vertical-align: top;
  font-weight: normal;
  overflow-wrap: anywhere;
}
#reasons,
#reasons ul,
#panel ul {
  margin: 0.5rem 0;
  padding: 0;
  list-style: none;
}
#reasons > li {
  border-top: 1px solid var(--line);
  padding: 0.5rem 0;
}
#reasons > li:target {
  outline: 2px solid var(--accent);
  outline-offset: 4px;
}
#reasons ul,
#panel ul ul {
  margin: 0 0 0 1rem;
}
#panel ul > li {
  margin-block: 0.5rem;
}
#panel ul ul > li {
  margin-block: 0;
}
code {
  overflow-wrap: anywhere;
}
li code {
  /* A place is not broken where it fits on a line of its own. */
  display: inline-block;
  max-width: 100%;
}
.verdict {
  border-radius: 3px;
  padding: 0 0.4em;
}

#panel {
  position: fixed;
  inset: 0 0 0 auto;
  z-index: 3;
  margin: 0;
  border: 0;
  border-inline-start: 1px solid var(--line);
  padding: 1rem 1.25rem;
  width: 30rem;
  height: 100vh;
  max-width: none;
  max-height: none;
  overflow: auto;
  background: var(--page);
  color: var(--text);
}
#panel button {
  float: inline-end;
  margin-inline-start: 1rem;
}
.with-panel {
  padding-inline-end: 31.5rem;
}
@media (max-width: 70rem) {
  #panel {
    inset: auto 0 0 0;
    border: 0;
    border-block-start: 2px solid var(--line);
    width: auto;
    height: auto;
    max-height: 45vh;
  }
  .with-panel {
    padding-inline-end: 1.5rem;
    padding-block-end: 47vh;
  }
  /* What has the focus is scrolled to where the panel does not cover it. */
  :root:has(.with-panel) {
    scroll-padding-block-end: 47vh;
  }
}
@media print {
  body {
    padding: 0;
  }
  #tools,
  #help,
  #panel,
  .scripted #tools,
  .scripted #help,
  details:not([open]) {
    display: none;
  }
  .with-panel {
    padding: 0;
  }
  #box {
    max-height: none;
    overflow: visible;
    border: 0;
  }
  #matrix th {
    position: static;
  }
  #matrix:focus-within th.here,
  .with-panel #matrix th.here,
  #matrix td.explained {
    box-shadow: none;
  }
  #matrix td,
  .key {
    print-color-adjust: exact;
  }
}
`;
export const STYLE_HASH = 'sha256-d9aphudK/rUi13MCH++/rifeDprGHn6yxfEBSV+vMXI=';
export const SCRIPT = `
(() => {
  function arrange(grid2, wanted) {
    const isWanted = (cell) => wanted.verdict === "all" || cell.verdicts.has(wanted.verdict);
    const named = grid2.rows.filter(({ name }) => contains(name, wanted.source));
    const places = grid2.columns.map((column, at) => ({ column, at })).filter(({ column }) => contains(column.name, wanted.destination)).filter(({ at }) => named.some(({ cells: cells2 }) => has(cells2[at], isWanted)));
    const columns = ordered(places, wanted.columnOrder, ({ column }) => column);
    const rows = named.filter(({ cells: cells2 }) => columns.some(({ at }) => has(cells2[at], isWanted)));
    return {
      columns: columns.map(({ column }) => column),
      rows: ordered(rows, wanted.rowOrder, (row) => row).map((row) => ({
        row,
        cells: columns.flatMap(({ at }) => row.cells[at] ?? [])
      }))
    };
  }
  function whole({ columns, rows }) {
    return { columns, rows: rows.map((row) => ({ row, cells: row.cells })) };
  }
  function show(grid2, { columns, rows }, verdict2) {
    const [corner] = grid2.head.cells;
    if (corner !== void 0) {
      grid2.head.replaceChildren(corner, ...columns.map(({ header }) => header));
    }
    for (const { row, cells: cells2 } of rows) {
      for (const { element: element2, verdicts } of cells2) {
        element2.classList.toggle("off", verdict2 !== "all" && !verdicts.has(verdict2));
      }
      row.element.replaceChildren(row.header, ...cells2.map(({ element: element2 }) => element2));
    }
    grid2.body.replaceChildren(...rows.map(({ row }) => row.element));
  }
  function contains(name, words) {
    const lower = name.toLowerCase();
    return words.toLowerCase().split(/\\s+/).every((word) => lower.includes(word));
  }
  function has(cell, isWanted) {
    return cell !== void 0 && isWanted(cell);
  }
  function ordered(items, order, end) {
    return order === "name" ? items : items.toSorted((a, b) => end(b).open - end(a).open);
  }

  function readGrid(table) {
    const [head] = table.tHead?.rows ?? [];
    const [body] = table.tBodies;
    if (head === void 0 || body === void 0) throw new Error("the table has no rows");
    const marks = readMarks();
    const heads = document.querySelectorAll("#heads template");
    const columns = [...head.cells].slice(1).map(readEnd);
    table.setAttribute("role", "grid");
    table.setAttribute("aria-readonly", "true");
    table.setAttribute("aria-describedby", "help");
    const rows = [...body.rows].map((element2) => {
      const [header, ...rest] = element2.cells;
      if (header === void 0) throw new Error("a row has no header");
      const row = { ...readEnd(header), element: element2, cells: [] };
      for (const [i, cell] of rest.entries()) {
        const column = columns[i];
        const [number, ...reasons] = (cell.dataset["why"] ?? "").split(" ").map(Number);
        const template = heads[number ?? -1];
        const mark = marks[Number(template?.dataset["mark"])];
        if (column === void 0 || template === void 0 || mark === void 0)
          throw new Error("a cell is out of place");
        cell.setAttribute("aria-label", \`\${row.name} to \${column.name}: \${mark.label}\`);
        cell.querySelector("a")?.removeAttribute("href");
        if (mark.verdicts.has("allowed")) {
          row.open += 1;
          column.open += 1;
        }
        row.cells.push({
          element: cell,
          row,
          column,
          verdicts: mark.verdicts,
          head: template,
          reasons
        });
      }
      return row;
    });
    return { table, head, body, rows, columns };
  }
  function readMarks() {
    return [...document.querySelectorAll("#legend [data-label]")].map((item) => ({
      label: item.dataset["label"] ?? "",
      verdicts: new Set((item.dataset["verdicts"] ?? "").split(" "))
    }));
  }
  function readEnd(header) {
    return { header, name: header.querySelector(".name")?.textContent ?? "", open: 0 };
  }

  function createPanel(dialog, closed) {
    const content = dialog.querySelector("div");
    const button = dialog.querySelector("button");
    if (content === null || button === null) throw new Error("the panel is incomplete");
    let about = null;
    const panel2 = {
      get isOpen() {
        return dialog.open;
      },
      show(cell) {
        about?.element.classList.remove("explained");
        about = cell;
        cell.element.classList.add("explained");
        content.replaceChildren(explanation(cell));
        if (!dialog.open) dialog.show();
        document.body.classList.add("with-panel");
        dialog.scrollTop = 0;
      },
      enter() {
        button.focus();
      },
      close() {
        const cell = about;
        about = null;
        dialog.close();
        document.body.classList.remove("with-panel");
        cell?.element.classList.remove("explained");
        if (cell !== null) closed(cell);
      }
    };
    button.addEventListener("click", () => {
      panel2.close();
    });
    return panel2;
  }
  function explanation({ element: element2, row, column, head, reasons }) {
    const copy = document.importNode(head.content, true);
    const list = copy.querySelector("ul");
    for (const reason of reasons) {
      const shared = document.getElementById(\`r\${String(reason)}\`);
      if (shared === null) throw new Error(\`there is no reason \${String(reason)}\`);
      const item = shared.cloneNode(true);
      item.removeAttribute("id");
      item.querySelector(".alike")?.remove();
      list?.append(item);
    }
    const { from, to } = element2.dataset;
    const names = {
      ".from": from ?? row.header.dataset["told"] ?? row.name,
      ".to": to ?? column.header.dataset["told"] ?? column.name
    };
    for (const [place, name] of Object.entries(names)) {
      for (const end of copy.querySelectorAll(place)) end.textContent = name;
    }
    copy.querySelector("h3")?.setAttribute("id", "panel-title");
    return copy;
  }

  var PAGE = 10;
  function createWalk(box2) {
    let rows = [];
    let current = null;
    function choose(cell) {
      for (const [old, isHere] of [[current, false], [cell, true]]) {
        if (old === null) continue;
        old.element.tabIndex = isHere ? 0 : -1;
        old.row.header.classList.toggle("here", isHere);
        old.column.header.classList.toggle("here", isHere);
      }
      current = cell;
    }
    function focus(cell) {
      choose(cell);
      const first = cell.element.parentElement?.firstElementChild;
      const head = cell.element.closest("table")?.tHead;
      box2.style.scrollPaddingInlineStart = \`\${String(first?.clientWidth ?? 0)}px\`;
      box2.style.scrollPaddingBlockStart = \`\${String(head?.clientHeight ?? 0)}px\`;
      cell.element.focus({ preventScroll: true });
      cell.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    return {
      get cell() {
        return current;
      },
      enter(arranged) {
        rows = arranged.rows.map(({ cells: cells2 }) => cells2);
        const stays = current !== null && rows.some((cells2) => cells2.some((cell) => cell === current));
        if (!stays) choose(rows[0]?.[0] ?? null);
      },
      focus,
      move(key, isControl) {
        const y = rows.findIndex((cells2) => cells2.some((cell2) => cell2 === current));
        const x = rows[y]?.findIndex((cell2) => cell2 === current) ?? -1;
        const width = rows[0]?.length ?? 0;
        const to = destination(key, isControl, { x, y }, { x: width - 1, y: rows.length - 1 });
        if (to === null) return false;
        const cell = rows[clamp(to.y, rows.length - 1)]?.[clamp(to.x, width - 1)];
        if (cell !== void 0) focus(cell);
        return true;
      }
    };
  }
  function destination(key, isControl, { x, y }, last) {
    switch (key) {
      case "ArrowLeft":
        return { x: x - 1, y };
      case "ArrowRight":
        return { x: x + 1, y };
      case "ArrowUp":
        return { x, y: y - 1 };
      case "ArrowDown":
        return { x, y: y + 1 };
      case "PageUp":
        return { x, y: y - PAGE };
      case "PageDown":
        return { x, y: y + PAGE };
      case "Home":
        return { x: 0, y: isControl ? 0 : y };
      case "End":
        return { x: last.x, y: isControl ? last.y : y };
      default:
        return null;
    }
  }
  function clamp(value, last) {
    return Math.max(0, Math.min(value, last));
  }

  function element(id, type) {
    const found = document.getElementById(id);
    if (!(found instanceof type)) throw new Error(\`the page has no \${id}\`);
    return found;
  }
  var box = element("box", HTMLElement);
  var status = element("status", HTMLElement);
  var tools = element("tools", HTMLFormElement);
  var source = element("source", HTMLInputElement);
  var destination2 = element("destination", HTMLInputElement);
  var verdict = element("verdict", HTMLSelectElement);
  var rowOrder = element("row-order", HTMLSelectElement);
  var columnOrder = element("column-order", HTMLSelectElement);
  var grid = readGrid(element("matrix", HTMLTableElement));
  var cells = new Map(
    grid.rows.flatMap((row) => row.cells.map((cell) => [cell.element, cell]))
  );
  var walk = createWalk(box);
  var panel = createPanel(element("panel", HTMLDialogElement), (cell) => {
    const shown = cell.element.isConnected ? cell : walk.cell;
    if (shown !== null) walk.focus(shown);
  });
  function refresh() {
    const wanted = {
      source: source.value,
      destination: destination2.value,
      verdict: verdict.value,
      rowOrder: rowOrder.value,
      columnOrder: columnOrder.value
    };
    const arranged = arrange(grid, wanted);
    show(grid, arranged, wanted.verdict);
    enter(arranged);
  }
  function enter(arranged) {
    walk.enter(arranged);
    status.textContent = shownText(arranged);
  }
  function shownText({ rows, columns }) {
    if (rows.length === 0 || columns.length === 0) return "Nothing matches.";
    const sources = \`\${String(rows.length)} of \${String(grid.rows.length)} sources\`;
    return \`\${sources}, \${String(columns.length)} of \${String(grid.columns.length)} destinations.\`;
  }
  function cellAt(node) {
    const found = node instanceof Element ? node.closest("td") : null;
    return found === null ? void 0 : cells.get(found);
  }
  function explain(cell) {
    panel.show(cell);
    walk.focus(cell);
  }
  grid.table.addEventListener("click", (event) => {
    const cell = cellAt(event.target);
    if (cell !== void 0) explain(cell);
  });
  grid.table.addEventListener("pointerover", (event) => {
    const cell = cellAt(event.target);
    if (cell !== void 0) cell.element.title = cell.element.ariaLabel ?? "";
  });
  grid.table.addEventListener("keydown", (event) => {
    const cell = cellAt(event.target);
    if (cell === void 0 || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      explain(cell);
      panel.enter();
    } else if (!walk.move(event.key, event.ctrlKey)) {
      return;
    } else if (panel.isOpen && walk.cell !== null) {
      panel.show(walk.cell);
    }
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const isTool = event.target instanceof Node && tools.contains(event.target);
    if (event.key === "Escape" && panel.isOpen && !isTool) {
      panel.close();
    } else if (event.key === "/" && !isTool) {
      source.focus();
      source.select();
    } else {
      return;
    }
    event.preventDefault();
  });
  tools.addEventListener("input", refresh);
  tools.addEventListener("reset", () => {
    setTimeout(refresh);
  });
  tools.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  box.removeAttribute("tabindex");
  document.body.classList.add("scripted");
  enter(whole(grid));
})();
`;
export const SCRIPT_HASH = 'sha256-Gmf9LTcbRGl4UnaMz81I0GIip6++rkHwPagqAoJwlB8=';

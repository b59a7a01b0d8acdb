import type { MatrixData, MatrixEnd } from '../../explain/whole/matrix-data.ts';
import type { MatrixFormat } from './format.ts';
import { explanationsOf } from './html-explanations.ts';
import { legendHtml } from './html-marks.ts';
import { tableHtml } from './html-table.ts';
import { htmlText } from './html-text.ts';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from './page-bundle.ts';

/** More cells make a page of more than 5 MB that takes long to make and to open. */
export const PAGE_CELLS = 100_000;

/** With more columns, a cell shows a letter of the legend in place of its ports. */
const WIDE_COLUMNS = 7;

/** Names of one row or column that are listed. */
const MEMBERS_LISTED = 50;

/** For browsers: one page that needs nothing else. */
export const HTML_MATRIX: MatrixFormat = {
  name: 'html',
  render: (data, view) => [matrixPage(data, view.version)],
};

/**
 * The grid as one page of HTML: it loads nothing, its policy forbids it to, and where no script runs
 * it is a table with links to the reasons below it. Of a grid that is too large for a page, it
 * says what to narrow. The same bytes for the same data.
 *
 * @param version of this program
 */
export function matrixPage(data: MatrixData, version: string): string {
  const isDense = data.columns.length > WIDE_COLUMNS;
  const title = htmlText(data.title);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="netpol ${htmlText(version)}">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body${isDense ? ' class="dense"' : ''}>
<main>
<h1>${title}</h1>
<p>${countsText(data)}</p>
${paragraphs(data.notes)}
${data.rows.length * data.columns.length > PAGE_CELLS ? tooLargeHtml(data) : gridHtml(data, isDense)}
<footer class="muted"><p>netpol ${htmlText(version)}</p></footer>
</body>
</html>
`;
}

function tooLargeHtml({ question }: MatrixData): string {
  const narrower = [
    ...(question.namespace === null ? ['one namespace with <code>--namespace</code>'] : []),
    'some ends with <code>--from</code> and <code>--to</code>',
    ...(question.by === 'namespace' ? [] : ['namespaces with <code>--by namespace</code>']),
    'all of it with <code>-o csv</code> or <code>-o json</code>',
  ];
  return `<p>That is more than a page can show, which is ${String(PAGE_CELLS)} cells. Ask for ${narrower.join(', or ')}.</p>
</main>`;
}

/** The grid with all that belongs to it, to the end of the main part and the script. */
function gridHtml(data: MatrixData, isDense: boolean): string {
  const explanations = explanationsOf(data);
  return `${TOOLS}
<h2>Legend</h2>
${legendHtml(data)}
<div id="box" tabindex="0" role="region" aria-label="Matrix">
${tableHtml(data, explanations.cells, isDense)}
</div>
${namesHtml(data)}
<details>
<summary><h2>Reasons (${String(explanations.count)})</h2></summary>
<ul id="reasons">
${explanations.reasons}
</ul>
</details>
</main>
<div id="heads">
${explanations.heads}
</div>
<dialog id="panel" aria-labelledby="panel-title">
<button type="button">Close</button>
<div></div>
</dialog>
<script>${SCRIPT}</script>`;
}

/** What only a script can do; without one it is not shown. */
const TOOLS = `<form id="tools" autocomplete="off" role="search" aria-label="Filter and sort">
<label>Sources<input id="source" type="search" placeholder="shop/" aria-keyshortcuts="/"></label>
<label>Destinations<input id="destination" type="search" placeholder="data/"></label>
<label>Cells<select id="verdict">
<option value="all">all</option>
<option value="allowed">allowed, any port</option>
<option value="denied">denied</option>
<option value="unknown">unknown</option>
</select></label>
<label>Order of sources<select id="row-order">
<option value="name">by name</option>
<option value="open">most open first</option>
</select></label>
<label>Order of destinations<select id="column-order">
<option value="name">by name</option>
<option value="open">most open first</option>
</select></label>
<button type="reset">Reset</button>
</form>
<p id="help" class="muted"><kbd>/</kbd> filters; in the grid, arrow keys move, <kbd>Enter</kbd> explains a cell, <kbd>Esc</kbd> goes back.</p>
<p id="status" role="status"></p>`;

function countsText({ counts }: MatrixData): string {
  const { rows, columns, all, some, none, unknown } = counts;
  const inPart = some > 0 ? ` (${String(some)} of them in part)` : '';
  const cells = [`${String(all + some)} allowed${inPart}`, `${String(none)} denied`];
  if (unknown > 0) cells.push(`${String(unknown)} unknown`);
  return `${String(rows)} sources, ${String(columns)} destinations; cells: ${cells.join(', ')}.`;
}

function paragraphs(notes: readonly string[]): string {
  return notes.map((note) => `<p class="muted">${htmlText(note)}.</p>`).join('\n');
}

/** What stands behind the names of rows and columns, where that is more than the name says. */
function namesHtml({ rows, columns }: MatrixData): string {
  const ends = new Map([...rows, ...columns].map((end) => [end.text, end]));
  const lines = [...ends.values()].filter(isMoreThanItsName).map(({ text, members }) => {
    const shown = members.slice(0, MEMBERS_LISTED).map(htmlText).join(', ');
    const rest = members.length - MEMBERS_LISTED;
    const more = rest > 0 ? ` and ${String(rest)} more` : '';
    return `<tr><th scope="row"><span class="name">${htmlText(text)}</span></th><td>${shown}${more}</td></tr>`;
  });
  if (lines.length === 0) return '';
  return `<details>
<summary><h2>What the names stand for</h2></summary>
<table class="names">
${lines.join('\n')}
</table>
</details>`;
}

function isMoreThanItsName({ text, members }: MatrixEnd): boolean {
  return members.length > 1 || members.some((member) => member !== text);
}

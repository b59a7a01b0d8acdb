import type {
  Cause,
  ConnectionChange,
  DiffData,
  DiffPlace,
} from '../../explain/whole/diff-data.ts';
import { visible } from '../escape.ts';
import type { DiffFormat } from './format.ts';
import { causeKey, diffPlaceText } from './words.ts';

/** Connections that one annotation names. */
const MOST_NAMED = 3;

interface Edit {
  readonly cause: Cause;
  readonly changes: ConnectionChange[];
}

/**
 * Commands of a GitHub workflow that annotate the edits: one for each, with what it opened or closed.
 * What is only in a git revision has no line in the files of the pull request: it is named in words.
 */
function* render(data: DiffData): Iterable<string> {
  const edits = new Map<string, Edit>();
  for (const change of data.changes) {
    for (const cause of change.causes) {
      const key = causeKey(cause);
      const edit = edits.get(key);
      if (edit === undefined) edits.set(key, { cause, changes: [change] });
      else edit.changes.push(change);
    }
  }
  for (const { cause, changes } of edits.values()) {
    const { effect, text, place } = cause;
    const named = changes.slice(0, MOST_NAMED).map((change) => connectionText(change, effect));
    const rest = changes.length - named.length;
    const more = rest > 0 ? [`and ${String(rest)} more`] : [];
    const at = place !== null && place.revision !== null ? ` (${diffPlaceText(place)})` : '';
    yield command(
      'warning',
      `netpol: connection ${effect === 'opens' ? 'opened' : 'closed'}`,
      place,
      [`${text}${at}`, ...named, ...more],
    );
  }
  for (const [verb, ends] of [
    ['added', data.added],
    ['removed', data.removed],
  ] as const) {
    for (const { end, place } of ends) {
      yield command('notice', `netpol: ${end.kind} ${verb}`, place, [`${end.text} was ${verb}`]);
    }
  }
}

function connectionText(
  { from, to, opened, closed }: ConnectionChange,
  effect: Cause['effect'],
): string {
  const ports = effect === 'opens' ? `+${opened.text}` : `-${closed.text}`;
  return `${from.text} -> ${to.text} ${ports}`;
}

function command(
  level: 'warning' | 'notice',
  title: string,
  place: DiffPlace | null,
  lines: readonly string[],
): string {
  const properties: [string, string][] = [['title', title]];
  if (place !== null && place.revision === null) {
    const { file, line, column } = place;
    properties.unshift(['file', file], ['line', String(line)], ['col', String(column)]);
  }
  const head = properties.map(([key, value]) => `${key}=${property(value)}`).join(',');
  return `::${level} ${head}::${message(lines.map(visible).join('\n'))}\n`;
}

/** As the runner unescapes the text of a command. */
function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As the runner unescapes a property of a command, which a comma or a colon would end. */
function property(text: string): string {
  return message(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

export const GITHUB_FORMAT: DiffFormat = { name: 'github', render };

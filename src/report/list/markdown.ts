import type { EndReasonText, EndText, ListData, OpenData } from '../../explain/whole/list-data.ts';
import { markdownText, tableLine } from '../markdown.ts';
import { placeText } from '../page.ts';
import type { ListFormat } from './format.ts';
import { isOpenQuestion, openNames, openWords, portsWords } from './words.ts';

/** A table, one row a line; what no policy restricts and notes are a list below it. */
export const MARKDOWN_LIST: ListFormat = {
  name: 'md',
  *render(data) {
    let [rows, unknown] = [0, 0];
    let hasReasons = false;
    for (const row of data.rows()) {
      if (rows === 0) {
        hasReasons = row.reasons.length > 0;
        yield head(data, hasReasons);
      }
      rows++;
      if (isOpenQuestion(row)) unknown++;
      const reasons = hasReasons ? row.reasons.map(reasonWords) : [];
      yield tableLine([endWords(row.from), endWords(row.to), portsWords(row), ...reasons]);
    }
    if (rows === 0 && data.open === null) {
      yield `No connection is ${data.question.denied ? 'denied' : 'allowed'}.\n`;
    }
    const items = [
      ...(data.open === null ? [] : openItems(data.open)),
      ...(unknown === 0 ? [] : ['? marks what depends on facts that the input lacks']),
      ...data.notes(),
    ];
    if (items.length === 0) return;
    if (rows > 0 || data.open === null) yield '\n';
    for (const item of items) yield `- ${markdownText(item)}\n`;
  },
};

function head({ question }: ListData, hasReasons: boolean): string {
  const ports = question.denied ? 'Denied' : 'Allowed';
  const names = ['Source', 'Destination', ports, ...(hasReasons ? ['Egress', 'Ingress'] : [])];
  return `${tableLine(names)}|${names.map(() => ' --- |').join('')}\n`;
}

function endWords({ text, via }: EndText): string {
  return via === null ? text : `${via} -> ${text}`;
}

function openItems(open: OpenData): string[] {
  const [from, to] = [openWords(open, 'sources'), openWords(open, 'destinations')];
  return [
    `${from} -> ${to}: ${open.ports.text}`,
    ...(['sources', 'destinations'] as const).map((side) => {
      return `${side}: ${openNames(open, side)
        .map(({ text }) => text)
        .join(', ')}`;
    }),
  ];
}

function reasonWords({ because, rules }: EndReasonText): string {
  return [because, ...rules.map(({ place }) => placeText(place))].join('; ');
}

import type { Labels, LabelSelector, Operator, Requirement } from '../model/labels.ts';
import { isLabelKey, isLabelValue } from './names.ts';
import { quote, usageFault, type QuestionFault } from './question-error.ts';

const SYNTAX =
  'write app=web, tier!=db, env in (a,b), env notin (a,b), key or !key, with commas between';

/** `!=`, `==`, `=`, `(`, `)`, `,`, `!`, or a word: anything else up to one of them or a space. */
const TOKEN = /\s*(!=|==|=|\(|\)|,|!|[^\s!=(),]+)/y;

/**
 * A selector in the syntax of kubectl: requirements with commas between them, all of which must
 * hold. Keys and values are validated. Nothing at all selects everything.
 *
 * Throws a QuestionFault of code `selector-syntax`.
 */
export function parseSelector(text: string): LabelSelector {
  const tokens = tokenize(text);
  const requirements: Requirement[] = [];
  let next = 0;
  const take = (): string => tokens[next++] ?? '';
  const peek = (): string => tokens[next] ?? '';

  while (next < tokens.length) {
    requirements.push(parseRequirement(text, take, peek));
    if (next === tokens.length) break;
    if (take() !== ',') throw fault(text, `${quote(tokens[next - 1] ?? '')} is not expected`);
    if (next === tokens.length) throw fault(text, 'something must follow the last comma');
  }
  return { requirements, path: [] };
}

/**
 * Labels of a pod that need not exist: `app=web,tier=fe`. A key must not repeat.
 *
 * Throws a QuestionFault of code `labels-syntax`.
 */
export function parseLabels(text: string): Labels {
  const labels = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    const [key, value] = [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    if (equals === -1 || part.includes('!')) {
      throw labelsFault(text, `${quote(part)} is not key=value`);
    }
    if (!isLabelKey(key)) throw labelsFault(text, `${quote(key)} is no label key`);
    if (!isLabelValue(value)) throw labelsFault(text, `${quote(value)} is no label value`);
    if (labels.has(key)) throw labelsFault(text, `${quote(key)} is given twice`);
    labels.set(key, value);
  }
  return labels;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match?.[1] === undefined) break;
    tokens.push(match[1]);
  }
  return tokens;
}

function parseRequirement(text: string, take: () => string, peek: () => string): Requirement {
  if (peek() === '!') {
    take();
    return requirement('DoesNotExist', checkKey(text, take()));
  }
  const key = checkKey(text, take());
  switch (peek()) {
    case '':
    case ',':
      return requirement('Exists', key);
    case '=':
    case '==':
      take();
      return requirement('In', key, [oneValue(text, take, peek)]);
    case '!=':
      take();
      return requirement('NotIn', key, [oneValue(text, take, peek)]);
    case 'in':
      take();
      return requirement('In', key, valueList(text, take, peek));
    case 'notin':
      take();
      return requirement('NotIn', key, valueList(text, take, peek));
    default:
      throw fault(text, `${quote(peek())} is not expected after ${quote(key)}`);
  }
}

/** A value may be empty: `app=` asks for the empty string. */
function oneValue(text: string, take: () => string, peek: () => string): string {
  return checkValue(text, peek() === ',' || peek() === '' ? '' : take());
}

function valueList(text: string, take: () => string, peek: () => string): string[] {
  if (take() !== '(') throw fault(text, '"in" and "notin" want a list: (a,b)');
  const values: string[] = [];
  for (;;) {
    const empty = peek() === ',' || peek() === ')';
    values.push(checkValue(text, empty ? '' : take()));
    const after = take();
    if (after === ')') return values;
    if (after !== ',') throw fault(text, 'the list of values has no ")"');
  }
}

function requirement(operator: Operator, key: string, values: string[] = []): Requirement {
  return { key, operator, values, path: [] };
}

function checkKey(text: string, key: string): string {
  if (isLabelKey(key)) return key;
  throw fault(text, key === '' ? 'a label key is missing' : `${quote(key)} is no label key`);
}

function checkValue(text: string, value: string): string {
  if (isLabelValue(value)) return value;
  throw fault(text, `${quote(value)} is no label value`);
}

function fault(text: string, why: string): QuestionFault {
  return usageFault('selector-syntax', `bad selector ${quote(text)}: ${why}`, SYNTAX);
}

function labelsFault(text: string, why: string): QuestionFault {
  return usageFault(
    'labels-syntax',
    `bad labels ${quote(text)}: ${why}`,
    'a pod that need not exist is written ns/key=value,key=value; existing pods are chosen with ns/[selector]',
  );
}

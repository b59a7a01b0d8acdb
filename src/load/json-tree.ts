import { scanJson } from './json-text.ts';

/** A member of an object or an element of an array, by its offsets. */
export interface JsonChild {
  /** The key's opening quote, or the value's start in an array. */
  readonly key: number;
  readonly value: number;
  /** The unquoted key, or '' in an array. */
  readonly name: string;
}

interface Container {
  readonly children: readonly JsonChild[];
  readonly end: number;
}

/** Finds the children of objects and arrays in a text that is known to be JSON. */
export class JsonTree {
  private readonly text: string;
  /** Containers that were asked for, so that a long list is scanned once. */
  private readonly known = new Map<number, Container>();

  constructor(text: string) {
    this.text = text;
  }

  /** The children of the value at an offset, in the order of the text. */
  children(offset: number): readonly JsonChild[] {
    return this.container(offset).children;
  }

  /** The offset after the value at an offset. Throws a ReadError where that is no JSON. */
  end(offset: number): number {
    return this.container(offset).end;
  }

  private container(offset: number): Container {
    const known = this.known.get(offset);
    if (known !== undefined) return known;
    const children: JsonChild[] = [];
    let depth = 0;
    let key = -1;
    let name = '';
    const end = scanJson(this.text, offset, {
      key: (start, stop) => {
        if (depth !== 1) return;
        key = start;
        name = JSON.parse(this.text.slice(start, stop)) as string;
      },
      value: (start, isArray) => {
        if (depth === 1) children.push({ key: key === -1 ? start : key, value: start, name });
        if (isArray !== undefined) depth++;
      },
      close: () => {
        depth--;
      },
    });
    const container = { children, end };
    this.known.set(offset, container);
    return container;
  }

  /** The child that a step of a path leads to: of equal keys the last. */
  child(offset: number, step: string | number): JsonChild | undefined {
    const isArray = this.text.charAt(offset) === '[';
    if (typeof step === 'number') return isArray ? this.children(offset)[step] : undefined;
    return isArray ? undefined : this.children(offset).findLast(({ name }) => name === step);
  }
}

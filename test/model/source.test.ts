import { describe, expect, test } from 'vitest';
import { formatFieldPath, formatPointer, type FieldPath } from '../../src/model/source.ts';

describe('a path of fields', () => {
  test.each<[FieldPath, string, string]>([
    [[], '', ''],
    [['spec'], 'spec', '/spec'],
    [['spec', 'ingress', 0, 'from', 12], 'spec.ingress[0].from[12]', '/spec/ingress/0/from/12'],
    [['items', 3], 'items[3]', '/items/3'],
    [[0, 'kind'], '[0].kind', '/0/kind'],
    [[0, 1], '[0][1]', '/0/1'],
  ])('%j reads %j, and %j as a pointer', (path, text, pointer) => {
    expect(formatFieldPath(path)).toBe(text);
    expect(formatPointer(path)).toBe(pointer);
  });

  test('a pointer escapes what separates its steps', () => {
    const path = ['metadata', 'labels', 'app.kubernetes.io/name'];
    expect(formatPointer(path)).toBe('/metadata/labels/app.kubernetes.io~1name');
    // First the tilde, so that the one of an escape is not escaped again.
    expect(formatPointer(['a~b/c~/d'])).toBe('/a~0b~1c~0~1d');
  });
});

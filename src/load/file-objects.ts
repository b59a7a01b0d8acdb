import type { Diagnostic } from '../model/diagnostic.ts';
import type { ForeignPolicy } from '../model/objects.ts';
import type { Locator, ObjectSource } from '../model/source.ts';
import type { Decoded } from './decoder.ts';
import type { RawObject } from './documents.ts';
import { duplicateKeyWarnings } from './duplicate-keys.ts';
import { readForeignPolicy } from './foreign.ts';
import { classify } from './registry.ts';
import { Report, type LoadOptions } from './report.ts';
import type { Shared } from './shared.ts';

/** An object of a kind that is read. */
export interface DecodedObject {
  readonly kind: string;
  readonly decoded: Decoded;
  readonly source: ObjectSource;
}

/** The objects of one file, decoded one by one, so that what was read of them need not be kept. */
export class FileObjects {
  readonly decoded: DecodedObject[] = [];
  readonly foreign: ForeignPolicy[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Objects of kinds that are read, whether or not they could be decoded. */
  used = 0;
  /** Objects of other kinds by type. */
  readonly ignored = new Map<string, number>();
  readonly #options: LoadOptions;
  readonly #locator: Locator;
  readonly #shared: Shared;

  constructor(options: LoadOptions, locator: Locator, shared: Shared) {
    this.#options = options;
    this.#locator = locator;
    this.#shared = shared;
  }

  add(object: RawObject): void {
    const { value, source, duplicates } = object;
    const [apiVersion, kind] = [String(value['apiVersion']), String(value['kind'])];
    const classified = classify(apiVersion, kind);
    switch (classified.kind) {
      case 'read': {
        this.used++;
        const report = new Report(source, this.#options, this.#locator, this.#shared);
        const decoded = classified.decoder.decode(value, report);
        this.#push(report.diagnostics);
        if (duplicates) this.#push(duplicateKeyWarnings(source));
        if (decoded !== null) this.decoded.push({ kind, decoded, source });
        return;
      }
      case 'foreign':
        this.foreign.push(readForeignPolicy(object, this.#options));
        break;
      case 'refused': {
        const report = new Report(source, this.#options, this.#locator, this.#shared);
        const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
        report.error('kind-unknown', [classified.field], message, { hint: classified.hint });
        this.#push(report.diagnostics);
        break;
      }
      case 'ignored':
        break;
    }
    const type = `${apiVersion} ${kind}`;
    this.ignored.set(type, (this.ignored.get(type) ?? 0) + 1);
  }

  #push(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.diagnostics.push(diagnostic);
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import type { Family } from '../../src/model/ip.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** The manifests of the small cluster. */
export const FIXTURE = {
  name: 'fixture.yaml',
  text: readFileSync(join(HERE, 'fixture.yaml'), 'utf8'),
};

/** Manifests, and questions about them. */
export interface Item {
  readonly manifests: string;
  /** Without the small cluster. */
  readonly alone?: boolean;
  readonly questions: readonly Question[];
}

export interface Question {
  readonly claim: string;
  /** `from -> to port` */
  readonly ask: string;
  readonly namespace?: string;
  readonly family?: Family;
  readonly verdict?: 'allowed' | 'denied' | 'unknown' | 'mixed';
  /** The ends that deny, or that are unknown. */
  readonly at?: readonly string[];
  /** The number of cases of the answer. */
  readonly cases?: number;
  /** Why there is no connection to judge. */
  readonly problem?: string;
  /** What kind of mistake the question is. */
  readonly error?: string;
}

/** All files of cases/ with their items. */
export function caseFiles(): { readonly name: string; readonly items: readonly Item[] }[] {
  return readdirSync(join(HERE, 'cases'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      name,
      items: load(readFileSync(join(HERE, 'cases', name), 'utf8')) as readonly Item[],
    }));
}

/** The files that a case is about. */
export function filesOf(item: Item): { readonly name: string; readonly text: string }[] {
  const own = item.manifests === '' ? [] : [{ name: 'case.yaml', text: item.manifests }];
  return item.alone === true ? own : [FIXTURE, ...own];
}

/** `from -> to port` in its parts. */
export function partsOf(ask: string): { from: string; to: string; port: string } {
  const [from = '', to = '', port = ''] = ask.split(/ -> | (?=[^ ]*$)/);
  return { from, to, port };
}

import { access, readFile } from '../load/file-system.ts';
import path from 'node:path';
import { decodeText } from '../load/decode-text.ts';
import { createLocator } from '../load/locate.ts';
import { formatDiagnostic } from '../load/format-diagnostic.ts';
import { readYamlStream } from '../load/yaml-stream.ts';
import { nearest, orList } from '../query/nearest.ts';
import { reasonOf, usage } from './failure.ts';

export const CONFIG_FILE = '.netpol.yaml';
const KEYS = ['manifests'];

/** What `.netpol.yaml` says. */
export interface Config {
  /** Files, directories and patterns, relative to the working directory. */
  readonly manifests: readonly string[];
}

/**
 * The configuration of a repository: the nearest `.netpol.yaml` between the working directory and
 * the root of its repository. Outside of a repository only that of the working directory counts.
 * Null where there is none. Throws a Failure of code 2 where it is wrong.
 */
export async function findConfig(cwd: string): Promise<Config | null> {
  for (const folder of await foldersUpwards(cwd)) {
    const file = path.join(folder, CONFIG_FILE);
    if (!(await exists(file))) continue;
    const name = slashed(path.relative(cwd, file));
    const manifests = parseConfig(name, await read(file, name)).map((entry) => {
      return slashed(path.relative(cwd, path.resolve(folder, entry))) || '.';
    });
    return { manifests };
  }
  return null;
}

async function foldersUpwards(cwd: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (await exists(path.join(folder, '.git'))) return folders;
    if (folder === path.dirname(folder)) return folders.slice(0, 1);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function read(file: string, name: string): Promise<string> {
  try {
    return decodeText(await readFile(file));
  } catch (error) {
    throw usage(`${name}: cannot be read: ${reasonOf(error)}`);
  }
}

function parseConfig(name: string, text: string): readonly string[] {
  const value = parseYaml(name, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usage(`${name}: must be a mapping with the key \`manifests\``);
  }
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    const like = nearest(unknown, KEYS);
    const hint = like.length > 0 ? `did you mean ${orList(like)}?` : `known: ${KEYS.join(', ')}`;
    throw usage(`${name}: unknown key ${JSON.stringify(unknown)}; ${hint}`);
  }
  const manifests: unknown = 'manifests' in value ? value.manifests : undefined;
  if (!isTextList(manifests) || manifests.length === 0) {
    throw usage(`${name}: manifests: must be a list of files, directories or patterns`);
  }
  return manifests;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}

function parseYaml(name: string, text: string): unknown {
  const values: unknown[] = [];
  for (const entry of readYamlStream({ name, text }, 0)) {
    if (entry.kind === 'diagnostic' && entry.diagnostic.severity === 'error') {
      throw usage(formatDiagnostic(entry.diagnostic, createLocator()).text);
    }
    if (entry.kind === 'document') values.push(entry.value);
  }
  if (values.length > 1) throw usage(`${name}: must be one YAML document`);
  return values[0];
}

function slashed(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}

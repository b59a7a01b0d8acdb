import { generateCluster, SHAPES, type ShapeName } from './cluster.ts';
import { FORMATS, writeCluster, type Format } from './write-cluster.ts';

/*
 * Writes a generated cluster to a file:
 *
 *     npm run bench:generate -- realistic 150000 10000 cluster.json [json|compact|lines|yaml] [seed]
 *
 * Where no format is named, the file's name says which: .yaml, .jsonl, else json.
 */

const USAGE = `usage: npm run bench:generate -- SHAPE PODS POLICIES FILE [FORMAT] [SEED]
shapes: ${Object.keys(SHAPES).join(', ')}
formats: ${FORMATS.join(', ')}`;

function main(args: readonly string[]): void {
  const [shape = '', pods = '', policies = '', file = '', format = formatOf(file), seed = '1'] =
    args;
  const size = { pods: Number(pods), policies: Number(policies), seed: Number(seed) };
  const isWhole = Object.values(size).every((number) => Number.isInteger(number) && number >= 0);
  if (!isShape(shape) || !isFormat(format) || !isWhole || size.pods === 0 || file === '') {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const started = performance.now();
  const bytes = writeCluster(generateCluster(shape, size), file, format);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`);
}

function isShape(name: string): name is ShapeName {
  return Object.hasOwn(SHAPES, name);
}

function isFormat(name: string): name is Format {
  return (FORMATS as readonly string[]).includes(name);
}

function formatOf(file: string): Format {
  if (/\.ya?ml$/.test(file)) return 'yaml';
  return file.endsWith('.jsonl') ? 'lines' : 'json';
}

main(process.argv.slice(2));

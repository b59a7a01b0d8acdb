// Writes src/report/matrix/page-bundle.ts: the style and the script of the matrix page with their
// hashes. They are kept as text in the source, so that every build gives the same bytes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('../src/report/matrix', import.meta.url));

/**
 * What src/report/matrix/page-bundle.ts should be.
 * @returns {Promise<string>}
 */
export async function pageBundle() {
  const { outputFiles } = await build({
    entryPoints: [`${FOLDER}/page/main.ts`],
    bundle: true,
    format: 'iife',
    target: 'es2023',
    charset: 'utf8',
    tsconfigRaw: {},
    write: false,
  });
  // Paths that esbuild notes are those of the folder that it was started in.
  const script = `\n${outputFiles[0]?.text.replace(/^ *\/\/ .*\n/gm, '') ?? ''}`;
  const style = `\n${readFileSync(`${FOLDER}/page/page.css`, 'utf8')}`;
  return `// Written by \`npm run build:page\` from page/: do not edit.

export const STYLE = ${literal(style)};
export const STYLE_HASH = '${hash(style)}';
export const SCRIPT = ${literal(script)};
export const SCRIPT_HASH = '${hash(script)}';
`;
}

/**
 * @param {string} text
 * @returns {string} a template literal
 */
function literal(text) {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}

/**
 * @param {string} text
 * @returns {string} as a Content-Security-Policy takes it
 */
function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${FOLDER}/page-bundle.ts`, await pageBundle());
}

import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * What each folder of src/ may import besides itself. A folder without `packages` imports neither
 * npm packages nor Node's modules. test/architecture.test.ts holds the same table.
 * @type {Record<string, { folders: string[], packages?: true }>}
 */
const LAYERS = {
  model: { folders: [] },
  load: { folders: ['model'], packages: true },
  engine: { folders: ['model'] },
  query: { folders: ['model', 'engine'] },
  explain: { folders: ['model', 'engine', 'query'] },
  report: { folders: ['model', 'query', 'explain'] },
  cli: { folders: ['model', 'load', 'engine', 'query', 'explain', 'report'], packages: true },
};

/**
 * The one place of each package.
 * @type {Record<string, { folder: string, file?: string }>}
 */
const PACKAGES = {
  'js-yaml': { folder: 'load', file: 'src/load/yaml-events.ts' },
  'ipaddr.js': { folder: 'model', file: 'src/model/ip-text.ts' },
  chalk: { folder: 'report', file: 'src/report/color.ts' },
  commander: { folder: 'cli' },
};

/**
 * @param {string} folder
 * @param {string} [file] one of PACKAGES' files, which may import its package
 * @returns {import('eslint').Linter.RulesRecord}
 */
function restrictedImports(folder, file) {
  const { folders, packages } = LAYERS[folder] ?? { folders: [] };
  const others = Object.keys(LAYERS).filter((name) => name !== folder && !folders.includes(name));
  const own = Object.keys(PACKAGES).filter((name) => {
    const place = PACKAGES[name];
    return place?.file === undefined ? place?.folder === folder : place.file === file;
  });
  const mayImport = [...folders, ...own].join(', ') || 'nothing';
  const patterns = [
    {
      regex: `^(\\.\\./)+(${[...others.map((name) => `${name}/`), 'index\\.ts$'].join('|')})`,
      message: `src/${folder} may import: ${mayImport}.`,
    },
  ];
  if (packages) {
    const elsewhere = Object.keys(PACKAGES).filter((name) => !own.includes(name));
    patterns.push({
      regex: `^(${elsewhere.map((name) => name.replaceAll('.', '\\.')).join('|')})(/|$)`,
      message: 'Each package has one place: see PACKAGES in eslint.config.js.',
    });
    patterns.push({ regex: '^(node:)?process$', message: 'Only bin/ touches process: take io.' });
  } else {
    const exceptions = own.map((name) => `${name.replaceAll('.', '\\.')}$`);
    patterns.push({
      regex: `^(?!${['\\.', ...exceptions].join('|')})`,
      message: `src/${folder} may import: ${mayImport}.`,
    });
  }
  return { 'no-restricted-imports': ['error', { patterns }] };
}

export default defineConfig(
  globalIgnores(['dist', 'dist.partial', 'coverage', 'reports', '.stryker-tmp', 'examples']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: 'error',
      'no-shadow': 'off',
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: false, allowNullish: false, allowRegExp: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // `while (true)` and `for (;;)` read better than a flag.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Only bin/ touches process: take io as an argument.' },
      ],
    },
  },
  Object.keys(LAYERS).map((folder) => ({
    files: [`src/${folder}/**`],
    rules: restrictedImports(folder),
  })),
  Object.values(PACKAGES)
    .filter(({ file }) => file !== undefined)
    .map(({ folder, file }) => ({
      files: [file ?? ''],
      rules: restrictedImports(folder, file),
    })),
  {
    files: ['src/index.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]|/cli/' }] }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'Program > :not(ExportNamedDeclaration, ExportAllDeclaration), ExportNamedDeclaration[declaration]',
          message: 'src/index.ts only re-exports.',
        },
      ],
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      // A fixture that is known to have an element says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['bin/**'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      // Reads the cast of require() as any; tsc reads it right.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);

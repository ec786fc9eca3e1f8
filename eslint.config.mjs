import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import regexp from 'eslint-plugin-regexp';
import { defineConfig } from 'eslint/config';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const BASE = ['domain', 'protocol'];
const BELOW_APP = [...BASE, 'store', 'kinds', 'training', 'runs', 'logs', 'code', 'programs', 'charts'];
const BELOW_TOP = [...BELOW_APP, 'app'];

/** The rooms of the project, and which others each may import. */
const ROOMS = {
  domain: [],
  protocol: ['domain', 'kinds'],
  store: ['domain'],
  kinds: ['domain'],
  training: [...BASE, 'store'],
  runs: [...BASE, 'store', 'logs'],
  logs: BASE,
  code: BASE,
  programs: BASE,
  charts: [...BASE, 'kinds'],
  app: BELOW_APP,
  cli: BELOW_TOP,
  vscode: BELOW_TOP,
  extension: [...BELOW_TOP, 'vscode'],
  webview: [...BASE, 'charts', 'kinds'],
};

/** Rooms that may one day run in a browser: they import no Node module and use none of Node's globals. */
const WITHOUT_NODE = ['domain', 'protocol', 'kinds', 'charts', 'code', 'webview'];
const NODE_GLOBALS = [
  'process',
  'Buffer',
  'global',
  'require',
  'module',
  '__dirname',
  '__filename',
  'setImmediate',
  'clearImmediate',
];
/** The only rooms that may import `vscode`, which exists in the extension host alone. */
const WITH_VSCODE = ['vscode', 'extension'];

/** The room of the files that lie in src/ itself: a category of files, because it has no folder of its own. */
const EXTENSION = 'extension';

const isIn = (room) => (room === EXTENSION ? { file: { categories: room } } : { element: { type: room } });
const anyOf = (rooms) => rooms.map(isIn);
const isModule = (origin, source) => ({ module: source ? { origin, source } : { origin } });

/** Every import is forbidden but for these; where several match, the last one counts. */
const BORDERS = [
  ...Object.entries(ROOMS).map(([room, others]) => ({ from: isIn(room), allow: { to: anyOf([room, ...others]) } })),
  { allow: { to: isModule('external') } },
  { allow: { to: isModule('core') } },
  {
    from: anyOf(WITHOUT_NODE),
    disallow: { to: isModule('core') },
    message: '{{from.element.type}} may run where there is no Node: it imports no Node module.',
  },
  {
    from: anyOf(Object.keys(ROOMS).filter((room) => !WITH_VSCODE.includes(room))),
    disallow: { to: isModule('external', 'vscode') },
    message: 'Only src/vscode and src/extension.ts import vscode.',
  },
];

const MODULE_STATE = ['Program', 'Program > ExportNamedDeclaration'].map((parent) => ({
  selector: `${parent} > VariableDeclaration[kind='let']`,
  message: 'A module keeps no state that changes: put it into a class or pass it along.',
}));

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      'media/',
      '.cache/',
      'goldilocks-experiments/',
      'src/training/wasm/assembly/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-var': 'error',
      'object-shorthand': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    plugins: { regexp },
    rules: {
      // Texts of others are searched: time must grow no faster than they do.
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain', ignorePartial: false }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'performance', 'Buffer', 'URL', 'setTimeout', 'clearTimeout'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: String.raw`^\.{1,2}/(?!.*\.(ts|json)$)`, message: 'Write the extension .ts.' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': Object.keys(ROOMS)
        .filter((room) => room !== EXTENSION)
        .map((room) => ({ type: room, pattern: folderOf(room), partialMatch: false })),
      'boundaries/files': [{ category: EXTENSION, pattern: 'src/*.ts' }],
      'boundaries/elements-single-match': true,
      'boundaries/root-path': fileURLToPath(new URL('.', import.meta.url)),
      'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
      'boundaries/additional-dependency-nodes': [
        { selector: 'TSImportType > TSLiteralType > Literal', kind: 'type', name: 'import-type' },
        { selector: 'TSImportType > Literal', kind: 'type', name: 'import-type' },
        { selector: 'TSExternalModuleReference > Literal', kind: 'value', name: 'import-equals' },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          checkUnknownLocals: true,
          message: '{{from.element.type}} may not import this, or it does not exist: see ROOMS in eslint.config.mjs.',
          policies: BORDERS,
        },
      ],
      'boundaries/no-unknown-files': 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...MODULE_STATE],
    },
  },
  { files: ['src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: WITHOUT_NODE.map((room) => `${folderOf(room)}/**/*.ts`),
    rules: { 'no-restricted-globals': ['error', ...NODE_GLOBALS] },
  },
);

function folderOf(room) {
  return room === 'webview' ? room : `src/${room}`;
}

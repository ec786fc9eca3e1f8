import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const CONFIG = path.resolve(__dirname, '../../eslint.config.mjs');
const ROOMS = [
  'domain',
  'protocol',
  'store',
  'kinds',
  'training',
  'runs',
  'logs',
  'code',
  'programs',
  'charts',
  'app',
  'cli',
  'vscode',
  'extension',
  'webview',
] as const;
type Room = (typeof ROOMS)[number];

const BELOW_APP: readonly Room[] = ROOMS.slice(0, ROOMS.indexOf('app'));

/** What each room may import besides itself. */
const ALLOWED: Record<Room, readonly Room[]> = {
  domain: [],
  protocol: ['domain', 'kinds'],
  store: ['domain'],
  kinds: ['domain'],
  training: ['domain', 'protocol', 'store'],
  runs: ['domain', 'protocol', 'store', 'logs'],
  logs: ['domain', 'protocol'],
  code: ['domain', 'protocol'],
  programs: ['domain', 'protocol'],
  charts: ['domain', 'protocol', 'kinds'],
  app: BELOW_APP,
  cli: [...BELOW_APP, 'app'],
  vscode: [...BELOW_APP, 'app'],
  extension: [...BELOW_APP, 'app', 'vscode'],
  webview: ['domain', 'protocol', 'kinds', 'charts'],
};
const WITH_VSCODE: readonly Room[] = ['vscode', 'extension'];
const WITHOUT_NODE: readonly Room[] = ['domain', 'protocol', 'kinds', 'charts', 'code', 'webview'];

const BORDER = 'boundaries/dependencies';

interface Case {
  readonly room: Room;
  readonly source: string;
  /** The rule that forbids it; null if nothing does. */
  readonly rule: string | null;
  /** The file's path within the room. */
  readonly file?: string;
}

/** From a file in one room to the file `there.ts` in another. */
function importOf(room: Room, other: Room): string {
  const target = path.posix.relative(folderOf(room), `${folderOf(other)}/${fileOf(other)}`);
  return `import '${target.startsWith('.') ? target : `./${target}`}';`;
}

const CASES: Case[] = [
  ...ROOMS.flatMap((room) =>
    ROOMS.map((other) => ({
      room,
      source: importOf(room, other),
      rule: room === other || ALLOWED[room].includes(other) ? null : BORDER,
    })),
  ),
  ...ROOMS.map((room) => ({ room, source: "import 'vscode';", rule: WITH_VSCODE.includes(room) ? null : BORDER })),
  ...['node:fs', 'fs', 'node:fs/promises', 'path'].flatMap((module) =>
    ROOMS.map((room) => ({ room, source: `import '${module}';`, rule: WITHOUT_NODE.includes(room) ? BORDER : null })),
  ),
  ...['process', 'Buffer', '__dirname'].flatMap((name) =>
    ROOMS.map((room) => ({
      room,
      source: `export const here = typeof ${name};`,
      rule: WITHOUT_NODE.includes(room) ? 'no-restricted-globals' : null,
    })),
  ),
  ...ROOMS.map((room) => ({ room, source: "console.log('hello');", rule: room === 'cli' ? null : 'no-console' })),

  // Every way to write an import.
  ...[
    "export * from '../runs/there.ts';",
    "export { there } from '../runs/there.ts';",
    "import type { There } from '../runs/there.ts';\nexport type Here = There;",
    "export type Here = import('../runs/there.ts').There;",
    "export const here = await import('../runs/there.ts');",
    "export const here = require('../runs/there.ts');",
    "import here = require('../runs/there.ts');\nexport { here };",
  ].flatMap((source): Case[] => [
    { room: 'training', source, rule: BORDER },
    { room: 'app', source, rule: source.includes('= require') ? '@typescript-eslint/no-require-imports' : null },
  ]),
  { room: 'app', source: "export const here = await import('vscode');", rule: BORDER },
  { room: 'app', source: "import type * as vscode from 'vscode';\nexport type Here = vscode.Uri;", rule: BORDER },

  // Files deeper in a room, packages, and what lies in no room.
  { room: 'training', file: 'wasm/deep.ts', source: "import '../there.ts';", rule: null },
  { room: 'training', file: 'wasm/deep.ts', source: "import '../../domain/there.ts';", rule: null },
  { room: 'training', file: 'wasm/deep.ts', source: "import '../../runs/there.ts';", rule: BORDER },
  { room: 'charts', source: "import 'some-package';", rule: null },
  { room: 'app', source: "import './missing.ts';", rule: BORDER },
  { room: 'app', source: "import '../nowhere/there.ts';", rule: BORDER },
  { room: 'app', source: "import '../domain/there';", rule: 'no-restricted-imports' },

  // State that a module keeps.
  { room: 'domain', source: 'let count = 0;\nexport const next = () => ++count;', rule: 'no-restricted-syntax' },
  { room: 'domain', source: 'export let count = 0;\nexport const next = () => ++count;', rule: 'no-restricted-syntax' },
  {
    room: 'domain',
    source: 'export const next = (from: number) => {\n  let count = from;\n  count++;\n  return count;\n};',
    rule: null,
  },
];

describe('borders', () => {
  const forbiddenBy = new Map<Case, string[]>();
  let root: string;

  before('lint every case as a file of its own', async function () {
    this.timeout(60_000);
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'goldilocks-borders-')));
    for (const room of ROOMS)
      await write(`${folderOf(room)}/${fileOf(room)}`, 'export const there = 1;\nexport type There = 1;\n');
    await write('src/nowhere/there.ts', 'export const there = 1;\n');
    await Promise.all(CASES.map((example, index) => write(pathOf(example, index), `${example.source}\n`)));

    // The real configuration, but for the rules that need types: they would take minutes and none of them is a border.
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: CONFIG,
      overrideConfig: [{ settings: { 'boundaries/root-path': root } }, tseslint.configs.disableTypeChecked],
    });
    const results = new Map((await eslint.lintFiles(['.'])).map(({ filePath, messages }) => [filePath, messages]));
    CASES.forEach((example, index) => {
      const messages = results.get(path.join(root, pathOf(example, index)));
      assert.ok(messages, `${pathOf(example, index)} was not linted`);
      forbiddenBy.set(
        example,
        messages.map(({ ruleId, message }) => ruleId ?? message),
      );
    });
  });
  after(() => rm(root, { recursive: true, force: true }));

  for (const example of CASES) {
    const source = example.source.replaceAll('\n', ' ');
    it(`${example.file ?? example.room} ${example.rule ? `may not (${example.rule})` : 'may'}: ${source}`, () => {
      const rules = forbiddenBy.get(example)!;
      if (example.rule) assert.ok(rules.includes(example.rule), `forbidden only by: ${rules.join(', ')}`);
      else assert.deepEqual(rules, []);
    });
  }

  it('cover every folder of the source: one without a border is reported', async () => {
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: CONFIG,
      overrideConfig: [{ settings: { 'boundaries/root-path': root } }, tseslint.configs.disableTypeChecked],
    });
    const [{ messages }] = await eslint.lintFiles(['src/nowhere/there.ts']);
    assert.deepEqual(
      messages.map(({ ruleId }) => ruleId),
      ['boundaries/no-unknown-files'],
    );
  });

  async function write(file: string, source: string): Promise<void> {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, source);
  }
});

/** extension.ts lies in src itself; the webview lies beside it. */
function folderOf(room: Room): string {
  if (room === 'extension') return 'src';
  return room === 'webview' ? 'webview' : `src/${room}`;
}

function fileOf(room: Room): string {
  return room === 'extension' ? 'extension.ts' : 'there.ts';
}

function pathOf({ room, file }: Case, index: number): string {
  const { dir, name } = path.posix.parse(file ?? 'case.ts');
  return path.posix.join(folderOf(room), dir, `${name}${index}.ts`);
}

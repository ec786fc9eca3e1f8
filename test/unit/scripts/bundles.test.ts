import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');

describe('the bundles', () => {
  const read = (name: string): Promise<string> => readFile(path.join(ROOT, 'dist', `${name}.js`), 'utf8');

  for (const name of ['cli', 'worker', 'rates', 'report']) {
    it(`say nothing about the machine that built ${name}`, async () => {
      assert.ok(!(await read(name)).includes(ROOT));
    });
  }

  for (const name of ['cli', 'worker', 'rates']) {
    it(`leave vscode out of ${name}, which runs without it`, async () => {
      assert.doesNotMatch(await read(name), /require\(["']vscode["']\)/);
    });
  }

  it('share one copy of the translations in the extension host', async () => {
    for (const name of ['extension', 'rates']) assert.match(await read(name), /require\(["']\.\/l10n\.js["']\)/, name);
  });

  it('keep the script of the panel below 1 MB', async () => {
    assert.ok((await read('panel')).length < 1_000_000);
  });

  it('come with the licences of their packages', async () => {
    const notices = await readFile(path.join(ROOT, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const sections = notices.split(`\n\n${'-'.repeat(80)}\n\n`).slice(1);
    const names = sections.map((section) => /^\S+/.exec(section)![0]);
    for (const name of ['vega', 'vega-lite', 'pure-rand', 'picocolors', '@vscode/tree-sitter-wasm'])
      assert.ok(names.includes(name), name);
    for (const section of sections) assert.match(section, /copyright[^]*(as is|warranties)/i);
    assert.doesNotMatch(notices, /^esbuild /m, 'what only builds is not contained');
  });

  it('start the command line as a program', async () => {
    assert.ok((await read('cli')).startsWith('#!/usr/bin/env node\n'));
  });
});

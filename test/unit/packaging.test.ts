import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolders } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';
import { readZipEntry, zipEntries } from '../support/zipEntries.ts';

/** All that may be shipped. A file that fits none of these is in the package by mistake. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  /^extension\/(readme\.md|changelog\.md|LICENSE\.txt|NOTICE\.md)$/i,
  /^extension\/dist\/(\w[\w-]*\.(js|css|wasm)|THIRD-PARTY-NOTICES\.txt)$/,
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/media\/\w[\w-]*\.(svg|png|css)$/,
  /^extension\/media\/walkthrough\/[\w.-]+\.(svg|png|md)$/,
  /^extension\/media\/rules\/[\w-]+\.md$/,
  /^extension\/media\/symptoms\/[\w-]+\.(md|svg)$/,
  /^extension\/media\/python\/(inject|goldilocks_probe)\/\w+\.py$/,
  /^extension\/media\/mnist\/(manifest\.json|(train|t10k)-(images-idx3|labels-idx1)-ubyte\.gz)$/,
];

const REQUIRED = [
  'package.json',
  'package.nls.json',
  'l10n/bundle.l10n.json',
  'dist/extension.js',
  'dist/worker.js',
  'dist/mcp.js',
  'dist/rates.js',
  'dist/logs.js',
  'dist/l10n.js',
  'dist/tree-sitter.wasm',
  'dist/tree-sitter-python.wasm',
  'dist/engine-simd.wasm',
  'dist/engine-relaxed-simd.wasm',
  'dist/THIRD-PARTY-NOTICES.txt',
  'media/icon.png',
  'media/python/inject/sitecustomize.py',
  'media/python/goldilocks_probe/__init__.py',
  'media/symptoms/nan.md',
  'media/symptoms/nan.svg',
  'media/mnist/train-images-idx3-ubyte.gz',
  'media/mnist/train-labels-idx1-ubyte.gz',
  'media/mnist/t10k-images-idx3-ubyte.gz',
  'media/mnist/t10k-labels-idx1-ubyte.gz',
];

const LARGEST = 20_000_000;

describe('the package', function () {
  this.timeout(300_000);
  const newFolder = temporaryFolders();

  it('holds what the extension needs and nothing else, below 20 MB', async () => {
    const vsix = path.join(newFolder(), 'goldilocks.vsix');
    await runProgram(process.execPath, ['scripts/package.mjs', vsix]);

    const names = await zipEntries(vsix);
    assert.deepEqual(
      names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name))),
      [],
    );
    assert.deepEqual(
      REQUIRED.filter((name) => !names.includes(`extension/${name}`)),
      [],
    );
    assert.ok((await stat(vsix)).size < LARGEST);

    const readme = (await readZipEntry(vsix, 'extension/readme.md')).toString('utf8');
    assert.match(readme, /^# Goldilocks\n[^]*a page that explains it[^]*\n## /);
    assert.deepEqual(
      [...readme.matchAll(/\]\(([^)]*)/g)].map(([, target]) => target).filter((target) => !/^(https:|#)/.test(target)),
      [],
      "the extension's page can load nothing from the repository",
    );
  });
});

/** The properties of the manifest that are shown; names are of views, and of nothing else below `contributes`. */
const SHOWN = /^(title|label|name|contents|altText|contextualTitle|(\w+D|d)escriptions?|(\w+D|d)eprecationMessage)$/;

describe('the manifest', () => {
  const read = (): Promise<string> => readFile('package.json', 'utf8');

  it('takes every sentence that it shows from package.nls.json, and leaves none unused', async () => {
    const sentences = Object.keys(JSON.parse(await readFile('package.nls.json', 'utf8')) as object);
    const used = new Set([...(await read()).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), sentences.sort());
  });

  it('shows nothing that is not from there', async () => {
    const { description, capabilities, contributes } = JSON.parse(await read()) as Record<string, unknown>;
    const { languageModelTools, ...others } = contributes as { languageModelTools: readonly object[] };
    // Models read the descriptions and schemas of tools, in English; users see the other texts.
    const tools = languageModelTools.map((tool) => ({ ...tool, name: [], modelDescription: [], inputSchema: {} }));
    const shown = shownTexts({ description, capabilities, contributes: { ...others, tools } });
    assert.ok(shown.length > 50);
    assert.deepEqual(
      shown.filter((text) => !/^%[^%]+%$/.test(text)),
      [],
    );
  });

  it('says where translations are', async () => {
    const { l10n } = JSON.parse(await read()) as { l10n: string };
    assert.equal(l10n, './l10n');
  });
});

/** All texts in a part of the manifest that are shown. */
function shownTexts(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    if (!SHOWN.test(key)) return shownTexts(value);
    return [value].flat().flatMap((text) => (typeof text === 'string' ? [text] : shownTexts(text)));
  });
}

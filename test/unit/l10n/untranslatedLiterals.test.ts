import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { sourceFilesIn } from './sourceFiles.ts';
import { untranslatedLiterals } from './untranslatedLiterals.ts';

/** What has been translated so far: files, or folders of them. */
const TRANSLATED = [
  'src/app/rates',
  'src/charts',
  'src/code/rules',
  'src/domain/rateExpectation.ts',
  'src/domain/verdictText.ts',
  'src/kinds/builtIn.ts',
  'src/kinds/rangeTest.ts',
  'src/kinds/sweep/description.ts',
  'src/kinds/sweep/figures.ts',
  'src/kinds/sweep/notes.ts',
  'src/kinds/training.ts',
  'src/logs',
  'src/vscode/engine',
  'src/vscode/experiments',
  'src/vscode/rateProblems',
  'src/vscode/finder',
  'src/vscode/logs',
  'src/vscode/rates',
  'src/vscode/sweeps',
  'webview/texts.ts',
];

/** Literals that are the same in every language. */
const SAME_EVERYWHERE = [
  `'font-family="system-ui, -apple-system, \\'Segoe UI\\', Ubuntu, sans-serif" font-size="11"'`,
  "'version https://git-lfs.github.com/spec/'",
  "'Hugging Face'",
  '`  ${mark} goldilocks: ignore[${rule}]`',
];

describe('untranslated literals', () => {
  const found = (code: string): string[] => untranslatedLiterals('a.ts', code);

  it('are sentences, wherever they stand', () => {
    for (const code of [
      "const text = 'The loss rises.';",
      'const text = `loss ${loss}`;',
      'const text = `${count} steps`;',
      'const text = `<b>The loss</b>`;',
      "throw new Error('There is no such rate.');",
      "vscode.l10n.t('{0}', `loss of ${loss}`);",
    ])
      assert.equal(found(code).length, 1, code);
  });

  it('are words where VS Code shows them', () => {
    for (const code of [
      "vscode.window.showInformationMessage(text, 'Retry');",
      "const item = { label: isNew ? 'New' : name };",
      "item.description = name ?? 'none';",
      "new vscode.TreeItem('Today');",
      "markdown.appendMarkdown('**Loss**');",
      "quickPick.title = '$(play) Run';",
    ])
      assert.equal(found(code).length, 1, code);
  });

  it('are not what is translated, goes to the log, or has no language', () => {
    for (const code of [
      "import { a } from './the file.ts';",
      "type Word = 'the loss';",
      "vscode.l10n.t('The loss rises.');",
      "log.info('The loss rises.');",
      "this.#log.error('The loss rises.');",
      "const VERDICT_TEXTS = { slow: 'The rate is too low.' };",
      "item.label = `$(loading~spin) ${l10n.t('Running')}`;",
      'const svg = `<path d="M0 0" stroke="${colour}"/>`;',
      "item.iconPath = new vscode.ThemeIcon('play');",
      "item.id = 'day 1';",
      "panel.title = 'Goldilocks';",
    ])
      assert.deepEqual(found(code), [], code);
  });

  it('tell their place', () => {
    assert.deepEqual(found("\n  f('The loss rises.');"), ["a.ts:2 'The loss rises.'"]);
  });

  for (const source of TRANSLATED) {
    it(`are not in ${source}`, async () => {
      const files = await sourceFilesIn(source);
      assert.ok(files.length > 0);
      const literals = await Promise.all(
        files.map(async (file) => untranslatedLiterals(file, await readFile(file, 'utf8'))),
      );
      const untranslated = literals.flat().filter((literal) => !SAME_EVERYWHERE.some((same) => literal.endsWith(same)));
      assert.deepEqual(untranslated, []);
    });
  }
});

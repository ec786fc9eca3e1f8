import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { sourceFilesIn } from './sourceFiles.ts';
import { untranslatedLiterals } from './untranslatedLiterals.ts';

/** What has been translated: files, or folders of them. */
const TRANSLATED = [
  'src/app',
  'src/charts',
  'src/code/rules',
  'src/domain',
  'src/extension.ts',
  'src/kinds',
  'src/logs',
  'src/protocol',
  'src/runs',
  'src/store',
  'src/training/checkpoint.ts',
  'src/training/dataset.ts',
  'src/training/edgeProgress.ts',
  'src/training/engines.ts',
  'src/training/idx.ts',
  'src/training/reporter.ts',
  'src/training/tensorflow/installAdvice.ts',
  'src/training/tensorflow/installation.ts',
  'src/training/tensorflow/load.ts',
  'src/training/tensorflow/support.ts',
  'src/training/wasm/support.ts',
  'src/training/worker.ts',
  'src/vscode',
  'webview',
];

/** How literals begin that are the same in every language, by the reason why they are. */
const SAME_EVERYWHERE: Readonly<Record<string, readonly string[]>> = {
  'style sheets, and policies of pages': [
    "'img-src data:'",
    '`style-src ${',
    '`:root{color-scheme:',
    '`*{box-sizing:border-box}',
    "'font-family=",
    '\'system-ui, "Segoe UI"',
    "'(prefers-reduced-motion: reduce)'",
    "'word right'",
    "'name best'",
  ],
  'what Python writes': ["'Traceback (most recent call last)"],
  'titles of articles': ["'Slow, Fast, or Furious? A Deep Dive", "'Riding the Learning Curve: How a Single Number"],
  'formats of files, and commands': [
    "'not-confirmed'",
    "'not-finished'",
    "'goldilocks.trial'",
    "'version https://git-lfs.github.com/spec/'",
    '`  ${mark} goldilocks: ignore[',
    '`goldilocks sweep --preset ',
    '`npm install --prefix ',
    "'test loss'",
    "'test accuracy'",
    '`tracker ${',
    '`import torch',
    // What fixes write into programs.
    "'learning_rate'",
    '`${optimizer.text}, mode=',
    '`${monitor.text}, mode=',
    '`${interval.text}, "interval": "step"`',
  ],
  names: [
    "'Hugging Face'",
    "'fastai ",
    "'torch ",
    "'keras ",
    "'optax ",
    "'Schedule-Free SGD'",
    "'Schedule-Free AdamW'",
    "'sign SGD'",
    "'linux x64'",
    "'darwin x64'",
    "'linux arm64'",
    "'darwin arm64'",
    "'win32 x64'",
    '`tfjs-node ${',
    '`${date.toLocaleString(language, ',
  ],
  'errors of programs, and what is written to the log': [
    "'The run has not ended.'",
    "'The panel is not open.'",
    "'The view is not open.'",
    "'The panel was closed before its charts were drawn.'",
    '`The policy refused ${',
    "'The engine was inspected.'",
    "'The training process was idle.'",
    '`${variant.label || variant.id}, seed ${',
    '`${count} ${header.items} need ${',
  ],
};

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

  it('are words where the page shows them', () => {
    for (const code of [
      "element('p', { class: 'note' }, isNew ? 'New' : name);",
      "setText(this.#title, 'Loss');",
      "place.textContent = 'Loss';",
      "setAttributes(root, { 'aria-label': 'Chart' });",
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
      "element('p', { class: 'note wide' }, name);",
      'const command = `--rates ${rates} --seeds ${seeds}`;',
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
      const untranslated = literals.flat().filter((literal) => !isSameEverywhere(literal));
      assert.deepEqual(untranslated, []);
    });
  }
});

/** @param literal with its place before it, as untranslatedLiterals has it */
function isSameEverywhere(literal: string): boolean {
  const text = literal.slice(literal.indexOf(' ') + 1);
  return Object.values(SAME_EVERYWHERE).some((beginnings) =>
    beginnings.some((beginning) => text.startsWith(beginning)),
  );
}

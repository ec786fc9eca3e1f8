import assert from 'node:assert/strict';
import { loadExtraction } from '../../support/extraction.ts';
import type { Bundle } from '../../support/extraction.ts';

const IMPORT = "import * as l10n from '@vscode/l10n';\n";

describe('extracting the strings', () => {
  let stringsOf: (file: string, text: string) => Bundle;
  const extract = (code: string): Bundle => stringsOf('a.ts', `${IMPORT}export function text(x: string) {\n${code}\n}`);

  before(async () => ({ stringsOf } = await loadExtraction()));

  it('finds them in every kind of call', () => {
    assert.deepEqual(extract("return l10n.t('It\\'s √2 \\u00d7 {0}', x);"), { "It's √2 × {0}": "It's √2 × {0}" });
    assert.deepEqual(extract('return vscode.l10n.t(`plain`);'), { plain: 'plain' });
    assert.deepEqual(extract("return l10n.t('{name}', { name: x });"), { '{name}': '{name}' });
    assert.deepEqual(extract("return l10n.t('{1} of {0} is {1}', 1, x);"), {
      '{1} of {0} is {1}': '{1} of {0} is {1}',
    });
    assert.deepEqual(extract("return l10n.t({ message: '{0}', args: [x], comment: ['a rate'] });"), {
      '{0}/a rate': { message: '{0}', comment: ['a rate'] },
    });
  });

  it('finds them in functions, getters and fields that are read later', () => {
    const table = "const NAMES = { slow: () => l10n.t('slow'), get fast() { return l10n.t('fast'); } };";
    assert.deepEqual(stringsOf('a.ts', IMPORT + table), { slow: 'slow', fast: 'fast' });
    assert.deepEqual(stringsOf('a.ts', `${IMPORT}class A { readonly text = l10n.t('text'); }`), { text: 'text' });
  });

  it('takes all of a table whose name ends in _TEXTS', () => {
    const table = "export const FINDING_TEXTS = { nan: 'NaN from step {0} on', more: { slow: 'slow' } } as const;";
    const expected = { 'NaN from step {0} on': 'NaN from step {0} on', slow: 'slow' };
    assert.deepEqual(stringsOf('a.ts', table), expected);
    assert.deepEqual(extract('return l10n.t(FINDING_TEXTS[x], ...args) + l10n.t(FINDING_TEXTS.more.slow);'), {});
    assert.throws(() => stringsOf('a.ts', 'const A_TEXTS = { a: `b ${c}` };'), /a\.ts:1: .* nothing but literals/);
  });

  it('complains, with the place, of what a translator would never see', () => {
    for (const code of [
      'return l10n.t(x);',
      'return l10n.t(`rate ${x}`);',
      "return l10n.t('a' + 'b');",
      "return l10n.t(x ? 'a' : 'b');",
      'return l10n.t({ message: x });',
    ])
      assert.throws(() => extract(code), /a\.ts:3: l10n\.t takes a string literal/, code);
    for (const line of ["import { t } from '@vscode/l10n';", "import * as strings from '@vscode/l10n';"])
      assert.throws(() => stringsOf('a.ts', line), /a\.ts:1: .* imported as `import \* as l10n/, line);
  });

  it('complains of placeholders without an argument, and of arguments without a placeholder', () => {
    for (const code of ["return l10n.t('{0} of {1}', x);", "return l10n.t('loss', x);", "return l10n.t('{0}');"])
      assert.throws(() => extract(code), /a\.ts:3: .* placeholders/, code);
  });

  it('complains of a string that is read before the translations are there', () => {
    for (const code of [
      "const TEXT = l10n.t('text');",
      "const TEXTS = { a: [l10n.t('text')] };",
      "class A { static readonly text = l10n.t('text'); }",
    ])
      assert.throws(() => stringsOf('a.ts', IMPORT + code), /a\.ts:2: .* when the module is loaded/, code);
  });
});

import assert from 'node:assert/strict';
import { escapeAlternative, escapeMarkdown } from '../../../../src/vscode/rates/escapeMarkdown.ts';

describe('escaped Markdown', () => {
  for (const hostile of [
    '[run](command:workbench.action.quit)',
    '![picture](https://example.org/seen.png)',
    '<img src="https://example.org/seen.png">',
    '$(zap)',
    '**bold** `code` ~~gone~~ # head',
    '&lt;b&gt;',
    'https://example.org',
    'a](b "c")',
  ]) {
    it(`is plain text: ${hostile}`, () => {
      const escaped = escapeMarkdown(hostile);
      assert.equal(escaped.replace(/\\(.)/g, '$1'), hostile);
      assert.doesNotMatch(escaped, /(?<!\\)[[\]()<>$*`~#&!"]|https:/);
    });
  }

  it('is a single line', () => assert.equal(escapeMarkdown('a\n\n# b'), 'a \\# b'));
});

describe('the alternative text of a picture', () => {
  it('is read aloud without backslashes', () =>
    assert.equal(
      escapeAlternative('3e-4 on a log scale; usual are 1e-4 to 0.01'),
      '3e-4 on a log scale; usual are 1e-4 to 0.01',
    ));

  it('cannot end early', () => assert.doesNotMatch(escapeAlternative('a\\](b)\n[c](d)<img>`'), /[\\[\]<>`\n]/));
});

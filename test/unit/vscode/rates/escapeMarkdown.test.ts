import assert from 'node:assert/strict';
import { escapeMarkdown } from '../../../../src/vscode/rates/escapeMarkdown.ts';

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

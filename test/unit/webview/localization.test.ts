import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { translationsElement } from '../../../src/app/translationsElement.ts';
import { configureLocalization } from '../../../webview/localization.ts';
import { speakEnglish } from '../l10n/pseudoLanguage.ts';

/** A page that holds an element as the HTML parser would read it. */
function pageWith(element: string): Parameters<typeof configureLocalization>[0] {
  const [, id, textContent] = /^<script [^>]*id="(\w+)">(.*?)<\/script>/s.exec(element) ?? [];
  return { getElementById: (wanted: string) => (wanted === id ? { textContent } : null) };
}

describe('the translations of a page', () => {
  afterEach(speakEnglish);

  it('come with it, whatever is in them', () => {
    const translation = 'Verlust {0} </script> <!-- & "…"';
    configureLocalization(pageWith(translationsElement({ 'Loss {0}': translation })!.text));
    assert.equal(l10n.t('Loss {0}', '0.1'), translation.replace('{0}', '0.1'));
  });

  it('are left out in English', () => {
    assert.equal(translationsElement(undefined), null);
    configureLocalization(pageWith(''));
    assert.equal(l10n.t('Loss {0}', '0.1'), 'Loss 0.1');
  });
});

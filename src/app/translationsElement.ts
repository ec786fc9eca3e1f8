import { embeddedJson, html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** VS Code's translations by message, as `vscode.l10n.bundle` has them; undefined in English. */
export type Translations = Readonly<Record<string, string>> | undefined;

/** A language other than English, and the translations into it. */
export interface Translation {
  /** A tag as HTML and `Intl` have them: "de", "pt-br". */
  readonly language: string;
  readonly messages: NonNullable<Translations>;
}

/** Carries the translations into a page, whose script reads them before it draws (webview/localization.ts). Null in English. */
export function translationsElement(translations: Translations): Html | null {
  if (!translations) return null;
  return html`<script type="application/json" id="translations">${embeddedJson(translations, 17)}</script>`;
}

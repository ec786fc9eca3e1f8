import * as l10n from '@vscode/l10n';
import type { Bundle } from '../../support/extraction.ts';

/** From the letters of ASCII to their wide twins: "Ａ" is as far from "A" as "ｚ" is from "z". */
const TO_WIDE = 'Ａ'.charCodeAt(0) - 'A'.charCodeAt(0);

/** A message in wide letters, with its placeholders as they are. */
export function toPseudo(message: string): string {
  return message.replace(/\{\w+\}|[A-Za-z]/g, (part) =>
    part.length > 1 ? part : String.fromCharCode(part.charCodeAt(0) + TO_WIDE),
  );
}

/** Translates into wide letters from now on. */
export function speakPseudo(bundle: Bundle): void {
  const translations = Object.entries(bundle).map(([key, message]) => [
    key,
    toPseudo(typeof message === 'string' ? message : message.message),
  ]);
  l10n.config({ contents: Object.fromEntries(translations) as Record<string, string> });
}

/** Translates nothing any more. */
export function speakEnglish(): void {
  l10n.config({ contents: {} });
}

/**
 * The words of a text that came out in English, although everything is translated into wide letters.
 * @param names what is the same in every language: names and code
 */
export function englishWords(text: string, names: readonly string[]): string[] {
  const titles = names.filter((name) => name.includes(' '));
  const words =
    titles.reduce((rest, title) => rest.replaceAll(title, ''), text).match(/[A-Za-z][\w.]*[A-Za-z]\w*/g) ?? [];
  return words.filter((word) => !names.includes(word));
}

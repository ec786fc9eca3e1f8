import * as l10n from '@vscode/l10n';
import type { Finding } from './finding.ts';
import { FINDING_TEXTS } from './findingTexts.ts';

/** The sentence of a finding in the user's language; in English if its code is that of another version. */
export function findingMessage({ code, args, message }: Finding): string {
  return Object.hasOwn(FINDING_TEXTS, code)
    ? l10n.t(FINDING_TEXTS[code as keyof typeof FINDING_TEXTS], ...args)
    : message;
}

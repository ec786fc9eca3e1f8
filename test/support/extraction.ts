import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Messages by their keys, as VS Code and `@vscode/l10n` load them. */
export type Bundle = Record<string, string | { message: string; comment: string[] }>;

interface Extraction {
  readonly stringsOf: (file: string, text: string) => Bundle;
  readonly stringsOfSources: () => Promise<Bundle>;
}

/** The part of the build that extracts the strings to translate. */
export async function loadExtraction(): Promise<Extraction> {
  const script = path.resolve(__dirname, '../../scripts/extractStrings.mjs');
  return (await import(pathToFileURL(script).href)) as Extraction;
}

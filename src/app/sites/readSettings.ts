import { composedFiles, settingsFiles } from './settingsFiles.ts';
import type { ProgramStart } from './startedFiles.ts';

/** A file and its text. */
export interface FileText {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** How many files deep the configurations of Hydra are followed. */
const MAX_COMPOSED = 3;

/**
 * Reads the settings that a Python program names, each followed by those that Hydra adds to it.
 * @param read gives the text of a file; null for one that does not exist, cannot be read, or was read before
 */
export async function readSettings(
  { file, text }: FileText,
  start: ProgramStart,
  read: (file: string) => Promise<string | null>,
): Promise<readonly FileText[]> {
  const found: FileText[] = [];
  const add = async (settings: string, depth: number): Promise<void> => {
    const content = await read(settings);
    if (content === null) return;
    found.push({ file: settings, text: content });
    if (depth > 0) for (const other of composedFiles(settings, content, start)) await add(other, depth - 1);
  };
  for (const settings of settingsFiles(file, text, start.folder)) await add(settings, MAX_COMPOSED);
  return found;
}

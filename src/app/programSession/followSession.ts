import { existsSync } from 'node:fs';
import type { ExperimentLibrary } from '../experimentLibrary.ts';
import type { KeptFolder } from '../programs/keptFolder.ts';
import type { KeptProgram } from '../programs/keptProgram.ts';
import { readJournal } from './journal.ts';
import { JournaledTraining } from './journaledTraining.ts';

/**
 * Follows a session to its end: its experiments are those of the library while they train. What an earlier window has told is not told again.
 * @param onStarted gets the folder of an experiment that has started, and whether an earlier window has shown it
 * @returns the text to end with; null if the session was killed
 * @throws Error with a sentence if the session could not go on
 */
export async function followSession(
  kept: KeptFolder,
  process: KeptProgram,
  library: ExperimentLibrary,
  onStarted: (folder: string, isShown: boolean) => Promise<void>,
): Promise<string | null> {
  const entries = readJournal(kept.files.journal, process.ended);
  let shown = kept.record.experiment ?? null;
  let text: string | null = null;
  for (let next = await entries.next(); !next.done; next = await entries.next()) {
    const entry = next.value;
    if (entry.type === 'failed') throw new Error(entry.message);
    if (entry.type === 'done') text = entry.text;
    if (entry.type !== 'begin' || (shown !== null && entry.folder !== shown)) continue;
    const { folder, following, replaces } = entry;
    // One that was deleted meanwhile cannot be followed.
    const training = await JournaledTraining.open(entry, entries, () => process.end()).catch(() => null);
    const isShown = shown !== null;
    shown = null;
    if (!training) continue;
    const { ended } = library.attach(training, following);
    // One that cannot be deleted stays in the list.
    if (replaces !== undefined && existsSync(replaces)) await library.delete(replaces).catch(() => undefined);
    await kept.note({ experiment: folder });
    await onStarted(folder, isShown);
    // Whoever listens to the library tells what went wrong.
    await ended.catch(() => undefined);
  }
  return text;
}

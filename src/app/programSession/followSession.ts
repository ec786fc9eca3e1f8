import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { deleteMarkedCopies } from '../../programs/folderCopy.ts';
import type { ExperimentLibrary } from '../experimentLibrary.ts';
import type { KeptFolder } from '../programs/keptFolder.ts';
import type { KeptProgram } from '../programs/keptProgram.ts';
import { leftText } from '../programs/programTraining.ts';
import { readJournal } from './journal.ts';
import { JournaledTraining } from './journaledTraining.ts';

/**
 * Follows a session to its end: its experiments are those of the library while they train. What an earlier window has told is not told again.
 * @param onStarted gets the folder of an experiment that has started, and whether an earlier window has shown it
 * @returns the text to end with
 * @throws Error with a sentence if the session could not go on; what onStarted throws, which ends it
 */
export async function followSession(
  kept: KeptFolder,
  process: KeptProgram,
  library: ExperimentLibrary,
  onStarted: (folder: string, isShown: boolean) => Promise<void>,
): Promise<string> {
  const entries = readJournal(kept.files.journal, process.ended);
  let shown = kept.record.experiment ?? null;
  let hasBegun = false;
  let text: string | null = null;
  for (let next = await entries.next(); !next.done; next = await entries.next()) {
    const entry = next.value;
    if (entry.type === 'failed') throw new Error(entry.message);
    if (entry.type === 'done') text = entry.text;
    hasBegun = true;
    if (entry.type !== 'begin' || (shown !== null && entry.folder !== shown)) continue;
    const { folder, replaces } = entry;
    // One that was deleted meanwhile cannot be followed.
    const training = await JournaledTraining.open(entry, entries, () => process.end()).catch(() => null);
    const isShown = shown !== null;
    shown = null;
    if (!training) continue;
    const { ended } = library.attach(training);
    // One that cannot be deleted stays in the list.
    if (replaces !== undefined && existsSync(replaces)) await library.delete(replaces).catch(() => undefined);
    await kept.note({ experiment: folder });
    try {
      await onStarted(folder, isShown);
    } catch (error) {
      // Nobody would see what it trains from now on.
      process.end();
      throw error;
    }
    // Whoever listens to the library tells what went wrong.
    await ended.catch(() => undefined);
  }
  if (text !== null) return text;
  // Its process was killed, or has crashed.
  const { isLeft } = await process.ended;
  await deleteMarkedCopies(kept.files.mark);
  if (isLeft) return leftText();
  if (!hasBegun) throw new Error(l10n.t('The process that trains the runs could not be started.'));
  return l10n.t('The process that trains the runs was killed or crashed.');
}

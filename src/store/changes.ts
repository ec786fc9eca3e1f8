import { statSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import path from 'node:path';

/*
 * Whoever adds a run or an attempt to an experiment or ends one sets the time of its `runs` folder, so that those who list thousands
 * of experiments can see by this one time that nothing has changed.
 */

/** Milliseconds: two changes within this time may get the same modification time. */
const TIME_RESOLUTION = 2000;

/** Updates the modification time of a `runs` folder, which tells lists that something in it has changed. */
export async function markChanged(runsFolder: string): Promise<void> {
  const now = new Date();
  // A folder of another user cannot be touched: then only a list that is made anew shows the change.
  await utimes(runsFolder, now, now).catch(() => undefined);
}

/** Changes when the runs of an experiment change. Take it before reading the experiment. */
export interface Stamp {
  readonly text: string;
  /** Whether a later change is sure to give another stamp. */
  readonly isCertain: boolean;
}

/** Null if there is no experiment in the folder. */
export function stampOf(experimentFolder: string): Stamp | null {
  const runs = statSync(path.join(experimentFolder, 'runs'), { throwIfNoEntry: false });
  if (!runs) return null;
  return { text: `${runs.ino} ${runs.mtimeMs}`, isCertain: Math.abs(Date.now() - runs.mtimeMs) > TIME_RESOLUTION };
}

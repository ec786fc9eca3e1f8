import { statSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import path from 'node:path';

/*
 * Whoever adds a run or an attempt to an experiment or ends one sets the time of its `runs` folder, so that those who list thousands
 * of experiments can see by this one time that nothing has changed.
 */

/** Milliseconds after a change within which another one may get the same time. */
const UNCERTAIN = 2000;

/** Tells those who list the experiment that something in its `runs` folder has changed. */
export async function noteChange(runsFolder: string): Promise<void> {
  const now = new Date();
  // A folder of another user cannot be touched: then only a list that is made anew shows the change.
  await utimes(runsFolder, now, now).catch(() => undefined);
}

/** What is the same as long as nothing changes in the runs of an experiment: take it before reading the experiment. */
export interface Stamp {
  readonly text: string;
  /** Whether a later change is sure to give another stamp. */
  readonly isCertain: boolean;
}

/** Null if there is no experiment in the folder. */
export function stampOf(experimentFolder: string): Stamp | null {
  const runs = statSync(path.join(experimentFolder, 'runs'), { throwIfNoEntry: false });
  if (!runs) return null;
  return { text: `${runs.ino} ${runs.mtimeMs}`, isCertain: Math.abs(Date.now() - runs.mtimeMs) > UNCERTAIN };
}

import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { FollowedEvent } from '../logs/followLogs.ts';
import type { Log } from '../logs/log.ts';
import { LogError } from '../logs/logError.ts';
import type { LogOptions } from '../logs/logOptions.ts';
import { openLogs } from '../logs/openLog.ts';
import { stampOfPlace } from '../logs/placeStamp.ts';
import { ExperimentFolder } from '../store/experimentFolder.ts';
import { folderSuffix, newExperimentPath } from './experimentPath.ts';
import { FollowedTraining } from './followedTraining.ts';
import type { FollowedSource } from './followedTraining.ts';
import { ReadLogs } from './readLogs.ts';

/** Who owns the experiment while it is read, in process.json. */
const READER = 'log';

export interface ImportOptions extends LogOptions {
  /** Whether to read logs also if they were read before. */
  readonly anew?: boolean;
}

/**
 * Reads the logs in a file or folder into an experiment of the storage folder, so that lists, panel and report show it like any other.
 * Logs that were not changed since they were read keep their experiment; those that were get a new one, because the earlier may be
 * open, or have a report.
 * @returns the experiment's folder
 * @throws LogError if there is no log with a loss
 * @throws ExperimentError if the experiment cannot be written, and the signal's reason; the folder is then removed
 */
export async function importLog(
  place: string,
  storage: string,
  { anew = false, ...options }: ImportOptions = {},
  signal = new AbortController().signal,
): Promise<string> {
  const absolute = path.resolve(place);
  const stamp = await stampOfPlace(absolute);
  const earlier = new ReadLogs(storage);
  const unchanged = anew || stamp === null ? null : await earlier.experimentOf(absolute, stamp);
  if (unchanged !== null) return unchanged;
  const logs = await openLogs(absolute, signal);
  const source: ImportedPlace = {
    place: absolute,
    name: logs.length === 1 ? logs[0].name : path.basename(absolute),
    changedAt: Math.max(...logs.map(({ file }) => statSync(file).mtimeMs)),
  };
  const known = anew ? null : await findImport(source, storage);
  const folder = known ?? (await readInto(storage, source, eventsOf(logs, options, signal), signal));
  if (stamp !== null) await earlier.add(absolute, stamp, folder);
  return folder;
}

/** What is read. */
interface ImportedPlace {
  /** Absolute path. */
  readonly place: string;
  readonly name: string;
  /** As Date.now() gives it. */
  readonly changedAt: number;
}

async function readInto(
  storage: string,
  { name, place }: ImportedPlace,
  events: AsyncGenerator<FollowedEvent>,
  signal: AbortSignal,
): Promise<string> {
  // Before there is a folder, because a place without a loss must not leave one.
  const first = await events.next();
  const source: FollowedSource = {
    name,
    place,
    async *events() {
      if (!first.done) yield first.value;
      yield* events;
    },
  };
  const training = await FollowedTraining.create(source, newExperimentPath(storage, name), READER);
  await training.train(signal, () => undefined);
  const { folder } = training.experiment;
  if (signal.aborted) await rm(folder, { recursive: true, force: true });
  signal.throwIfAborted();
  return folder;
}

/**
 * The events of all logs, one after the other. Logs without a loss are passed over.
 * @throws LogError if none has a loss, and the signal's reason
 */
async function* eventsOf(
  logs: readonly Log[],
  options: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<FollowedEvent> {
  let problem: LogError | null = null;
  let read = 0;
  for (const [index, log] of logs.entries()) {
    try {
      for await (const event of log.events(options, signal)) yield { id: String(index), name: log.name, event };
      read++;
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      problem ??= error;
    }
  }
  if (read === 0 && problem) throw problem;
}

/** The experiment that logs were read into after they were changed last; null if there is none. */
async function findImport({ place, name, changedAt }: ImportedPlace, storage: string): Promise<string | null> {
  const earlier = foldersIn(storage).filter((folder) => folder.endsWith(folderSuffix(name)));
  for (const folder of earlier.sort().reverse()) {
    const experiment = await ExperimentFolder.open(path.join(storage, folder)).catch(() => null);
    if (experiment?.record.subject !== 'log' || experiment.record.source !== place) continue;
    const { runs } = (await experiment.overview({ series: false }).catch(() => null)) ?? { runs: [] };
    const isRead = runs.length > 0 && runs.every(({ result }) => result);
    if (isRead && Date.parse(experiment.record.createdAt) > changedAt) return experiment.folder;
  }
  return null;
}

function foldersIn(storage: string): string[] {
  try {
    return readdirSync(storage);
  } catch {
    return [];
  }
}

import { readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { samplesFromSeries } from '../domain/samplesFromSeries.ts';
import type { ExperimentRecord } from '../domain/experiment.ts';
import { toJson } from '../domain/json.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import { RunTracker } from '../domain/runTracker.ts';
import type { RunSeries } from '../domain/series.ts';
import type { Variant } from '../domain/variant.ts';
import type { LogOptions } from '../logs/logOptions.ts';
import { openLog } from '../logs/openLog.ts';
import type { Log } from '../logs/log.ts';
import { ExperimentFolder, FORMAT } from '../store/experimentFolder.ts';
import { folderSuffix, newExperimentPath } from './experimentPath.ts';

/** Who "trains" the run of a log, in its process.json. */
const LOG_OWNER = 'log';

/** Samples that are written at once. */
const WRITE_BATCH = 1000;

/**
 * Reads a log into an experiment of the storage folder, so that lists, panel and report show it like any other. A log that was not
 * changed since it was read keeps its experiment; one that was gets a new one, because the earlier may be open, or have a report.
 * @returns the experiment's folder
 * @throws LogError if the file is no log
 * @throws ExperimentError if the experiment cannot be written
 */
export async function importLog(file: string, storage: string, options: LogOptions = {}): Promise<string> {
  const log = await openLog(file);
  const changedAt = statSync(log.file).mtimeMs;
  return (await findImport(log, storage, changedAt)) ?? (await readInto(storage, log, options));
}

async function readInto(storage: string, log: Log, options: LogOptions): Promise<string> {
  const createdAt = new Date().toISOString();
  const tracker = new RunTracker({ facts: NO_FACTS, spec: null });
  let measured: RunSeries = {};
  for await (const event of log.events(options)) {
    // At the end the tracker thins its series.
    if (event.type === 'ended') measured = tracker.allSeries();
    tracker.apply(event);
  }
  const { facts } = tracker;
  const variant = variantOfLog(log.name, facts);
  const record: ExperimentRecord = {
    format: FORMAT,
    kind: 'training',
    name: log.name,
    preset: null,
    createdAt,
    subject: 'log',
    choice: null,
    runner: null,
    variants: [variant],
    source: log.file,
    versions: {},
  };
  const folder = newExperimentPath(storage, log.name);
  const experiment = await ExperimentFolder.create(folder, record, [{ variant, seed: null, facts, spec: null }]);
  const attempt = await experiment.startAttempt(0, { window: LOG_OWNER, runner: LOG_OWNER });
  await writeSamples(attempt.metricsFile, measured);
  await attempt.writeResult(tracker.result());
  return folder;
}

/** What tells the run of a log from others. */
export function variantOfLog(name: string, { rate, optimizer, batchSize }: RunFacts): Variant {
  const values = {
    ...(rate === null ? {} : { rate }),
    ...(optimizer === null ? {} : { optimizer }),
    ...(batchSize === null ? {} : { batchSize }),
  };
  return { id: 'log', label: name, values };
}

async function writeSamples(file: string, series: RunSeries): Promise<void> {
  const handle = await open(file, 'w');
  try {
    let lines: string[] = [];
    for (const sample of samplesFromSeries(series)) {
      lines.push(`${toJson(sample)}\n`);
      if (lines.length < WRITE_BATCH) continue;
      await handle.write(lines.join(''));
      lines = [];
    }
    await handle.write(lines.join(''));
  } finally {
    await handle.close();
  }
}

/** The experiment that a log was read into after it was changed last; null if there is none. */
async function findImport({ file, name }: Log, storage: string, changedAt: number): Promise<string | null> {
  const earlier = foldersIn(storage).filter((folder) => folder.endsWith(folderSuffix(name)));
  for (const folder of earlier.sort().reverse()) {
    const experiment = await ExperimentFolder.open(path.join(storage, folder)).catch(() => null);
    if (experiment?.record.subject !== 'log' || experiment.record.source !== file) continue;
    const [run] = (await experiment.overview({ series: false }).catch(() => null))?.runs ?? [];
    if (run?.result && Date.parse(experiment.record.createdAt) > changedAt) return experiment.folder;
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

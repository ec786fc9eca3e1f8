import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunEnd } from '../domain/runEvent.ts';
import { addParameter } from './knownParameters.ts';
import { Log } from './log.ts';
import { readTime } from './clock.ts';
import { readNumber } from './logNumber.ts';
import { endOfStatus } from './mlflowStatus.ts';
import type { LogFolder } from './logStore.ts';
import type { LogOptions } from './logOptions.ts';
import { filesIn, MetricFiles } from './metricFiles.ts';
import type { MetricFile } from './metricFiles.ts';

/** Where MLflow's file store keeps the metrics of a run: a file each, with lines of "time value step". */
const METRICS = 'metrics';
const PARAMS = 'params';
/** What makes a folder a run. */
const META = 'meta.yaml';

/** A run in MLflow's file store: `mlruns/<experiment>/<run>`. */
export const mlflowFolder: LogFolder = {
  name: 'mlflow',
  async find(folder, files, folders) {
    if (!files.includes(META) || !folders.includes(METRICS)) return { logs: [], claimed: [] };
    const name = runName(await readMeta(folder)) ?? path.basename(folder);
    const claimed = [META, METRICS, PARAMS, 'tags', 'artifacts'];
    return { logs: [new Log(folder, 'mlflow', name, () => newRows(folder))], claimed };
  },
};

function outcomeOf(meta: string): RunEnd | null {
  return endOfStatus(/^status: *(\d+)\s*$/m.exec(meta)?.[1]);
}

function runName(meta: string): string | null {
  return /^run_name: *(\S.*)$/m.exec(meta)?.[1].replace(/^'(.*)'$/, '$1') ?? null;
}

/** "1700000000000 0.25 12": time, value and step. */
const METRIC_FILE: MetricFile = {
  extension: '',
  readLine: (line) => {
    const [time, value, step = '0'] = line.split(' ');
    const number = readNumber(value);
    if (typeof number !== 'number' || !/^-?\d+$/.test(step)) return null;
    return [Number(step), number, readTime(time, { isDate: true })];
  },
};

function newRows(folder: string): MetricFiles {
  return new MetricFiles(
    path.join(folder, METRICS),
    METRIC_FILE,
    () => readParams(path.join(folder, PARAMS)),
    async () => outcomeOf(await readMeta(folder)),
  );
}

/** "" where it cannot be read. */
function readMeta(folder: string): Promise<string> {
  return readFile(path.join(folder, META), 'utf8').catch(() => '');
}

async function readParams(folder: string): Promise<LogOptions> {
  let known: LogOptions = {};
  for (const name of await filesIn(folder)) {
    const value = await readFile(path.join(folder, name), 'utf8').catch(() => '');
    known = addParameter(known, name, value.trim());
  }
  return known;
}

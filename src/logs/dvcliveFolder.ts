import path from 'node:path';
import { readTime } from './clock.ts';
import { Log } from './log.ts';
import type { LogFolder } from './logStore.ts';
import { readNumber } from './logNumber.ts';
import { MetricFiles } from './metricFiles.ts';
import type { MetricFile } from './metricFiles.ts';

/** What DVCLive writes into its folder: the newest values, and a table for each metric below `plots/metrics`. */
const SUMMARY = 'metrics.json';
const PLOTS = 'plots';

/** "step\tloss" and then "12\t0.25"; with `timestamp=True`, milliseconds stand before: "1700000000000\t12\t0.25". */
const METRIC_FILE: MetricFile = {
  extension: '.tsv',
  readLine: (line) => {
    const [value, step = '', time] = line.split('\t').reverse();
    if (!/^-?\d+$/.test(step)) return step === 'step' ? undefined : null;
    const number = readNumber(value);
    return typeof number === 'number' ? [Number(step), number, readTime(time, { isDate: true })] : null;
  },
};

/** A run of DVCLive: the folder `dvclive`, or whatever it was named. */
export const dvcliveFolder: LogFolder = {
  name: 'dvclive',
  async find(folder, files, folders) {
    if (!files.includes(SUMMARY) || !folders.includes(PLOTS)) return { logs: [], claimed: [] };
    // A project has one such folder; its own folder says which.
    const name = path.basename(path.dirname(folder));
    const log = new Log(
      folder,
      'dvclive',
      name,
      () => new MetricFiles(path.join(folder, PLOTS, 'metrics'), METRIC_FILE),
    );
    return { logs: [log], claimed: [SUMMARY, PLOTS] };
  },
};

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';

/** A frame of the browser in which a chart was drawn. */
export interface Picture {
  /** As Date.now(). */
  readonly time: number;
  readonly chart: string;
  readonly hasCurve: boolean;
}

/** What recorder.js has recorded in a page of the panel. */
export interface PageRecord {
  /** When the page's script was there, as Date.now(). */
  readonly scriptStart: number;
  readonly pictures: readonly Picture[];
}

/** When a training began and ended, as Date.now(). */
export interface TrainingTimes {
  readonly firstSample: number;
  readonly end: number;
}

/** What is used of a page's globals; tests are compiled without the types of browsers. */
interface PageGlobals {
  readonly pictures: readonly Picture[];
  readonly performance: {
    readonly timeOrigin: number;
    getEntriesByType(type: 'resource'): readonly { readonly name: string; readonly responseEnd: number }[];
  };
}

export async function readPage(panel: FrameLocator): Promise<PageRecord> {
  return panel.locator('body').evaluate(() => {
    const { pictures, performance } = globalThis as unknown as PageGlobals;
    const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/panel.js'));
    return { scriptStart: performance.timeOrigin + script!.responseEnd, pictures };
  });
}

/** Folders of the attempts in all experiments below a folder. */
export function attemptsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'process.json')
    .map((file) => path.join(folder, path.dirname(file)));
}

/** The times of attempts that have all ended. */
export function trainingTimes(attempts: readonly string[]): TrainingTimes {
  const statsOf = (file: string) => attempts.map((attempt) => statSync(path.join(attempt, file)));
  return {
    firstSample: Math.min(...statsOf('metrics.jsonl').map(({ birthtimeMs }) => birthtimeMs)),
    end: Math.max(...statsOf('result.json').map(({ mtimeMs }) => mtimeMs)),
  };
}

/** What a user sees of a training; times in seconds. */
export interface Growth {
  /** From the first sample to the first curve. */
  readonly firstCurve: number;
  /** Of the chart that was drawn first, from the first curve to the end of the training; null if the curve was not there before. */
  readonly picturesPerSecond: number | null;
}

/** @throws RangeError if no curve was drawn */
export function growthOf({ firstSample, end }: TrainingTimes, pictures: readonly Picture[]): Growth {
  const withCurve = pictures.filter(({ time, hasCurve }) => hasCurve && time >= firstSample);
  if (withCurve.length === 0) throw new RangeError('No curve was drawn.');
  const [first] = withCurve;
  const later = withCurve.filter(({ time, chart }) => chart === first.chart && time > first.time && time <= end);
  const duration = (end - first.time) / 1000;
  return {
    firstCurve: (first.time - firstSample) / 1000,
    picturesPerSecond: duration > 0 ? later.length / duration : null,
  };
}

/**
 * Seconds from the start of a page's script until all charts that were drawn were there.
 * @throws RangeError if none was
 */
export function openingTime({ scriptStart, pictures }: PageRecord): number {
  if (pictures.length === 0) throw new RangeError('No chart was drawn.');
  const firstOf = new Map([...pictures].reverse().map(({ chart, time }) => [chart, time]));
  return (Math.max(...firstOf.values()) - scriptStart) / 1000;
}

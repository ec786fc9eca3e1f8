import type { Log } from '../logs/log.ts';
import type { LogOptions } from '../logs/logOptions.ts';
import { openLogs } from '../logs/openLog.ts';
import { readLog } from '../logs/readLog.ts';
import type { ParsedRun } from '../logs/readLog.ts';

/** What a file says, or why it could not be read. */
export type FileDiagnosis =
  | { readonly file: string; readonly format: string; readonly runs: readonly ParsedRun[] }
  | { readonly file: string; readonly format: null; readonly message: string };

/**
 * Reads the logs in a file or folder to their end and says what is wrong with each run. A place that holds no log is one entry, and so is
 * each file or folder that holds runs.
 */
export async function diagnoseLogs(place: string, options: LogOptions): Promise<FileDiagnosis[]> {
  try {
    const logs = await openLogs(place);
    const files = [...new Set(logs.map(({ file }) => file))];
    const found: FileDiagnosis[] = [];
    for (const file of files) {
      const runs = logs.filter((log) => log.file === file);
      found.push(await diagnoseFile(files.length === 1 ? place : file, runs, options));
    }
    // In a folder there are files that only look like logs.
    const read = found.filter(({ format }) => format !== null);
    return read.length > 0 ? read : found;
  } catch (error) {
    return [{ file: place, format: null, message: (error as Error).message }];
  }
}

async function diagnoseFile(file: string, logs: readonly Log[], options: LogOptions): Promise<FileDiagnosis> {
  try {
    const runs: ParsedRun[] = [];
    for (const log of logs) runs.push(await readLog(log, options));
    return { file, format: logs[0].format, runs };
  } catch (error) {
    return { file, format: null, message: (error as Error).message };
  }
}

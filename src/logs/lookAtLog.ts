import { stat } from 'node:fs/promises';
import type { Log } from './log.ts';
import { LOG_FORMATS } from './logFormats.ts';
import { readHead } from './logHead.ts';
import { changeOf } from './metricFiles.ts';

/** What a first look at a log tells. */
export interface LogGlance {
  /** When it was changed last, as Date.now() gives it. */
  readonly changedAt: number;
  /** Training and validation losses in what was looked at; null where nothing was counted. */
  readonly losses: number | null;
  /** Whether all of the log was looked at. */
  readonly isWhole: boolean;
}

/**
 * Looks at the beginning of a log.
 * @returns null if it is text that shows no loss there
 * @throws LogError if it cannot be read
 */
export async function lookAtLog({ file, format: name }: Log): Promise<LogGlance | null> {
  const found = await stat(file);
  if (found.isDirectory()) return { changedAt: await changeOf(file), losses: null, isWhole: false };
  const changedAt = found.mtimeMs;
  const format = LOG_FORMATS.find((candidate) => candidate.name === name);
  // New rows of a database are first written into a log beside it.
  const added = format ? null : await stat(`${file}-wal`).catch(() => null);
  if (!format) return { changedAt: Math.max(changedAt, added?.mtimeMs ?? 0), losses: null, isWhole: false };
  const { bytes, text, isWhole } = await readHead(file);
  const reader = format.createReader();
  const rows = [...reader.push(bytes), ...(isWhole ? reader.end() : [])];
  const losses = rows.filter((row) => row.loss !== undefined || row.validationLoss !== undefined).length;
  if (losses === 0) return isWhole || text !== null ? null : { changedAt, losses: null, isWhole };
  return { changedAt, losses, isWhole };
}

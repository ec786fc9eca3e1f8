import * as l10n from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Schema } from './schema.ts';

/** A file that isn't there, cannot be read or doesn't hold what it should; the message says why, without a full stop. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/**
 * Reads a small JSON file and checks what it holds. Synchronous: a list reads tens of thousands of these files, and with promises
 * each takes ten times as long.
 * @throws RecordError
 */
export function readRecord<T>(file: string, schema: Schema<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new RecordError(l10n.t('missing'));
    throw new RecordError(
      error instanceof SyntaxError ? l10n.t('not valid JSON') : l10n.t('cannot be read ({0})', code ?? ''),
    );
  }
  const outcome = v.safeParse(schema, value, { abortEarly: true });
  if (outcome.success) return outcome.output;
  const place = v.getDotPath(outcome.issues[0]);
  throw new RecordError(
    place === null ? l10n.t('not a record of Goldilocks') : l10n.t('"{0}" is missing or has a wrong value', place),
  );
}

/** As readRecord, but returns null instead of throwing RecordError. */
export function tryReadRecord<T>(file: string, schema: Schema<T>): T | null {
  try {
    return readRecord(file, schema);
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}

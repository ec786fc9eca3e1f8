import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RunEvent } from '../domain/runEvent.ts';
import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import { encodingOf } from './lineSplitter.ts';
import { LogError } from './logError.ts';
import type { LogFormat, RowReader } from './logFormat.ts';
import { LogRun } from './logRun.ts';
import type { LogOptions } from './logRun.ts';
import { LogShape } from './logShape.ts';

/** The first that recognizes a file reads it. */
const FORMATS: readonly LogFormat[] = [jsonl, csv];

/** Bytes from which the format is recognized. */
const HEAD_BYTES = 4096;
/** A log whose shape is still not known after so many readings is taken as it is. */
const MAX_READINGS = 5;
/** Names that a message lists. */
const MAX_NAMES = 12;

/** File names that say nothing of the training: its folder does. */
const GENERIC_NAME =
  /^(?:metrics|results?|progress|log|logs|history|summary|scalars|train(?:ing)?(?:_?(?:log|history))?)\.\w+$/i;

/** A log that can be read. */
export interface Log {
  /** Absolute path. */
  readonly file: string;
  /** Of its format: "csv", "jsonl". */
  readonly format: string;
  /** For the user: the file's name, with its folder where many have the same. */
  readonly name: string;
  /**
   * The events of the run from the beginning of the file to its end. A `reset` says that all before is void, since what came later
   * shows that it has to be read in another way.
   * @throws LogError if there is no loss in the file
   */
  events(options?: LogOptions): AsyncGenerator<RunEvent>;
}

/**
 * Opens a log in whatever format its content has; its name does not matter.
 * @throws LogError if it is no log, or cannot be read
 */
export async function openLog(file: string): Promise<Log> {
  const absolute = path.resolve(file);
  const head = await readHead(absolute);
  const format = FORMATS.find((candidate) => candidate.recognizes(head));
  if (!format) {
    throw new LogError(
      l10n.t('This is neither a CSV file nor JSON Lines (one object a line), so it cannot be read as a training log.'),
    );
  }
  const name = nameOf(absolute);
  return {
    file: absolute,
    format: format.name,
    name,
    events: (options = {}) => readEvents(absolute, name, format, options),
  };
}

async function* readEvents(
  file: string,
  name: string,
  format: LogFormat,
  options: LogOptions,
): AsyncGenerator<RunEvent> {
  const shape = new LogShape();
  for (let reading = 1; ; reading++) {
    const rows = format.createReader();
    const run = new LogRun(name, rows.columns, shape, options);
    for await (const bytes of createReadStream(file)) yield* run.push(rows.push(bytes as Buffer));
    yield* run.push(rows.end());
    if (!run.isOutdated || reading === MAX_READINGS) {
      if (!run.hasLoss) throw new LogError(withoutLoss(rows));
      yield* run.end(rows.badRows);
      return;
    }
    yield { type: 'reset' };
  }
}

function withoutLoss({ names, badRows }: RowReader): string {
  if (names.length === 0)
    return badRows > 0 ? l10n.t('No line of this file is a JSON object.') : l10n.t('This file has no rows.');
  const listed = names
    .slice(0, MAX_NAMES)
    .map((name) => (name === '' ? '""' : name))
    .join(', ');
  const list = names.length > MAX_NAMES ? `${listed}, …` : listed;
  return l10n.t(
    'This file has no loss: looked for a column such as loss, train_loss or val_loss with numbers in it and found {0}.',
    list,
  );
}

/** The beginning of a file as text. */
async function readHead(file: string): Promise<string> {
  const bytes = await readBytes(file);
  if (bytes.length === 0) throw new LogError(l10n.t('This file is empty.'));
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new LogError(l10n.t('This is a Git LFS pointer, not the file itself: get it with "git lfs pull".'));
  }
  if (text.includes('\0')) throw new LogError(l10n.t('This is a binary file; only CSV and JSON Lines can be read.'));
  if (text.trim() === '' && bytes.length < HEAD_BYTES) throw new LogError(l10n.t('This file is empty.'));
  return text;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new LogError(reasonOf(error as NodeJS.ErrnoException));
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return l10n.t('There is no such file.');
    case 'EISDIR':
      return l10n.t('This is a folder; name a file in it.');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('You have no permission to read this file.');
    default:
      return message;
  }
}

function nameOf(file: string): string {
  const name = path.basename(file);
  const folder = path.basename(path.dirname(file));
  return GENERIC_NAME.test(name) && folder !== '' ? `${folder}/${name}` : name;
}

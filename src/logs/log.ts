import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RunEvent } from '../domain/runEvent.ts';
import { LogError } from './logError.ts';
import type { RowSource } from './logFormat.ts';
import type { LogOptions } from './logOptions.ts';
import { LogRun } from './logRun.ts';
import { LogShape } from './logShape.ts';
import type { RowStream } from './rowStream.ts';

/** A log whose shape is still not known after so many readings is taken as it is. */
export const MAX_READINGS = 5;
/** Names that a message lists. */
const MAX_NAMES = 12;

/** File names that say nothing of the training: its folder does. */
const GENERIC_NAME =
  /^(?:metrics|results?|progress|log|logs|history|summary|scalars|train(?:ing)?(?:_?(?:log|history))?)\.\w+$/i;

/** The log of one run. */
export class Log {
  /**
   * @param file absolute path of the file or folder that the run is in
   * @param format "csv", "jsonl", …
   * @param name for the user
   * @param openRows begins to read at the first row
   * @param key tells it from the other logs in the file as long as it exists, whatever these are called
   */
  constructor(
    readonly file: string,
    readonly format: string,
    readonly name: string,
    readonly openRows: () => RowStream,
    readonly key: string = name,
  ) {}

  /**
   * The events of the run from the beginning of the log to its end. A `reset` says that all before is void, since what came later
   * shows that it has to be read in another way.
   * @throws LogError if there is no loss in the log, and the signal's reason
   */
  async *events(options: LogOptions = {}, signal?: AbortSignal): AsyncGenerator<RunEvent> {
    const shape = new LogShape();
    for (let reading = 1; ; reading++) {
      const rows = this.openRows();
      const run = new LogRun(this.name, rows, shape, options);
      for await (const read of rows.read()) {
        signal?.throwIfAborted();
        yield* run.push(read);
      }
      yield* run.push(rows.end());
      run.judge();
      if (!run.isOutdated || reading === MAX_READINGS) {
        if (!run.hasLoss) throw new LogError(withoutLoss(rows, this.format));
        yield* run.end();
        return;
      }
      yield { type: 'reset' };
    }
  }
}

/** What a file is called for the user: with its folder where many have the same name. */
export function nameOf(file: string): string {
  const name = path.basename(file);
  const folder = path.basename(path.dirname(file));
  return GENERIC_NAME.test(name) && folder !== '' ? `${folder}/${name}` : name;
}

function withoutLoss({ names, badRows }: RowSource, format: string): string {
  if (names.length === 0 && format === 'console')
    return l10n.t('This text has no training output: no line contains a loss such as "loss: 0.25".');
  if (names.length === 0)
    return badRows > 0
      ? l10n.t('No line of this file can be read as a row.')
      : l10n.t('There are no measurements in this file.');
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

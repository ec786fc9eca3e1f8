import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { consoleFormat } from './console/consoleFormat.ts';
import { Log, nameOf } from './log.ts';
import { LogError } from './logError.ts';
import type { RunEnd } from '../domain/runEvent.ts';
import type { MetricFact } from '../domain/runFacts.ts';
import type { ColumnRoles, MetricRole } from './columnRoles.ts';
import { toLogError } from './logHead.ts';
import { linesOfTable } from './htmlTable.ts';
import type { LogRow } from './logRow.ts';
import type { LogDatabase } from './logStore.ts';
import type { RowStream } from './rowStream.ts';

/** Losses that make a training of what a cell has printed, unless no cell of the notebook has as many. */
const MIN_LOSSES = 2;

/** What is read of an output: a stream, or what was displayed. */
interface Output {
  readonly output_type?: unknown;
  readonly text?: unknown;
  readonly data?: { readonly 'text/plain'?: unknown; readonly 'text/html'?: unknown };
}

/** A Jupyter notebook: what each cell has printed is the console output of a program. */
export const notebook: LogDatabase = {
  name: 'notebook',
  recognizes: ({ fileName, text }) => fileName.endsWith('.ipynb') && text !== null && text.trimStart().startsWith('{'),
  async open(file) {
    const cells = await printedIn(file);
    const counted = cells.map((cell) => ({ ...cell, ...lossesIn(cell.text) }));
    // Beside trainings, a cell with nothing but validation losses is a test of one.
    const hasTraining = counted.some(({ ofTraining }) => ofTraining > 0);
    const trained = counted.filter(({ losses, ofTraining }) => (hasTraining ? ofTraining : losses) > 0);
    if (trained.length === 0) throw new LogError(l10n.t('No cell of this notebook has printed losses.'));
    const least = trained.some(({ losses }) => losses >= MIN_LOSSES) ? MIN_LOSSES : 1;
    return trained
      .filter(({ losses }) => losses >= least)
      .map(({ cell, text }) => {
        const name = l10n.t('{0}, cell {1}', nameOf(file), cell + 1);
        return new Log(file, 'notebook', name, () => new CellRows(text));
      });
  },
};

/** How many rows with a loss a cell has printed, and how many with one of the training. */
function lossesIn(text: string): { readonly losses: number; readonly ofTraining: number } {
  const rows = new CellRows(text).all();
  const ofTraining = rows.filter(({ loss }) => loss !== undefined).length;
  const others = rows.filter(({ loss, validationLoss }) => loss === undefined && validationLoss !== undefined).length;
  return { losses: ofTraining + others, ofTraining };
}

/** @throws LogError if the file is no notebook, or cannot be read */
async function printedIn(file: string): Promise<{ cell: number; text: string }[]> {
  const json = await readFile(file, 'utf8').catch((error: unknown) => Promise.reject(toLogError(error)));
  const cells = cellsOf(json);
  if (!cells) throw new LogError(l10n.t('This is not a Jupyter notebook, or it is damaged.'));
  return cells.map((cell, index) => ({ cell: index, text: outputsOf(cell).map(textOf).join('') }));
}

function cellsOf(json: string): unknown[] | null {
  try {
    const { cells } = JSON.parse(json) as { readonly cells?: unknown };
    return Array.isArray(cells) ? cells : null;
  } catch {
    return null;
  }
}

function outputsOf(cell: unknown): Output[] {
  const outputs = (cell as { readonly outputs?: unknown } | null)?.outputs;
  return Array.isArray(outputs)
    ? outputs.filter((output): output is Output => typeof output === 'object' && output !== null)
    : [];
}

/** Tables of Hugging Face and fastai are HTML; what else is displayed counts as it is printed, but not the value of a cell's last line. */
function textOf({ output_type: type, text, data }: Output): string {
  const table = text === undefined ? linesOfTable(joined(data?.['text/html'])) : '';
  const plain = type === 'execute_result' ? '' : joined(text ?? data?.['text/plain']);
  const whole = table === '' ? plain : table;
  return whole.endsWith('\n') ? whole : `${whole}\n`;
}

/** Texts in notebooks are strings, or lists of lines. */
function joined(parts: unknown): string {
  return Array.isArray(parts) ? parts.join('') : typeof parts === 'string' ? parts : '';
}

/** The rows in what a cell has printed. A notebook is saved as a whole. */
class CellRows implements RowStream {
  readonly #reader = consoleFormat.createReader();
  #isRead = false;

  constructor(private readonly text: string) {}

  get columns(): ColumnRoles {
    return this.#reader.columns;
  }

  get names(): readonly string[] {
    return this.#reader.names;
  }

  get badRows(): number {
    return this.#reader.badRows;
  }

  get outcome(): RunEnd | null {
    return this.#reader.outcome ?? null;
  }

  averagingOf(role: MetricRole): MetricFact['averaged'] {
    return this.#reader.averagingOf?.(role);
  }

  all(): LogRow[] {
    return [...this.#reader.push(Buffer.from(this.text)), ...this.#reader.end()];
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    if (this.#isRead) return;
    this.#isRead = true;
    yield this.all();
  }

  end(): LogRow[] {
    return [];
  }

  /** A notebook that was saved again is opened again. */
  async isReplaced(): Promise<boolean> {
    return false;
  }
}

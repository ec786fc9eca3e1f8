import { bestName, ColumnRoles, normalizeName, roleOf } from '../columnRoles.ts';
import type { MetricRole } from '../columnRoles.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import { encodingOf } from '../lineSplitter.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import { DIALECTS } from './dialects.ts';
import { readLine } from './lineNumbers.ts';
import type { Fraction } from './lineNumbers.ts';
import { TerminalLines } from './terminalLines.ts';

/** Lines without a word of these measure nothing that is read, and do not say where. */
const TELLING = /loss|lr\b|rate|acc|epoch|step|iter|trl|error|it\/s|s\/it|%\|/i;
/** The bar of tqdm: it says how far a training is even where the losses are printed elsewhere. */
const PROGRESS_BAR = /%\||it\/s|s\/it/;
/** The bar of Keras, whose numbers are means since the epoch began. */
const KERAS_BAR = /[mu]?s\/(?:step|epoch)/;
/** Hugging Face's Trainer prints the mean since it printed last. */
const HUGGING_FACE = /^\s*\{'loss': /;
/** Names that are remembered for messages. */
const MAX_NAMES = 100;

/**
 * What programs print while they train: lines of names and numbers and progress bars, from Keras, PyTorch Lightning, Hugging Face, tqdm,
 * nanoGPT, torchtune, Megatron, DeepSpeed, fairseq, fastai, XGBoost and by hand. The last resort for any text.
 */
export const consoleFormat: LogFormat = {
  name: 'console',
  recognizes: ({ text }) => text !== null && !/^\s*(?:<|\[[-\d.,\s]*\]\s*$)/.test(text),
  createReader: () => new ConsoleReader(),
};

class ConsoleReader implements RowReader {
  readonly columns = new ColumnRoles();
  readonly #lines = new TerminalLines();
  readonly #names = new Set<string>();
  readonly #dialects = DIALECTS.map((create) => create());
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  /** Where the lines stand that do not say so. */
  #place: LogRow = {};
  #bar = new BarPosition();
  /** The last row with a loss: a bar that is drawn again says the same once more. */
  #last: LogRow = {};
  #averaging: MetricFact['averaged'];

  get names(): readonly string[] {
    return [...this.#names];
  }

  /** Lines that measure nothing are no mistakes. */
  get badRows(): number {
    return 0;
  }

  averagingOf(role: MetricRole): MetricFact['averaged'] {
    return role === 'loss' || role === 'accuracy' ? this.#averaging : undefined;
  }

  push(bytes: Uint8Array): LogRow[] {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    return this.#read(this.#lines.push(this.#decoder.decode(bytes, { stream: true })));
  }

  end(): LogRow[] {
    return this.#read(this.#lines.end());
  }

  #read(lines: readonly string[]): LogRow[] {
    return lines.flatMap((line) => this.#readLine(line) ?? []);
  }

  #readLine(line: string): LogRow | null {
    for (const dialect of this.#dialects) {
      const cells = dialect(line);
      if (cells) return this.#rowOf(cells, null, line);
    }
    if (!TELLING.test(line)) return null;
    const { named, totals, fraction } = readLine(line, (name) => roleOf(name) !== null);
    const cells = new Map<string, number>();
    for (const [name, value] of named) {
      const role = roleOf(name);
      // "Accuracy: 9850/10000"
      const total = role === 'accuracy' || role === 'validationAccuracy' ? totals.get(name) : undefined;
      if (role) cells.set(normalizeName(name), total === undefined ? value : value / total);
    }
    return this.#rowOf(cells, fraction, line);
  }

  #rowOf(cells: ReadonlyMap<string, number>, fraction: Fraction | null, line: string): LogRow | null {
    const names = [...cells.keys()];
    this.columns.prefer(names);
    if (this.#names.size < MAX_NAMES) for (const name of names) this.#names.add(name);
    const { step: _, epoch: __, ...metrics } = readRow(this.columns, (name) => cells.get(name)) ?? {};
    const step = cells.get(bestName('step', names));
    const epoch = cells.get(bestName('epoch', names));
    const isMeasured = Object.keys(metrics).length > 0;
    const isBar = fraction !== null && (isMeasured || PROGRESS_BAR.test(line));
    const barStep =
      isBar && step === undefined
        ? this.#bar.advance(fraction, metrics.loss !== undefined, epoch ?? this.#place.epoch)
        : undefined;
    const place = {
      ...this.#place,
      ...(epoch === undefined ? {} : { epoch }),
      ...(step === undefined ? (barStep === undefined ? {} : { step: barStep }) : { step }),
    };
    if (isMeasured && KERAS_BAR.test(line)) this.#averaging = 'running';
    else if (HUGGING_FACE.test(line)) this.#averaging = 'window';
    if (!isMeasured) {
      this.#place = place;
      return null;
    }
    if (epoch !== undefined || step !== undefined)
      this.#place = step === undefined && barStep === undefined ? { epoch } : place;
    const measured = { ...place, ...metrics };
    // A rate that stands nowhere is an option that the program shows.
    if (place.step === undefined && place.epoch === undefined && isRateAlone(metrics)) return null;
    return isBar ? this.#unlessRepeated(measured) : measured;
  }

  /** Of a bar that is drawn again at the same place, what it did not say before. */
  #unlessRepeated(row: LogRow): LogRow | null {
    const isSame = row.step !== undefined && row.step === this.#last.step && row.epoch === this.#last.epoch;
    const last = this.#last;
    this.#last = isSame ? { ...last, ...row } : row;
    if (!isSame || row.loss === undefined || last.loss === undefined) return row;
    const { step, epoch, ...metrics } = row;
    const added = Object.entries(metrics).filter(([role]) => last[role as MetricRole] === undefined);
    return added.length > 0 ? { step, ...(epoch === undefined ? {} : { epoch }), ...Object.fromEntries(added) } : null;
  }
}

function isRateAlone(metrics: LogRow): boolean {
  return Object.keys(metrics).every((role) => role === 'rate');
}

/** Counts the steps of a progress bar through all epochs: it begins anew in each. */
class BarPosition {
  #offset = 0;
  #last: Fraction = { done: 0, total: 0 };
  #epoch = -Infinity;

  /**
   * @param isMain whether the loss stands in the bar: other bars, of downloads or of an evaluation, count nothing
   * @param epoch the one that the bar belongs to, if it is known
   * @returns steps since training began; undefined for another bar than that of the training
   */
  advance({ done, total }: Fraction, isMain: boolean, epoch = this.#epoch): number | undefined {
    if (!isMain && total < this.#last.total) return undefined;
    const isNext = done < this.#last.done || (epoch > this.#epoch && done <= this.#last.done);
    if (isNext && this.#last.total === total) this.#offset += total;
    this.#last = { done, total };
    this.#epoch = epoch;
    return this.#offset + done;
  }
}

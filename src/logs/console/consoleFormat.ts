import type { RunEnd } from '../../domain/runEvent.ts';
import type { ColumnRoles, MetricRole } from '../columnRoles.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import { encodingOf } from '../lineSplitter.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import type { LogRow } from '../logRow.ts';
import { BarPosition } from './barPosition.ts';
import { readConsoleLine } from './consoleLine.ts';
import type { ConsoleLine } from './consoleLine.ts';
import type { LineCells } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import { KerasBars } from './kerasBars.ts';
import { fractionOf } from './lineNumbers.ts';
import type { Fraction } from './lineNumbers.ts';
import { LineMemory } from './lineMemory.ts';
import { LineRoles } from './lineRoles.ts';
import { printedRole } from './printedRole.ts';
import { TerminalLines } from './terminalLines.ts';
import { Traceback } from './traceback.ts';

/** Lines without a word of these measure nothing that is read, and do not say where. */
const TELLING = /loss|lr\b|rate|acc|epoch|step|iter|trl|error|entropy|it\/s|s\/it|%\|/i;
/** What W&B says of a run at its end: the last values once more. */
const RUN_SUMMARY = /^wandb: /;
/** A line above numbers that were measured on other data than that of the training: "Test Error:". */
const VALIDATION_HEADING =
  /^(?:\w+:\w+:)?(?:\W*(?:test|val|valid|validation|eval|evaluation)(?: (?:error|set|results?|metrics))?\W*$|Saving dict for global step)/i;
/** What ends the part of the output below such a line. */
const TRAINING_LINE = /train|epoch|iter|step.*loss|loss.*step/i;
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
  readonly #lines = new TerminalLines();
  readonly #traceback = new Traceback();
  readonly #memory = new LineMemory();
  readonly #roles = new LineRoles(MAX_NAMES);
  readonly #dialects = DIALECTS.map((create) => create());
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  /** Where the lines stand that do not say so. */
  #place: LogRow = {};
  readonly #bar = new BarPosition();
  readonly #kerasBars = new KerasBars();
  /** Whether the lines from here on are about other data than that of the training. */
  #isValidation = false;
  #hasLoss = false;
  /** Whether there were losses in lines that name their step. */
  #hasStepLosses = false;
  /** Whether the loss of this place was named with its step. */
  #isPlaceFilled = false;
  /** The last row with a loss: a bar that is drawn again says the same once more. */
  #last: LogRow = {};
  #averaging: MetricFact['averaged'];

  get columns(): ColumnRoles {
    return this.#roles.columns;
  }

  get names(): readonly string[] {
    return this.#roles.names;
  }

  /** Lines that measure nothing are no mistakes. */
  get badRows(): number {
    return 0;
  }

  get outcome(): RunEnd | null {
    return this.#traceback.outcome;
  }

  averagingOf(role: MetricRole): MetricFact['averaged'] {
    return role === 'loss' || role === 'accuracy' ? this.#averaging : undefined;
  }

  push(bytes: Uint8Array): LogRow[] {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    return this.#readLines(this.#lines.push(this.#decoder.decode(bytes, { stream: true })));
  }

  end(): LogRow[] {
    return this.#readLines(this.#lines.end());
  }

  #readLines(lines: readonly string[]): LogRow[] {
    return lines.flatMap((line) => {
      const row = this.#traceback.hasFrame(line) ? null : this.#readLine(line);
      if (row) this.#traceback.clear();
      // Afterwards: the line that begins or ends a traceback may measure something, too.
      this.#traceback.push(line);
      return row ?? [];
    });
  }

  #readLine(line: string): LogRow | null {
    const known = this.#isValidation ? null : this.#memory.find(line);
    if (known) return this.#read(known.meaning, known.values);
    if (RUN_SUMMARY.test(line)) return null;
    for (const dialect of this.#dialects) {
      const found = dialect(line);
      if (!found) continue;
      this.#memory.clear();
      return this.#readDialect(found);
    }
    const isHeading = VALIDATION_HEADING.test(line);
    if (!TELLING.test(line)) {
      this.#isValidation ||= isHeading;
      return null;
    }
    this.#isValidation = isHeading || (this.#isValidation && !TRAINING_LINE.test(line));
    const { numbers, meaning } = readConsoleLine(line, this.#isValidation);
    if (!this.#isValidation) this.#memory.add(line, numbers, meaning);
    return this.#read(meaning, numbers.values);
  }

  #readDialect({ cells, fraction }: LineCells): LogRow | null {
    const values = [...cells.values(), fraction?.done ?? NaN, fraction?.total ?? NaN];
    const meaning: ConsoleLine = {
      cells: [...cells.keys()].map((name, index) => ({ name, role: printedRole(name), index, total: null })),
      fractions: [[cells.size, cells.size + 1]],
      isProgressBar: false,
      kerasLine: null,
      averaged: undefined,
    };
    return this.#read(meaning, values);
  }

  #read(line: ConsoleLine, values: ArrayLike<number>): LogRow | null {
    const fraction = fractionOf(line.fractions, values);
    if (this.#kerasBars.isOther(line.kerasLine, fraction)) return null;
    const { step, epoch } = this.#roles.placeOf(line, values);
    const isSummary = this.#isSummary(step ?? fraction?.done, epoch);
    const metrics = this.#roles.metricsOf(line, values, isSummary);
    const isMeasured = Object.keys(metrics).length > 0;
    const hasLoss = metrics.loss !== undefined;
    const isBar = fraction !== null && (isMeasured ? hasLoss || !isOfValidation(metrics) : line.isProgressBar);
    const barStep =
      isBar && step === undefined
        ? this.#bar.advance(fraction, hasLoss || !this.#hasLoss, hasLoss ? (epoch ?? this.#place.epoch) : epoch)
        : undefined;
    const ownStep = step ?? barStep;
    const place = {
      ...this.#place,
      ...(epoch === undefined ? {} : { epoch }),
      ...(ownStep === undefined ? {} : { step: ownStep }),
    };
    if (isMeasured) this.#averaging = line.averaged ?? this.#averaging;
    if (!isMeasured) {
      this.#place = place;
      if (ownStep !== undefined) this.#isPlaceFilled = false;
      return null;
    }
    if (epoch !== undefined || ownStep !== undefined)
      this.#place = ownStep === undefined && !isSummary ? { epoch } : place;
    // A rate that stands nowhere is an option that the program shows.
    if (place.step === undefined && place.epoch === undefined && isRateAlone(metrics)) return null;
    // What follows below a validation loss belongs to it, where losses of the training are printed with their steps.
    if (!hasLoss && this.#hasStepLosses && isOfValidation(metrics)) this.#isValidation = true;
    if (hasLoss) {
      this.#hasLoss = true;
      this.#isPlaceFilled = ownStep !== undefined;
      this.#hasStepLosses ||= ownStep !== undefined;
    }
    const row = { ...place, ...metrics };
    return isBar ? this.#unlessRepeated(row, fraction) : row;
  }

  /** Whether a line is about an epoch, or about all since the last line, where others are about single steps: its loss is a mean of theirs. */
  #isSummary(ownStep: number | undefined, epoch: number | undefined): boolean {
    return ownStep === undefined && this.#hasStepLosses && (epoch !== undefined || this.#isPlaceFilled);
  }

  /** Of a bar that is drawn again at the same place, what it did not say before. */
  #unlessRepeated(row: LogRow, { done }: Fraction): LogRow | null {
    const last = this.#last;
    const isSame = row.step !== undefined && row.step === last.step && row.epoch === last.epoch;
    // Before its first step, a bar shows again what the last one has ended with.
    const isOld = done === 0 && row.loss !== undefined && Object.is(row.loss, last.loss);
    this.#last = isSame ? { ...last, ...row } : row;
    if (isOld) return null;
    if (!isSame || row.loss === undefined || last.loss === undefined) return row;
    const { step, epoch, ...metrics } = row;
    const added = Object.entries(metrics).filter(([role]) => last[role as MetricRole] === undefined);
    return added.length > 0 ? { step, ...(epoch === undefined ? {} : { epoch }), ...Object.fromEntries(added) } : null;
  }
}

function isOfValidation({ validationLoss, validationAccuracy }: LogRow): boolean {
  return validationLoss !== undefined || validationAccuracy !== undefined;
}

function isRateAlone(metrics: LogRow): boolean {
  return Object.keys(metrics).every((role) => role === 'rate');
}

import type { MetricFact } from '../../domain/runFacts.ts';
import type { LogRow } from '../logRow.ts';
import { BarPosition } from './barPosition.ts';
import { BarRows } from './barRows.ts';
import { valueOf } from './consoleLine.ts';
import type { ConsoleLine } from './consoleLine.ts';
import { KerasBars } from './kerasBars.ts';
import { fractionOf } from './lineNumbers.ts';
import type { Fraction } from './lineNumbers.ts';
import type { LineRoles } from './lineRoles.ts';

/** What comes of a line. */
interface LineRows {
  /** Those that are complete with it, in their order. */
  readonly rows: readonly LogRow[];
  /** Whether the line itself measures something. */
  readonly isMeasured: boolean;
  /** Whether the lines below it are about other data than that of the training. */
  readonly beginsValidation: boolean;
}

const NOTHING: LineRows = { rows: [], isMeasured: false, beginsValidation: false };

/** Makes rows of what lines say: each gets the place where it stands, and what stands there already is not told again. */
export class PrintedRows {
  readonly #bar = new BarPosition();
  readonly #kerasBars = new KerasBars();
  /** Where the lines stand that do not say so. */
  #place: LogRow = {};
  #hasLoss = false;
  /** Whether there were losses in lines that name their step. */
  #hasStepLosses = false;
  /** Whether the loss of this place was named with its step. */
  #isPlaceFilled = false;
  readonly #barRows = new BarRows();
  /** A row that stands where the bar was drawn last; the bar below it may say that it has moved on meanwhile. */
  #written: LogRow | null = null;
  #averaging: MetricFact['averaged'];

  /** @param roles chooses the names that are read */
  constructor(private readonly roles: LineRoles) {}

  /** How the loss of the newest line is averaged. */
  get averaging(): MetricFact['averaged'] {
    return this.#averaging;
  }

  /**
   * What a line measures, and where.
   * @param values of its numbers
   */
  read(line: ConsoleLine, values: ArrayLike<number>): LineRows {
    const fraction = fractionOf(line.fractions, values);
    if (this.#kerasBars.isOther(line.kerasLine, fraction)) return NOTHING;
    const step = line.place.step ? valueOf(line.place.step, values) : undefined;
    const epoch = line.place.epoch ? valueOf(line.place.epoch, values) : undefined;
    const isSummary = this.#isSummary(step ?? fraction?.done, epoch);
    const metrics = this.roles.metricsOf(line, values, isSummary);
    const hasLoss = metrics?.loss !== undefined;
    const isBar = fraction !== null && (metrics ? hasLoss || !isOfValidation(metrics) : line.isProgressBar);
    const barStep =
      isBar && step === undefined
        ? this.#bar.advance(fraction, {
            isTraining: hasLoss || !this.#hasLoss,
            hasLoss,
            epoch: hasLoss ? (epoch ?? this.#place.epoch) : epoch,
          })
        : undefined;
    const ownStep = step ?? barStep;
    const place = rowAt(ownStep ?? this.#place.step, epoch ?? this.#place.epoch);
    if (!metrics) {
      this.#place = place;
      if (ownStep !== undefined) this.#isPlaceFilled = false;
      return { ...NOTHING, rows: this.#takeWritten(barStep) };
    }
    const written = this.#takeWritten();
    this.#averaging = line.averaged ?? this.#averaging;
    if (epoch !== undefined || ownStep !== undefined)
      this.#place = ownStep === undefined && !isSummary ? { epoch } : place;
    // A rate that stands nowhere is an option that the program shows.
    if (place.step === undefined && place.epoch === undefined && isRateAlone(metrics))
      return { ...NOTHING, rows: written };
    if (hasLoss) {
      this.#hasLoss = true;
      this.#isPlaceFilled = ownStep !== undefined;
      this.#hasStepLosses ||= ownStep !== undefined;
    }
    if (place.step !== undefined) metrics.step = place.step;
    if (place.epoch !== undefined) metrics.epoch = place.epoch;
    return {
      rows: [...written, ...this.#complete(metrics, line, isBar ? fraction : null, ownStep)],
      isMeasured: true,
      // Where losses of the training are printed with their steps, what is printed below a validation loss belongs to that.
      beginsValidation: !hasLoss && this.#hasStepLosses && isOfValidation(metrics),
    };
  }

  /** The rows that are complete with this one: of a bar, those before it. */
  #complete(row: LogRow, line: ConsoleLine, bar: Fraction | null, ownStep: number | undefined): LogRow[] {
    if (bar) return this.#barRows.add(row, bar.done, line.isProgressBar);
    const before = this.#barRows.take();
    if (line.averaged !== 'window' || ownStep !== undefined || row.step === undefined) return [...before, row];
    this.#written = row;
    return before;
  }

  /** The rows that further lines might change: nothing more is there now. */
  take(): LogRow[] {
    return [...this.#takeWritten(), ...this.#barRows.take()];
  }

  /**
   * Hugging Face's Trainer writes above its bar, which is then drawn again where it is now: before, it was where it was drawn last.
   * @param barStep where the bar is below what was written
   */
  #takeWritten(barStep = -Infinity): LogRow[] {
    const row = this.#written;
    this.#written = null;
    return row ? [barStep > row.step! ? { ...row, step: barStep } : row] : [];
  }

  /** Whether a line is about an epoch, or about all since the last line, where others are about single steps: its loss is a mean of theirs. */
  #isSummary(ownStep: number | undefined, epoch: number | undefined): boolean {
    return ownStep === undefined && this.#hasStepLosses && (epoch !== undefined || this.#isPlaceFilled);
  }
}

/** A row that measures nothing, at a place as far as that is known. */
function rowAt(step: number | undefined, epoch: number | undefined): LogRow {
  if (step === undefined) return epoch === undefined ? {} : { epoch };
  return epoch === undefined ? { step } : { step, epoch };
}

function isOfValidation({ validationLoss, validationAccuracy }: LogRow): boolean {
  return validationLoss !== undefined || validationAccuracy !== undefined;
}

function isRateAlone(metrics: LogRow): boolean {
  return Object.keys(metrics).every((role) => role === 'rate');
}

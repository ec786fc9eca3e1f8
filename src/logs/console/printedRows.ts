import type { MetricFact } from '../../domain/runFacts.ts';
import type { LogRow } from '../logRow.ts';
import { BarPosition } from './barPosition.ts';
import { BarRows } from './barRows.ts';
import { valueOf } from './consoleLine.ts';
import type { ConsoleLine } from './consoleLine.ts';
import { EpochSteps } from './epochSteps.ts';
import { KerasBars } from './kerasBars.ts';
import { fractionOf } from './lineNumbers.ts';
import type { Fraction } from './lineNumbers.ts';
import type { LineRoles } from './lineRoles.ts';

/** What a line is about; `validation` where the lines below it are about other data than that of the training. */
type LineKind = 'place' | 'training' | 'validation';

/** Makes rows of what lines say: each gets the place where it stands, and what stands there already is not told again. */
export class PrintedRows {
  readonly #bar = new BarPosition();
  readonly #kerasBars = new KerasBars();
  readonly #epochSteps = new EpochSteps();
  /** Where the lines stand that do not say so. */
  #place: LogRow = {};
  #hasLoss = false;
  /** Whether there were losses in lines that name their step. */
  #hasStepLosses = false;
  /** Whether the loss of this place was named with its step or epoch. */
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
   * Tells what a line measures, and where.
   * @param values of its numbers
   * @param rows gets those that are complete with this line, in their order
   */
  read(line: ConsoleLine, values: ArrayLike<number>, rows: LogRow[]): LineKind {
    const fraction = fractionOf(line.fractions, values);
    if (this.#kerasBars.isOther(line.kerasLine, fraction)) return 'place';
    const epoch = line.place.epoch ? valueOf(line.place.epoch, values) : undefined;
    const step = this.#stepOf(line, values, epoch);
    const isSummary = this.#isSummary(step ?? fraction?.done, epoch);
    const measured = this.roles.metricsOf(line, values, isSummary);
    // What a bar begins with before there is a loss.
    const isInitial = line.isProgressBar && fraction?.done === 0 && measured?.loss === 0;
    const metrics = isInitial ? null : measured;
    const hasLoss = metrics?.loss !== undefined;
    const isBar = fraction !== null && (metrics ? hasLoss || !isOfValidation(metrics) : line.isProgressBar);
    const barStep =
      isBar && step === undefined
        ? this.#bar.advance(fraction, {
            isTraining: hasLoss || metrics?.rate !== undefined || !this.#hasLoss,
            hasLoss,
            epoch: hasLoss ? (epoch ?? this.#place.epoch) : epoch,
            namesEpoch: epoch !== undefined && !line.isProgressBar,
          })
        : undefined;
    const ownStep = step ?? barStep;
    const place = rowAt(ownStep ?? this.#place.step, epoch ?? this.#place.epoch);
    this.#takeWritten(rows, metrics ? undefined : barStep);
    if (!metrics) {
      this.#place = place;
      if (ownStep !== undefined || (epoch !== undefined && !this.#hasStepLosses)) this.#isPlaceFilled = false;
      return 'place';
    }
    this.#averaging = line.averaged ?? this.#averaging;
    if (epoch !== undefined || ownStep !== undefined)
      this.#place = ownStep === undefined && !isSummary ? { epoch } : place;
    // A rate that stands nowhere is an option that the program shows.
    if (place.step === undefined && place.epoch === undefined && isRateAlone(metrics)) return 'place';
    if (hasLoss) {
      this.#hasLoss = true;
      this.#isPlaceFilled = ownStep !== undefined || epoch !== undefined;
      this.#hasStepLosses ||= ownStep !== undefined;
    }
    if (place.step !== undefined) metrics.step = place.step;
    if (place.epoch !== undefined) metrics.epoch = place.epoch;
    this.#add(metrics, line, isBar ? fraction : null, ownStep, rows);
    // Where losses of the training are printed with their steps, what is printed below a validation loss belongs to that.
    return !hasLoss && this.#hasStepLosses && isOfValidation(metrics) ? 'validation' : 'training';
  }

  #stepOf({ place, cells }: ConsoleLine, values: ArrayLike<number>, epoch = this.#place.epoch): number | undefined {
    if (!place.step) return undefined;
    const step = valueOf(place.step, values);
    // DeepSpeed prints how many milliseconds a step took: "step: 210.61".
    if (!Number.isInteger(step)) return undefined;
    const isOfEpoch = place.length !== undefined && epoch !== undefined && cells.some(({ role }) => role === 'loss');
    return isOfEpoch ? this.#epochSteps.advance(Math.floor(epoch), step, values[place.length]) : step;
  }

  /** Gives the rows that further lines might change: nothing more is there now. */
  take(rows: LogRow[]): void {
    this.#takeWritten(rows);
    this.#barRows.take(rows);
  }

  /** The row of a bar is complete with the next one. */
  #add(row: LogRow, line: ConsoleLine, bar: Fraction | null, ownStep: number | undefined, rows: LogRow[]): void {
    if (bar) {
      this.#barRows.add(row, bar.done, line.isProgressBar, rows);
      return;
    }
    this.#barRows.take(rows);
    if (line.averaged === 'window' && ownStep === undefined && row.step !== undefined) this.#written = row;
    else rows.push(row);
  }

  /**
   * Hugging Face's Trainer writes above its bar, which is then drawn again where it is now: before, it was where it was drawn last.
   * @param barStep where the bar is below what was written
   */
  #takeWritten(rows: LogRow[], barStep = -Infinity): void {
    const row = this.#written;
    if (!row) return;
    this.#written = null;
    rows.push(barStep > row.step! ? { ...row, step: barStep } : row);
  }

  /** Whether a line is about an epoch, or about all since the last line, where others are about single steps: its loss is a mean of theirs. */
  #isSummary(ownStep: number | undefined, epoch: number | undefined): boolean {
    return ownStep === undefined && (epoch === undefined ? this.#isPlaceFilled : this.#hasStepLosses);
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

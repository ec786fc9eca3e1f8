import type { MetricRole } from '../columnRoles.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import type { LogRow } from '../logRow.ts';
import { BarPosition } from './barPosition.ts';
import { valueOf } from './consoleLine.ts';
import type { ConsoleLine } from './consoleLine.ts';
import { KerasBars } from './kerasBars.ts';
import { fractionOf } from './lineNumbers.ts';
import type { Fraction } from './lineNumbers.ts';
import type { LineRoles } from './lineRoles.ts';

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
  /** The last row with a loss: a bar that is drawn again says the same once more. */
  #last: LogRow = {};
  #averaging: MetricFact['averaged'];

  /** @param roles chooses the names that are read */
  constructor(private readonly roles: LineRoles) {}

  /** How the loss of the newest line is averaged. */
  get averaging(): MetricFact['averaged'] {
    return this.#averaging;
  }

  /** Whether what follows below this row belongs to its validation loss: where losses of the training are printed with their steps. */
  beginsValidation(row: LogRow): boolean {
    return row.loss === undefined && this.#hasStepLosses && isOfValidation(row);
  }

  /**
   * What a line measures, and where.
   * @param values of its numbers
   * @returns null if it measures nothing new
   */
  read(line: ConsoleLine, values: ArrayLike<number>): LogRow | null {
    const fraction = fractionOf(line.fractions, values);
    if (this.#kerasBars.isOther(line.kerasLine, fraction)) return null;
    const step = line.place.step ? valueOf(line.place.step, values) : undefined;
    const epoch = line.place.epoch ? valueOf(line.place.epoch, values) : undefined;
    const isSummary = this.#isSummary(step ?? fraction?.done, epoch);
    const metrics = this.roles.metricsOf(line, values, isSummary);
    const hasLoss = metrics?.loss !== undefined;
    const isBar = fraction !== null && (metrics ? hasLoss || !isOfValidation(metrics) : line.isProgressBar);
    const barStep =
      isBar && step === undefined
        ? this.#bar.advance(fraction, hasLoss || !this.#hasLoss, hasLoss ? (epoch ?? this.#place.epoch) : epoch)
        : undefined;
    const ownStep = step ?? barStep;
    const place = rowAt(ownStep ?? this.#place.step, epoch ?? this.#place.epoch);
    if (!metrics) {
      this.#place = place;
      if (ownStep !== undefined) this.#isPlaceFilled = false;
      return null;
    }
    this.#averaging = line.averaged ?? this.#averaging;
    if (epoch !== undefined || ownStep !== undefined)
      this.#place = ownStep === undefined && !isSummary ? { epoch } : place;
    // A rate that stands nowhere is an option that the program shows.
    if (place.step === undefined && place.epoch === undefined && isRateAlone(metrics)) return null;
    if (hasLoss) {
      this.#hasLoss = true;
      this.#isPlaceFilled = ownStep !== undefined;
      this.#hasStepLosses ||= ownStep !== undefined;
    }
    if (place.step !== undefined) metrics.step = place.step;
    if (place.epoch !== undefined) metrics.epoch = place.epoch;
    return isBar ? this.#unlessRepeated(metrics, fraction) : metrics;
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

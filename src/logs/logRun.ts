import * as l10n from '@vscode/l10n';
import type { Sample } from '../domain/sample.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import type { MetricFact, RunFacts, StepUnit } from '../domain/runFacts.ts';
import { METRIC_ROLES, roleOf } from './columnRoles.ts';
import type { MetricRole } from './columnRoles.ts';
import { EpochLength } from './epochLength.ts';
import type { RowSource } from './logFormat.ts';
import type { LogOptions } from './logOptions.ts';
import type { LogRow } from './logRow.ts';
import type { LogShape } from './logShape.ts';
import { LoneRows } from './loneRows.ts';
import { LossSteps } from './lossSteps.ts';
import { ownLossAmong, ownLossRole } from './ownLoss.ts';
import { PendingSample } from './pendingSample.ts';
import { RunClock } from './runClock.ts';

/**
 * Turns the rows of a log into the events of a run. Rows of one step are one sample. Where the steps go back, the newest attempt counts;
 * this shows only later, so that the log must then be read again: see LogShape.
 */
export class LogRun {
  readonly #changesBefore: number;
  #unit: StepUnit | null = null;
  /** Whether rows say where they stand. */
  #hasPlace = false;
  /** Rows with a measurement so far. */
  #rows = 0;
  /** The restart that comes next, as an index. */
  #nextRestart = 0;
  #newestStep = 0;
  readonly #lossSteps: LossSteps;
  readonly #lone = new LoneRows();
  /** The samples made of lone rows above all others. */
  readonly #earlySamples: Sample[] = [];
  readonly #clock: RunClock;
  readonly #pending: PendingSample;
  readonly #epochLength = new EpochLength();
  /** What stands above the first row of the training without a place of its own: a validation, the rate that Keras announces. */
  #early: LogRow = {};
  /** Known at the end. */
  #total: number | null = null;
  #lastFacts = '';

  /**
   * @param name names the run in its first event
   * @param source the rows come from
   * @param shape what is known from reading the log before; what is learned now is added to it
   */
  constructor(
    private readonly name: string,
    private readonly source: RowSource,
    private readonly shape: LogShape,
    private readonly options: LogOptions,
  ) {
    this.#changesBefore = shape.changes;
    this.#clock = new RunClock(shape);
    this.#lossSteps = new LossSteps(shape);
    this.#pending = new PendingSample(shape);
    const own = shape.ownLoss === null ? {} : { loss: shape.ownLoss };
    source.columns.fix({ ...own, ...options.columns });
  }

  /** Whether the log must be read again from the start; until then there are no more events. */
  get isOutdated(): boolean {
    return this.shape.changes > this.#changesBefore;
  }

  /** Whether there is a training or a validation loss so far. */
  get hasLoss(): boolean {
    return (
      this.#pending.measured.has('loss') ||
      this.#pending.measured.has('validationLoss') ||
      this.#early.validationLoss !== undefined
    );
  }

  /** Finds out what only all rows together tell; call it when all that there is was read. */
  judge(): void {
    this.judgeSteps();
    this.#judgeNames();
  }

  /** Judges nothing but whether the steps stand still; call it when all that there is for now was read. */
  judgeSteps(): void {
    if (this.#lossSteps.standStill) this.shape.leaveOut(this.#unit!);
  }

  /**
   * A log with steps or epochs, or with nothing but losses, whose columns are none of the known
   * losses may have one under a name of its own; while it grows, a known one may still appear.
   */
  #judgeNames(): void {
    const { columns } = this.source;
    const { ownLoss } = this.shape;
    const chosen = this.options.columns ?? {};
    if (chosen.loss !== undefined) return;
    if (columns.hasMixedLosses) this.shape.setOwnLoss(columns.of('loss')[0]);
    if (!this.#hasPlace && this.source.names.some((name) => ownLossRole(name) === null)) return;
    // What the user has chosen as something else is no loss.
    const taken = new Set(Object.values(chosen));
    const names = this.source.names.filter((name) => !taken.has(name));
    if (ownLoss === null) {
      if (columns.of('loss').length === 0) this.shape.setOwnLoss(ownLossAmong(names));
    } else if (roleOf(ownLoss) !== 'loss' && names.some((name) => roleOf(name) === 'loss')) {
      this.shape.setOwnLoss(null);
    }
  }

  push(rows: readonly LogRow[]): RunEvent[] {
    const samples: Sample[] = [];
    for (const row of rows) {
      const sample = this.#takeRow(row);
      if (this.#earlySamples.length > 0) samples.push(...this.#earlySamples.splice(0));
      if (sample) samples.push(sample);
    }
    return this.isOutdated ? [] : this.#events(samples);
  }

  end(): RunEvent[] {
    this.#addEarly();
    const sample = this.#pending.take();
    this.#total = this.#newestStep + (this.#lossSteps.first === 0 || this.#unit === 'row' ? 1 : 0);
    const ended = { type: 'ended', state: 'finished', ...this.source.outcome } as const;
    const samples = [...this.#earlySamples.splice(0), ...(sample ? [sample] : [])];
    return [...this.#events(samples), ...this.#notices(), ended];
  }

  /** The events of the newest sample, although another row may still add to it. */
  flush(): RunEvent[] {
    const sample = this.isOutdated ? null : this.#pending.take();
    return sample ? this.#events([sample]) : [];
  }

  /** @returns the sample that the row completes by beginning another; null if there is none */
  #takeRow(read: LogRow): Sample | null {
    const given = this.shape.tellsApart('step') ? read : { ...read, step: undefined };
    if (!this.#hasPlace) this.#hasPlace = given.step !== undefined || given.epoch !== undefined;
    if (!isMeasured(given)) return given.extra ? this.#addLone(given) : null;
    if (this.#unit !== null || !isEarly(given))
      return this.#addRow(this.#unit === null ? { ...this.#early, ...given } : given);
    if (given.validationLoss !== undefined) this.#addEarly();
    if (this.#unit !== null) return this.#addRow(given);
    const { rate, validationLoss, validationAccuracy } = given;
    if (rate !== undefined) this.#early.rate = rate;
    if (validationLoss !== undefined) this.#early.validationLoss = validationLoss;
    if (validationAccuracy !== undefined) this.#early.validationAccuracy = validationAccuracy;
    return null;
  }

  /** Takes what was held back for a row if it is one: a validation without a training. */
  #addEarly(): void {
    if (this.#unit === null && this.#early.validationLoss !== undefined) this.#addRow(this.#early);
  }

  #addRow(row: LogRow): Sample | null {
    if (this.#unit === null) this.#begin(this.#unitOf(row));
    const index = this.#rows++;
    const step = this.#stepOf(row, index);
    if (row.loss !== undefined) this.#lossSteps.count();
    if (!this.#isNewest(index, step)) return null;
    // After a restart, rows stand that will be left out.
    if (!this.isOutdated && step < this.#lone.step && step >= this.#lossSteps.newest) {
      this.shape.leaveOutLoneRows();
      return null;
    }
    if (row.loss !== undefined) this.#lossSteps.goTo(step, row.epoch, index, this.#unit!, this.#pending.step);
    this.#newestStep = Math.max(step, this.#newestStep);
    if (row.epoch !== undefined && this.#unit === 'step') this.#epochLength.add(row.epoch, step);
    return this.#addTo(step, row);
  }

  /** Rows that were kept are added if they say where they stand. */
  #begin(unit: StepUnit): void {
    this.#unit = unit;
    for (const row of this.#lone.takeEarly()) {
      const sample = this.#placeOf(row) === undefined ? null : this.#addLone(row);
      if (sample) this.#earlySamples.push(sample);
    }
  }

  /** Where a row says that it stands. */
  #placeOf(row: LogRow): number | undefined {
    return this.#unit === 'step' ? row.step : this.#unit === 'epoch' ? row.epoch : undefined;
  }

  /** Adds what is measured besides the roles at a step of its own. The training knows nothing of it. */
  #addLone(row: LogRow): Sample | null {
    if (this.#unit === null) this.#lone.keep(row);
    if (this.#unit === null || !this.shape.hasLoneRows) return null;
    const own = this.#placeOf(row);
    const step = this.#lone.stepOf(own === undefined ? undefined : own + this.#lossSteps.offset, this.#newestStep);
    if (!Number.isFinite(step) || !this.#isNewest(this.#rows - 1, step)) return null;
    this.#lone.advance(step);
    return this.#addTo(step, row);
  }

  #unitOf({ step, epoch }: LogRow): StepUnit {
    if (step !== undefined) return 'step';
    return epoch !== undefined && this.shape.tellsApart('epoch') ? 'epoch' : 'row';
  }

  /** A row without a loss belongs to the newest step if its own is an earlier one: mmengine writes the epoch there. */
  #stepOf(row: LogRow, index: number): number {
    if (this.#unit === 'row') return index;
    const own = this.#unit === 'step' ? row.step : row.epoch;
    if (own === undefined || !Number.isFinite(own)) return this.#newestStep;
    if (row.loss === undefined) return Math.max(own + this.#lossSteps.offset, this.#newestStep);
    return this.#lossSteps.stepOf(own, row.epoch, this.#unit!);
  }

  #addTo(step: number, row: LogRow): Sample | null {
    const hasTime = row.time !== undefined && this.shape.hasClock && !this.isOutdated;
    return this.#pending.add(step, row, hasTime ? this.#clock.secondsAt(row.time!, this.#nextRestart) : undefined);
  }

  #isNewest(index: number, step: number): boolean {
    const { restarts } = this.shape;
    while (this.#nextRestart < restarts.length && restarts[this.#nextRestart].row <= index) this.#nextRestart++;
    return this.isOutdated || !(step >= restarts[this.#nextRestart]?.step);
  }

  #events(samples: readonly Sample[]): RunEvent[] {
    if (samples.length === 0) return [];
    const facts = this.#facts();
    const told = JSON.stringify(facts);
    const isFirst = this.#lastFacts === '';
    const isNew = told !== this.#lastFacts;
    this.#lastFacts = told;
    return [
      ...(isFirst ? [{ type: 'started', run: this.name, facts } as const] : []),
      ...(isNew && !isFirst ? [{ type: 'facts', facts } as const] : []),
      { type: 'samples', samples },
    ];
  }

  /** The rate is the highest that was used: what one sets, before a warm-up has reached it and after a schedule has lowered it. */
  #facts(): RunFacts {
    const { rate, optimizer, batchSize, classes } = { ...this.source.known, ...this.options };
    return {
      rate: rate ?? this.#pending.peakRate,
      optimizer: optimizer ?? this.source.columns.optimizer,
      batchSize: batchSize ?? null,
      classes: classes ?? null,
      unit: this.#unit ?? 'row',
      total: this.#total,
      stepsPerEpoch: this.#epochLength.steps,
      imagesPerEpoch: null,
      // The loss of guessing is ln(classes) nats, see guessingLoss.
      baseline: classes && this.source.columns.lossUnit === 'bits' ? Math.log2(classes) : null,
      metrics: METRIC_ROLES.flatMap((role) => (this.#pending.measured.has(role) ? this.#metricFact(role) : [])),
    };
  }

  #metricFact(role: MetricRole): MetricFact {
    const own = this.source.columns.of(role);
    // The rows of another split are in the columns of training.
    const source = (
      own.length > 0 ? own : this.source.columns.of(role === 'validationLoss' ? 'loss' : 'accuracy')
    ).join(' + ');
    const isMean = this.#unit === 'epoch' || source.endsWith('_epoch');
    const averaged = isMean ? 'epoch' : this.source.averagingOf?.(role);
    const unit = role === 'loss' || role === 'validationLoss' ? this.source.columns.lossUnit : undefined;
    return { name: role, source, ...(averaged ? { averaged } : {}), ...(unit ? { unit } : {}) };
  }

  #notices(): RunEvent[] {
    const { badRows } = this.source;
    const restarts = this.shape.restarts.length;
    return [
      ...(badRows > 0
        ? [{
            type: 'notice' as const,
            text: badRows === 1 ? l10n.t('1 row could not be read.') : l10n.t('{0} rows could not be read.', badRows),
            count: badRows,
          }]
        : []),
      ...(restarts > 0
        ? [{
            type: 'notice' as const,
            text: l10n.t('The step numbers start over: training was restarted, and only the latest attempt is shown.'),
            count: restarts,
          }]
        : []),
    ]; // prettier-ignore
  }
}

/** Whether a row above all others belongs to the next one: it has no step and no loss, and no validation with an epoch. */
function isEarly({ step, epoch, loss, validationLoss }: LogRow): boolean {
  return step === undefined && loss === undefined && (epoch === undefined || validationLoss === undefined);
}

function isMeasured(row: LogRow): boolean {
  return (
    row.loss !== undefined ||
    row.validationLoss !== undefined ||
    row.accuracy !== undefined ||
    row.validationAccuracy !== undefined ||
    row.rate !== undefined ||
    row.gradientNorm !== undefined
  );
}

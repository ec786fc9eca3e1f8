import type { StepUnit } from '../domain/runFacts.ts';
import type { LogShape } from './logShape.ts';

/** Two consecutive losses at one step may be a step that was written twice; further ones say that the steps stand still. */
const MAX_EQUAL_STEPS = 2;
/** Where at least this share of the losses says so, the steps are left out: fewer are a training that was started several times. */
const STANDING_SHARE = 0.2;
/** Of fewer losses nothing is said before all that there is was read: the training may have been started several times before it went on. */
const MIN_LOSSES = 20;

/** The steps of a log's losses: counted on where they begin again in each epoch; where they go back otherwise, training was restarted. */
export class LossSteps {
  #newest = -Infinity;
  #newestEpoch: number | undefined;
  #first: number | null = null;
  #firstEpoch: number | undefined;
  /** Losses in the first epoch. */
  #firstEpochLosses = 0;
  #offset = 0;
  /** Whether steps were seen to go on from one epoch to the next. */
  #countsOn = false;
  /** Whether another training begins with the newest loss, whose steps are counted anew. */
  #beginsAnew = false;
  #equalSteps = 1;
  #losses = 0;
  /** Losses at whose step there were enough already. */
  #standing = 0;

  constructor(private readonly shape: LogShape) {}

  /** That of the newest loss; -Infinity before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** That of the first loss, as its row has it; null before that. */
  get first(): number | null {
    return this.#first;
  }

  /** To be added to steps that begin again in each epoch. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether the steps of many losses are those of the losses before. */
  get standStill(): boolean {
    return this.#standing > 0 && this.#standing >= STANDING_SHARE * this.#losses;
  }

  /** Counts a loss, also of an older attempt. */
  count(): void {
    this.#losses++;
  }

  /** @returns the step of a loss whose row has `own` for it, in the unit that the log counts in */
  stepOf(own: number, epoch: number | undefined, unit: StepUnit): number {
    this.#first ??= own;
    // Some programs print the first epoch only below its steps.
    const newestEpoch = this.#newestEpoch ?? (this.#newest > -Infinity ? -Infinity : Infinity);
    this.#beginsAnew = this.#isFirstEpochAgain(epoch, own) || this.#isFirstStepAgain(epoch, own);
    if (this.#beginsAnew) this.#offset = 0;
    this.#followCheckpoint(epoch, own);
    const beginsEpoch = epoch !== undefined && Math.floor(epoch) > Math.floor(newestEpoch);
    if (unit === 'step' && beginsEpoch) {
      // A summary of an epoch may stand at the step of the last loss.
      const isAtNewest = own + this.#offset === this.#newest && this.#newestEpoch !== undefined;
      const goesBack = own + this.#offset < this.#newest || (isAtNewest && !this.#countsOn);
      if (goesBack) this.#offset = this.#newest + (this.#first === 0 ? 1 : 0);
      else if (this.#offset === 0) this.#countsOn = true;
    }
    return own + this.#offset;
  }

  /**
   * Goes on to a loss, and tells the shape of the log if training was restarted or the steps stand still.
   * @param row its index
   * @param pendingStep the step of the sample that rows may still add to
   */
  goTo(step: number, epoch: number | undefined, row: number, unit: StepUnit, pendingStep: number | undefined): void {
    this.#equalSteps = step === this.#newest ? this.#equalSteps + 1 : 1;
    if (this.#equalSteps > MAX_EQUAL_STEPS) this.#standing++;
    if (this.#losses >= MIN_LOSSES && this.standStill) this.shape.leaveOut(unit);
    else if (step < this.#newest || (step === this.#newest && step !== pendingStep)) {
      // Nothing is left of the training before another.
      this.shape.addRestart({ row, step: this.#beginsAnew ? -Infinity : step });
    }
    if (this.#beginsAnew) this.#firstEpochLosses = 0;
    if (epoch !== undefined && !(epoch > this.#firstEpoch!)) this.#firstEpochLosses++;
    // Some programs count the epochs from 1, but from 0 where they end.
    if (epoch !== undefined && !(epoch >= this.#firstEpoch!)) this.#firstEpoch = epoch;
    this.#newest = step;
    this.#newestEpoch = epoch;
  }

  /** Where steps begin anew in each epoch, and the training once more in an earlier one, that begins where it did before. */
  #followCheckpoint(epoch: number | undefined, step: number): void {
    if (epoch === undefined || !(epoch < this.#newestEpoch! && step + this.#offset < this.#newest)) return;
    const before = Math.floor(epoch) - Math.floor(this.#firstEpoch!);
    const all = Math.floor(this.#newestEpoch!) - Math.floor(this.#firstEpoch!);
    if (all > 0) this.#offset = Math.round((this.#offset * before) / all);
  }

  /**
   * Whether the epochs go back to the first, or to one before it, and the steps to theirs: not to a checkpoint. Where only the end of an
   * epoch has a loss, that of another training may stand at a later step.
   */
  #isFirstEpochAgain(epoch: number | undefined, step: number): boolean {
    if (epoch === undefined || !(epoch <= this.#firstEpoch! && epoch < this.#newestEpoch!)) return false;
    return step <= this.#first! || (epoch === this.#firstEpoch && this.#firstEpochLosses === 1);
  }

  /** In a log without epochs: a short training between two may end before the first step of the log. */
  #isFirstStepAgain(epoch: number | undefined, step: number): boolean {
    return epoch === undefined && this.#firstEpoch === undefined && step <= this.#first! && step < this.#newest;
  }
}

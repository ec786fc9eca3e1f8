import type { StepUnit } from '../domain/runFacts.ts';

/** A place where a log goes back to an earlier step: training was started again from a checkpoint, or from the beginning. */
export interface Restart {
  /** Index of the first row of the newer attempt. */
  readonly row: number;
  readonly step: number;
}

/**
 * What is known about a log only after reading it; the log is then read again. So a log of any length needs the memory of one row.
 */
export class LogShape {
  readonly #useless = new Set<StepUnit>();
  #isPercent = false;
  #ownLoss: string | null = null;
  #hasLoneRows = true;
  #hasClock = true;
  #restarts: Restart[] = [];
  #changes = 0;

  /** Whether rows can be told apart by their steps, or by their epochs: not where those are the same in row after row. */
  tellsApart(unit: 'step' | 'epoch'): boolean {
    return !this.#useless.has(unit);
  }

  /** Whether accuracies are written as percentages. */
  get isPercent(): boolean {
    return this.#isPercent;
  }

  /**
   * The column of the loss where no column has a name that logs have in common, or the one that has it comes below another that words
   * only describe; null for any other log.
   */
  get ownLoss(): string | null {
    return this.#ownLoss;
  }

  /** Whether rows that measure none of the roles are read: not where their steps are others than those of the training. */
  get hasLoneRows(): boolean {
    return this.#hasLoneRows;
  }

  /** Whether the times of rows are those of a clock. */
  get hasClock(): boolean {
    return this.#hasClock;
  }

  /** By ascending row and step. A restart at an earlier step replaces those before it. */
  get restarts(): readonly Restart[] {
    return this.#restarts;
  }

  /** Increases with each change that affects rows that were already read. */
  get changes(): number {
    return this.#changes;
  }

  leaveOut(unit: StepUnit): void {
    this.#useless.add(unit);
    this.#restarts = [];
    this.#changes++;
  }

  /** @param concernsEarlier whether accuracies were read before */
  markPercent(concernsEarlier: boolean): void {
    this.#isPercent = true;
    if (concernsEarlier) this.#changes++;
  }

  leaveOutLoneRows(): void {
    this.#hasLoneRows = false;
    this.#changes++;
  }

  leaveOutTimes(): void {
    this.#hasClock = false;
    this.#changes++;
  }

  setOwnLoss(column: string | null): void {
    if (column === this.#ownLoss) return;
    this.#ownLoss = column;
    this.#changes++;
  }

  addRestart(restart: Restart): void {
    while (this.#restarts.length > 0 && this.#restarts.at(-1)!.step >= restart.step) this.#restarts.pop();
    this.#restarts.push(restart);
    this.#changes++;
  }
}

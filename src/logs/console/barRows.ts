import type { MetricRole } from '../columnRoles.ts';
import type { LogRow } from '../logRow.ts';

/** Roles that keep standing in a bar until they are measured again, an epoch later. */
const KEPT = ['validationLoss', 'validationAccuracy'] as const;

/**
 * The rows of a progress bar. It is drawn again at the same place when a number has changed: Lightning and tqdm advance it first, with the
 * loss of the step before, and set the loss of this step then. So the last state at a place counts.
 */
export class BarRows {
  /** What stood at the newest place. */
  #newest: LogRow = {};
  #isTold = true;
  /** What was measured last of what keeps standing. */
  #kept: LogRow = {};

  /**
   * @param done steps of the bar
   * @param keepsValues whether what was measured once is shown until it is measured again
   * @param rows gets those that are complete with this one
   */
  add(row: LogRow, done: number, keepsValues: boolean, rows: LogRow[]): void {
    const newest = this.#newest;
    const isSame = row.step !== undefined && row.step === newest.step && row.epoch === newest.epoch;
    // Before its first step, a bar shows again what the last one has ended with.
    if (keepsValues && done === 0 && row.loss !== undefined && Object.is(row.loss, newest.loss)) return;
    const measured = keepsValues ? this.#withoutKept(row) : row;
    if (isSame) {
      this.#change(measured, rows);
      return;
    }
    this.take(rows);
    this.#newest = measured;
    this.#isTold = false;
  }

  /** Gives the newest row, unless it was taken before. */
  take(rows: LogRow[]): void {
    if (!this.#isTold) rows.push(this.#newest);
    this.#isTold = true;
  }

  #withoutKept(row: LogRow): LogRow {
    const measured = { ...row };
    for (const role of KEPT) {
      if (row[role] === undefined) continue;
      if (Object.is(row[role], this.#kept[role])) delete measured[role];
      this.#kept[role] = row[role];
    }
    return measured;
  }

  /** What was told cannot be changed any more, only added to. */
  #change(row: LogRow, rows: LogRow[]): void {
    const newest = this.#newest;
    this.#newest = { ...newest, ...row };
    if (!this.#isTold) return;
    const { step, epoch, ...metrics } = row;
    const added = Object.entries(metrics).filter(([role]) => newest[role as MetricRole] === undefined);
    if (added.length === 0) return;
    rows.push({ step, ...(epoch === undefined ? {} : { epoch }), ...Object.fromEntries(added) });
  }
}

import { ROLES } from './columnRoles.ts';
import type { Role } from './columnRoles.ts';
import type { LogRow } from './logRow.ts';

const [STEP, EPOCH, LOSS, VALIDATION_LOSS, ACCURACY, VALIDATION_ACCURACY, RATE, GRADIENT_NORM] = (
  ['step', 'epoch', 'loss', 'validationLoss', 'accuracy', 'validationAccuracy', 'rate', 'gradientNorm'] as const
).map((role) => ROLES.indexOf(role));

/**
 * Collects the values of a row, of which there are millions. Roles are numbers here, their places in ROLES: an object whose keys are
 * computed takes several times as long to fill.
 */
export class RowBuilder {
  readonly #values = new Float64Array(ROLES.length);
  /** A bit for each role that has a value. */
  #present = 0;

  /** The place of a role. */
  static placeOf(role: Role): number {
    return ROLES.indexOf(role);
  }

  set(place: number, value: number): void {
    this.#values[place] = value;
    this.#present |= 1 << place;
  }

  /** Forgets what was collected. */
  clear(): void {
    this.#present = 0;
  }

  /** What was collected. */
  take(): LogRow {
    const values = this.#values;
    const present = this.#present;
    this.#present = 0;
    const row: LogRow = {};
    if (present & (1 << STEP)) row.step = values[STEP];
    if (present & (1 << EPOCH)) row.epoch = values[EPOCH];
    if (present & (1 << LOSS)) row.loss = values[LOSS];
    if (present & (1 << VALIDATION_LOSS)) row.validationLoss = values[VALIDATION_LOSS];
    if (present & (1 << ACCURACY)) row.accuracy = values[ACCURACY];
    if (present & (1 << VALIDATION_ACCURACY)) row.validationAccuracy = values[VALIDATION_ACCURACY];
    if (present & (1 << RATE)) row.rate = values[RATE];
    if (present & (1 << GRADIENT_NORM)) row.gradientNorm = values[GRADIENT_NORM];
    return row;
  }
}

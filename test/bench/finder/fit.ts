import type { ZoneEvidence, ZoneWeights } from '../../../src/domain/finder/zoneMiddle.ts';
import { FITTED_KINDS } from '../../../src/domain/finder/zoneMiddle.ts';

/** A case to learn from, in decades from the lowest point of its curve. */
export interface FitExample {
  readonly evidence: ZoneEvidence;
  /** The middle of the zone. */
  readonly middle: number;
  /** Half the width of the zone: a narrow one must be met more exactly. */
  readonly reach: number;
}

/** Keeps weights small that the examples say little of. */
const RIDGE = 1;
const SHIFT_RIDGE = 0.05;
/** Added to the reach, so that a zone of a single rate does not count for everything. */
const LEAST_REACH = 0.15;

/** The weights that come nearest to the middles of the zones: least squares, with a ridge. */
export function fitWeights(examples: readonly FitExample[]): ZoneWeights {
  const rows = examples.map(({ evidence }) => inputsOf(evidence));
  const size = rows[0].length;
  const matrix = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size + 1 }, (_, column) => {
      const ridge = row === column ? (row < size - FITTED_KINDS.length ? RIDGE : SHIFT_RIDGE) : 0;
      return examples.reduce((sum, { middle, reach }, index) => {
        const other = column === size ? middle : rows[index][column];
        return sum + (rows[index][row] * other) / (LEAST_REACH + reach);
      }, ridge);
    }),
  );
  const [half, rise, usualAdaptive, usual, ...shifts] = solve(matrix).map((weight) => Number(weight.toFixed(2)));
  const shift = Object.fromEntries(FITTED_KINDS.map((kind, index) => [kind, shifts[index]])) as ZoneWeights['shift'];
  return { half, rise, usual, usualAdaptive, shift };
}

function inputsOf({ half, rise, usual, isAdaptive, kind }: ZoneEvidence): number[] {
  const own = FITTED_KINDS.map((each) => (each === kind ? 1 : 0));
  return [half, rise, isAdaptive ? usual : 0, isAdaptive ? 0 : usual, ...own];
}

/** Solves linear equations by elimination; each row ends with its right side. The ridge makes pivots positive. */
function solve(matrix: number[][]): number[] {
  const size = matrix.length;
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = matrix[row][pivot] / matrix[pivot][pivot];
      for (let column = pivot; column <= size; column++) matrix[row][column] -= factor * matrix[pivot][column];
    }
  }
  return matrix.map((row, index) => row[size] / row[index]);
}

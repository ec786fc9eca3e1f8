import type { Unit } from '../syntax/facts.ts';
import type { NamedValue } from './namedValue.ts';

/** Larger than any offset within a cell. */
const CELL_STRIDE = 2 ** 32;

/** The current position of an offset in the whole program. Positions increase from cell to cell. */
export function positionOf({ cell, offset }: Unit, start = 0): number {
  return cell * CELL_STRIDE + offset + start;
}

/** Sorts by the positions of the units. */
export function compareUnits(a: { readonly unit: Unit }, b: { readonly unit: Unit }): number {
  return positionOf(a.unit) - positionOf(b.unit);
}

/** Sorts by the order in which names get their values; values from calls come last. */
export function compareValues(a: NamedValue, b: NamedValue): number {
  return Number(a.isFromCall) - Number(b.isFromCall) || compareUnits(a, b);
}

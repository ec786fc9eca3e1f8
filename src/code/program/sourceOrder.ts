import type { Unit } from '../syntax/facts.ts';
import type { NamedValue } from './namedValue.ts';

/** Larger than any offset within a cell. */
const CELL_STRIDE = 2 ** 32;

/** The position of an offset in the whole program. Positions increase from cell to cell. */
export function positionOf({ cell, offset }: Unit, start = 0): number {
  return cell * CELL_STRIDE + offset + start;
}

/** Sorts by the order in which names get their values; options and keyword arguments come last. */
export function compareValues(a: NamedValue, b: NamedValue): number {
  return Number(isFromCall(a)) - Number(isFromCall(b)) || positionOf(a.unit) - positionOf(b.unit);
}

function isFromCall({ kind, container }: NamedValue): boolean {
  return kind === 'option' || container?.kind === 'call';
}

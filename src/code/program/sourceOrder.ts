import type { Unit } from '../syntax/facts.ts';
import type { NamedValue } from './namedValue.ts';

/** More than the longest text has. */
const CELL = 2 ** 32;

/** Where something stands in the whole program, now: a number that is larger the further behind it is. */
export function positionOf({ cell, offset }: Unit, start = 0): number {
  return cell * CELL + offset + start;
}

/** By the places of units; what one unit holds stays in its order. */
export function byUnit(a: { readonly unit: Unit }, b: { readonly unit: Unit }): number {
  return positionOf(a.unit) - positionOf(b.unit);
}

/** The order in which values are given to names: what calls give comes behind everything else. */
export function inOrder(a: NamedValue, b: NamedValue): number {
  return Number(a.isPassed) - Number(b.isPassed) || byUnit(a, b);
}

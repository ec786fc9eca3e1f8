import type { RateSite } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';

type Surroundings = Pick<RateSite, 'within' | 'callee'>;

/** A function, a class or a call, and what it lies in. */
interface Enclosure extends Span {
  /** Null for a call of what has no name. */
  readonly name: string | null;
  readonly isCall: boolean;
  outer: Enclosure | null;
}

/** Finds the functions, classes and the call around a place. What a unit holds is sorted once, when it is first asked for. */
export class SurroundingsFinder {
  readonly #enclosures = new Map<Unit, readonly Enclosure[]>();

  /** @param start offset of the place in the unit */
  of(unit: Unit, start: number): Surroundings {
    const known = this.#enclosures.get(unit) ?? nest(unit);
    this.#enclosures.set(unit, known);
    const within: string[] = [];
    let callee: string | null = null;
    let isInScope = false;
    for (let around = lastBefore(known, start); around; around = around.outer) {
      if (around.end <= start) continue;
      if (around.isCall) {
        // A function that is passed to a call lies in it; its rates do not.
        if (!isInScope) callee ??= around.name;
      } else {
        isInScope = true;
        within.unshift(around.name ?? '');
      }
    }
    return { within, callee };
  }
}

/** The enclosures of a unit by their start, the outer ones first, each with what it lies in. */
function nest({ facts: { scopes, calls } }: Unit): Enclosure[] {
  const all: Enclosure[] = [
    ...scopes.map(({ name, start, end }) => ({ name, start, end, isCall: false, outer: null })),
    ...calls.map(({ call: { callee, start, end } }) => ({
      name: lastName(callee),
      start,
      end,
      isCall: true,
      outer: null,
    })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  let outer: Enclosure | null = null;
  for (const enclosure of all) {
    while (outer && outer.end <= enclosure.start) outer = outer.outer;
    enclosure.outer = outer;
    outer = enclosure;
  }
  return all;
}

function lastBefore(enclosures: readonly Enclosure[], start: number): Enclosure | null {
  let low = 0;
  for (let high = enclosures.length; high > low;) {
    const middle = (low + high) >> 1;
    if (enclosures[middle].start <= start) low = middle + 1;
    else high = middle;
  }
  return enclosures[low - 1] ?? null;
}

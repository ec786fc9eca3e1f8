import type { RatePart, RateRole } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { WrittenNumber } from '../program/writtenNumber.ts';
import { positionOf } from '../program/sourceOrder.ts';

/** What is known of a value on the way to its numbers. */
export interface Way {
  readonly role: RateRole;
  readonly part: RatePart;
  readonly name: string | null;
  /** Only names that say so are followed: the number is reached by what a function returns, which is often put together. */
  readonly strict?: boolean;
}

/** A place where the name of a rate is used. */
export interface Use extends Span {
  readonly unit: Unit;
}

/** A number that is used as a rate, and the names that led to it. */
export interface TracedNumber extends WrittenNumber {
  readonly unit: Unit;
  readonly role: RateRole;
  readonly part: RatePart;
  name: string | null;
  /** By their positions at the time. */
  readonly uses: Map<number, Use>;
}

/** A parameter that is used as a rate: what the function's callers pass for it are rates, too. */
export interface TracedParameter {
  readonly scope: Scope;
  readonly name: string;
}

/** All that an expression in a rate's place comes down to, each once. */
export class Trace {
  /** By their positions at the time. */
  readonly #numbers = new Map<number, TracedNumber>();
  readonly parameters: TracedParameter[] = [];

  get numbers(): Iterable<TracedNumber> {
    return this.#numbers.values();
  }

  get isEmpty(): boolean {
    return this.#numbers.size === 0 && this.parameters.length === 0;
  }

  addNumber(unit: Unit, { start, end, value }: WrittenNumber, { role, part, name }: Way): TracedNumber {
    const position = positionOf(unit, start);
    const known = this.#numbers.get(position);
    if (known) {
      known.name ??= name;
      return known;
    }
    const number = { unit, start, end, value, role, part, name, uses: new Map<number, Use>() };
    this.#numbers.set(position, number);
    return number;
  }

  addUse(number: TracedNumber, unit: Unit, { start, end }: Span): void {
    number.uses.set(positionOf(unit, start), { unit, start, end });
  }

  addParameter(scope: Scope, name: string): void {
    if (!this.parameters.some((known) => known.scope === scope && known.name === name))
      this.parameters.push({ scope, name });
  }
}

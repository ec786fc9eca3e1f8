import type { RatePart, RateRole } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { WrittenNumber } from '../program/writtenNumber.ts';
import { positionOf } from '../program/sourceOrder.ts';

/** How a value is used as a rate. */
export interface RateUsage {
  readonly role: RateRole;
  readonly part: RatePart;
  readonly name?: string | null;
  /** Whether to follow only names of rates, since what a function returns is often composed of other things as well. */
  readonly onlyRateNames?: boolean;
}

/** A use of a name that has a rate. */
export interface NameUse extends Span {
  readonly unit: Unit;
}

/** A number that is used as a rate, and the uses of names that led to it. */
export interface TracedNumber extends WrittenNumber {
  readonly unit: Unit;
  readonly role: RateRole;
  readonly part: RatePart;
  name: string | null;
  /** By position. */
  readonly uses: Map<number, NameUse>;
}

/** A parameter that is used as a rate, so that what callers pass for it is one too. */
export interface TracedParameter {
  readonly scope: Scope;
  readonly name: string;
}

/** The numbers and parameters that an expression used as a rate comes from. */
export class RateTrace {
  /** By position. */
  readonly #numbers = new Map<number, TracedNumber>();
  readonly parameters: TracedParameter[] = [];

  get numbers(): Iterable<TracedNumber> {
    return this.#numbers.values();
  }

  get isEmpty(): boolean {
    return this.#numbers.size === 0 && this.parameters.length === 0;
  }

  addNumber(unit: Unit, { start, end, value }: WrittenNumber, { role, part, name = null }: RateUsage): TracedNumber {
    const position = positionOf(unit, start);
    const known = this.#numbers.get(position);
    if (known) {
      known.name ??= name;
      return known;
    }
    const number = { unit, start, end, value, role, part, name, uses: new Map<number, NameUse>() };
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

import type { RateRole } from '../rateSite.ts';
import type { CallExpression, DictExpression, Expression, Span } from '../syntax/expression.ts';
import type { Binding, Scope, ScopedCall, Unit } from '../syntax/facts.ts';

/** A value that the code gives to a name, whether by assignment, as an entry, as a keyword or as an option. */
export interface NamedValue extends Span {
  /** `["self", "lr"]`; of an entry or option the name alone. */
  readonly names: readonly string[];
  readonly kind: Binding['kind'] | 'entry' | 'option';
  readonly role: RateRole;
  readonly value: Expression;
  readonly scope: Scope | null;
  readonly unit: Unit;
  /** The block of statements it stands in. */
  readonly suite: Span | null;
  /** Names that were given values along with it. */
  readonly siblings: readonly string[];
  /** The dictionary or call that holds the entry. */
  readonly owner: DictExpression | CallExpression | null;
  /** Whether a call gives it, as an option or under a keyword: such values come behind all others. */
  readonly isPassed: boolean;
}

export interface PlacedCall extends ScopedCall {
  readonly unit: Unit;
  /** Which one of the unit's calls it is. */
  readonly index: number;
}

/** A dictionary, or a list of some, that the code adds to the list that a name stands for. */
export interface AddedDicts {
  readonly name: string;
  readonly value: Expression;
  readonly scope: Scope | null;
  readonly unit: Unit;
}

export interface LocalFunction {
  readonly scope: Scope;
  readonly unit: Unit;
}

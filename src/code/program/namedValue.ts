import type { RateRole } from '../rateSite.ts';
import type { CallExpression, DictExpression, Expression, Span } from '../syntax/expression.ts';
import type { Binding, Block, Scope, ScopedCall, Unit } from '../syntax/facts.ts';

/** A value that the code gives to a name: by assignment, in a dictionary, as a keyword argument or as a command-line option. */
export interface NamedValue extends Span {
  /** `["self", "lr"]`; for an entry or option just the name. */
  readonly names: readonly string[];
  readonly kind: Binding['kind'] | 'entry' | 'option';
  readonly role: RateRole;
  readonly value: Expression;
  readonly scope: Scope | null;
  readonly unit: Unit;
  /** The block of statements around it. */
  readonly suite: Span | null;
  /** The innermost loop or condition around it; null for entries and options. */
  readonly block: Block | null;
  /** Names that get a value in the same place. */
  readonly siblings: readonly string[];
  /** For an entry: the dictionary or call that contains it. */
  readonly container: DictExpression | CallExpression | null;
}

/** A call and where it is. */
export interface CallSite extends ScopedCall {
  readonly unit: Unit;
}

/** A dictionary, or a list of them, that the code adds to a named list. */
export interface AddedDicts {
  readonly name: string;
  readonly value: Expression;
  readonly scope: Scope | null;
  readonly unit: Unit;
}

/** A function that the program defines. */
export interface LocalFunction {
  readonly scope: Scope;
  readonly unit: Unit;
}

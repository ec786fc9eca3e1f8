import type { CallExpression, DictExpression, Expression, Span } from './expression.ts';

/** What a name is visible in. */
export interface Scope {
  readonly kind: 'class' | 'function';
  readonly name: string;
  /** null directly in the file. */
  readonly parent: Scope | null;
  /** Of a function: its parameters in order, without `self`. */
  readonly parameters: readonly string[];
  /** Of a class: the dotted names of what it extends. */
  readonly bases: readonly string[];
}

/** The innermost class that a scope is or lies in. */
export function classAround(scope: Scope | null): Scope | null {
  return scope === null || scope.kind === 'class' ? scope : classAround(scope.parent);
}

/**
 * How a name comes by its value: by assignment, as a parameter's default, as a field of a class that is declared with a type,
 * or as one of the values that a loop goes through.
 */
export type BindingKind = 'assign' | 'parameter' | 'field' | 'loop';

export interface Binding extends Span {
  readonly kind: BindingKind;
  readonly scope: Scope | null;
  /** `["lr"]`, `["self", "lr"]`, `["group", "lr"]` for `group["lr"]`. */
  readonly names: readonly string[];
  /** Names that were bound along with it (`lr, hr = 1, 2`). */
  readonly siblings: readonly string[];
  readonly value: Expression;
  /** The block of statements that the binding stands in: code behind it in there always sees it. null directly in the file. */
  readonly suite: Span | null;
}

/** What is added to a list that a name stands for: `groups += [a]`. */
export interface Addition {
  readonly scope: Scope | null;
  /** `groups`, also of `self.groups`. */
  readonly name: string;
  readonly value: Expression;
}

/** A name that stands for something imported: `optim` for `torch.optim`. */
export interface Import {
  /** `*` for everything in the module. */
  readonly local: string;
  readonly target: string;
}

/** A loop or a condition that code lies in, within its function. */
export interface Block extends Span {
  readonly kind: 'for' | 'while' | 'if';
  readonly outer: Block | null;
  /** What a `for` goes through. */
  readonly over: Expression | null;
  /** The names that a `for` gives values to. */
  readonly targets: readonly string[];
  /** Source text of an `if`'s conditions. */
  readonly conditions: string;
  /** Of an `if`: how many ways there are through it, but for none. */
  readonly branches: number;
}

export interface ScopedCall {
  readonly call: CallExpression;
  readonly scope: Scope | null;
  /** The innermost block around it. */
  readonly block: Block | null;
}

export interface ScopedDict {
  readonly dict: DictExpression;
  readonly scope: Scope | null;
}

export interface Return {
  readonly scope: Scope;
  readonly value: Expression;
}

/** What a stretch of code says that may matter for learning rates. */
export interface Facts {
  readonly imports: Import[];
  readonly scopes: Scope[];
  readonly bindings: Binding[];
  readonly additions: Addition[];
  readonly calls: ScopedCall[];
  readonly dicts: ScopedDict[];
  readonly returns: Return[];
}

export function noFacts(): Facts {
  return { imports: [], scopes: [], bindings: [], additions: [], calls: [], dicts: [], returns: [] };
}

/** A stretch of code with its facts. It stays the same object for as long as its text does, wherever edits around it move it to. */
export interface Unit {
  readonly facts: Facts;
  /** Where it begins in its cell now. */
  readonly offset: number;
  readonly length: number;
  readonly cell: number;
}

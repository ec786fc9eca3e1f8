import type { Block, Scope, Unit } from '../syntax/facts.ts';

/** Where an expression is written. */
export interface Context {
  readonly unit: Unit;
  /** The function or class around it; null at the top level. */
  readonly scope: Scope | null;
  /** The innermost loop or condition around it. */
  readonly block?: Block | null;
}

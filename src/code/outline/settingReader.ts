import { writtenNumber } from '../analysis/numbers.ts';
import type { NamedValue } from '../analysis/namedValue.ts';
import type { Program } from '../analysis/program.ts';
import { resolveAnywhere } from '../analysis/resolve.ts';
import type { Places } from '../places.ts';
import type { Expression, PathExpression } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Setting } from './trainingOutline.ts';

interface Where {
  readonly scope: Scope | null;
  readonly unit: Unit;
}

/** Reads arguments as settings. */
export class SettingReader {
  constructor(
    private readonly program: Program,
    private readonly places: Places,
  ) {}

  read(expression: Expression, where: Where): Setting {
    const { unit } = where;
    const written = writtenNumber(expression);
    const only = expression.kind === 'path' ? this.onlyValue(expression, where) : null;
    const far = only ? writtenNumber(only.value) : null;
    const list = only?.value.kind === 'list' ? only.value : expression;
    return {
      text: this.places.textOf(unit, expression),
      value: written?.value ?? far?.value ?? null,
      values: list.kind === 'list' ? list.items.flatMap((item) => writtenNumber(item)?.value ?? []) : [],
      origin: only && far ? this.places.of(only.unit, far) : null,
      ...this.places.of(unit, expression),
    };
  }

  /** What a name stands for if it can be only one thing; what is a parameter depends on the callers. */
  onlyValue(path: PathExpression, where: Where): NamedValue | null {
    const { values, parameterOf } = resolveAnywhere(this.program, path, where);
    return values.length === 1 && !parameterOf && values[0].kind !== 'loop' ? values[0] : null;
  }
}

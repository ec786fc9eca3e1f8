import { writtenNumber } from '../program/writtenNumber.ts';
import type { Context } from '../program/context.ts';
import type { NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import type { Places } from '../sourceText.ts';
import type { Expression, PathExpression } from '../syntax/expression.ts';
import type { Setting } from './trainingOutline.ts';

/** Reads arguments as settings. */
export class SettingReader {
  constructor(
    private readonly program: Program,
    private readonly places: Places,
  ) {}

  read(expression: Expression, where: Context): Setting {
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
  onlyValue(path: PathExpression, where: Context): NamedValue | null {
    const { values, parameterOf } = resolveAnywhere(this.program, path, where);
    return values.length === 1 && !parameterOf && values[0].kind !== 'loop' ? values[0] : null;
  }
}

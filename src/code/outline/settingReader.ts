import { writtenNumber } from '../program/writtenNumber.ts';
import type { Context } from '../program/context.ts';
import type { NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import type { SourceText } from '../sourceText.ts';
import type { Expression, PathExpression } from '../syntax/expression.ts';
import type { Setting } from './trainingOutline.ts';

/** Reads arguments of calls as settings. */
export class SettingReader {
  constructor(
    private readonly program: Program,
    private readonly source: SourceText,
  ) {}

  read(expression: Expression, context: Context): Setting {
    const { unit } = context;
    const written = writtenNumber(expression);
    const single = expression.kind === 'path' ? this.singleValue(expression, context) : null;
    const number = single ? writtenNumber(single.value) : null;
    const list = single?.value.kind === 'list' ? single.value : expression;
    return {
      text: this.source.textOf(unit, expression),
      value: written?.value ?? number?.value ?? null,
      values: list.kind === 'list' ? list.items.flatMap((item) => writtenNumber(item)?.value ?? []) : [],
      origin: single && number ? this.source.rangeOf(single.unit, number) : null,
      ...this.source.rangeOf(unit, expression),
    };
  }

  /** The value of a name; null if several are possible, as for parameters. */
  singleValue(path: PathExpression, context: Context): NamedValue | null {
    const { values, parameterOf } = resolveAnywhere(this.program, path, context);
    return values.length === 1 && !parameterOf && values[0].kind !== 'loop' ? values[0] : null;
  }
}

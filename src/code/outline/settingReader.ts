import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import type { SourceText } from '../sourceText.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import { LengthReader } from './lengthReader.ts';
import type { Setting } from './trainingOutline.ts';

/** Reads arguments of calls as settings. */
export class SettingReader {
  readonly lengths: LengthReader;

  constructor(
    readonly program: Program,
    readonly source: SourceText,
  ) {
    this.lengths = new LengthReader(program);
  }

  read(expression: Expression, context: Context): Setting {
    const { unit } = context;
    const length = this.lengths.read(expression, context);
    const copied = copiedBy(expression);
    const only = copied.kind === 'path' ? this.lengths.onlyValueOf(copied, context) : { value: copied, ...context };
    const number = expression.kind === 'path' ? this.lengths.numberNamed(expression, context) : null;
    return {
      text: this.source.textOf(unit, expression),
      value: length?.value ?? null,
      length,
      lengths:
        only?.value.kind === 'list' ? only.value.items.flatMap((item) => this.lengths.read(item, only) ?? []) : [],
      content: only?.value.kind === 'text' ? only.value.value : null,
      origin: number && this.source.rangeOf(number.unit, number),
      keyword: null,
      ...this.source.rangeOf(unit, expression),
    };
  }
}

/** The milestones of `list(milestones)`; any other expression itself. */
function copiedBy(expression: Expression): Expression {
  if (expression.kind !== 'call' || !/^(list|tuple|sorted)$/.test(lastName(expression.callee) ?? '')) return expression;
  return expression.args.length === 1 ? expression.args[0].value : expression;
}

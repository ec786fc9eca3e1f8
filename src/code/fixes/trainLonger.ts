import * as l10n from '@vscode/l10n';
import { countedTo } from '../outline/blocks.ts';
import { createdObject } from '../outline/createdObject.ts';
import { SettingReader } from '../outline/settingReader.ts';
import type { SourceRange } from '../rateSite.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import type { CodeFix } from './codeFix.ts';

/** What programs, options and settings call the number of epochs. */
const EPOCHS = /^(n|num|nb|max|total|train|training|num_train)?_?epochs?$/i;

/** Parameters of schedules that say how long the training is. */
const LENGTHS =
  /^(T_max|total_iters|total_steps|epochs|decay_steps|transition_steps|num_training_steps|t_initial|milestones|boundaries)$/;

/**
 * Changes the number of epochs where it is written: as a constant, the default of an option or parameter, an argument, the range of a loop or
 * a setting.
 * @param planned how many epochs the run had; a number that is another one isn't its length
 */
export function trainLonger(read: ReadProgram, planned: number, epochs: number): CodeFix {
  const { source } = read;
  const places = new Map<string, SourceRange>();
  for (const { value, unit } of lengthsIn(read)) {
    if (value.kind !== 'number' || value.value !== planned) continue;
    const range = source.rangeOf(unit, value);
    places.set([range.cell, range.line, range.column].join(':'), range);
  }
  if (places.size === 0) return { refusal: l10n.t('The number of epochs, {0}, is not written in this file.', planned) };
  if (places.size > 1) return { refusal: l10n.t('The number of epochs, {0}, is written in several places.', planned) };
  if (hasOwnLength(read))
    return { refusal: l10n.t('A schedule has a length of its own, which would end before the training.') };
  return { changes: Array.from(places.values(), (range) => ({ range, text: String(epochs) })) };
}

interface PlacedExpression {
  readonly value: Expression;
  readonly unit: Unit;
}

function lengthsIn({ program, source }: ReadProgram): readonly PlacedExpression[] {
  const reader = new SettingReader(program, source);
  return program.symbols.flatMap(({ values, calls }) => [
    ...values.flatMap(({ names, kind, value, scope, unit }) => {
      if (!EPOCHS.test(names[names.length - 1].replaceAll('-', '_'))) return [];
      const length = kind === 'loop' ? countedTo(value, { scope, unit }, reader) : value;
      return length ? { value: length, unit } : [];
    }),
    ...calls.flatMap(({ call, unit }) =>
      call.args.flatMap(({ name, value }) => (name !== null && EPOCHS.test(name) ? { value, unit } : [])),
    ),
  ]);
}

/** Whether a schedule gets its length as numbers, which a longer training would leave as they are. */
function hasOwnLength({ program }: ReadProgram): boolean {
  return program.symbols.some(({ calls }) =>
    calls.some((site) => {
      const created = createdObject(program, site);
      return (
        created !== null &&
        created.entry?.kind !== 'optimizer' &&
        site.call.args.some(
          ({ name, value }, index) =>
            LENGTHS.test(name ?? created.parameters[index] ?? '') && (value.kind === 'number' || value.kind === 'list'),
        )
      );
    }),
  );
}

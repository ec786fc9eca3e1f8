import { writtenNumber } from '../program/writtenNumber.ts';
import type { DictEntry } from '../syntax/expression.ts';
import type { SettingReader } from './settingReader.ts';
import type { WarmUpSettings } from './trainingOutline.ts';

const WARM_UP = /^(num_)?warmup_(num_)?steps$/;
const TOTAL = /^(max_steps|max_train_steps|num_training_steps|total_num_steps|total_steps)$/;

/** The warm-ups in settings that stand beside the number of all steps. */
export function settingsWarmUps(reader: SettingReader): readonly WarmUpSettings[] {
  return [...reader.program.symbols].flatMap(({ unit }) =>
    unit.facts.dicts.flatMap(({ dict: { entries }, scope }) => {
      const numbered = (name: RegExp) =>
        entries.filter(({ key, value }: DictEntry) => name.test(key ?? '') && writtenNumber(value));
      const [[warmUp], [total]] = [numbered(WARM_UP), numbered(TOTAL)];
      if (!warmUp || !total) return [];
      const context = { unit, scope };
      return [{ warmUp: reader.read(warmUp.value, context), total: reader.read(total.value, context) }];
    }),
  );
}

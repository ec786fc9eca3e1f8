import { writtenNumber } from '../program/writtenNumber.ts';
import type { DictEntry } from '../syntax/expression.ts';
import type { SettingReader } from './settingReader.ts';
import type { WarmUpSettings } from './trainingOutline.ts';

const WARM_UP = /^(num_)?warmup_(num_)?steps$/;
const TOTAL = /^(max_steps|max_train_steps|num_training_steps|total_num_steps|total_steps)$/;

/** May also be the length of an episode, except beside a scheduler. */
const AMBIGUOUS_TOTAL = 'max_steps';
const SCHEDULER = /sched/i;

/** Keys of reinforcement learning, whose warm-up takes random actions. */
const REINFORCEMENT = /^(envs?|env_(id|name)|environment|agent|gamma)$|episode|timesteps/i;

/**
 * The warm-ups in settings that stand beside the number of all steps. None in settings of reinforcement learning, nor where several numbers may
 * be that of all steps.
 */
export function settingsWarmUps(reader: SettingReader): readonly WarmUpSettings[] {
  const { symbols } = reader.program;
  const has = (entries: readonly DictEntry[], name: RegExp) => entries.some(({ key }) => name.test(key ?? ''));
  if (symbols.some(({ unit }) => unit.facts.dicts.some(({ dict }) => has(dict.entries, REINFORCEMENT)))) return [];
  return symbols.flatMap(({ unit }) =>
    unit.facts.dicts.flatMap(({ dict: { entries }, scope }) => {
      const numbered = (name: RegExp) =>
        entries.filter(({ key, value }: DictEntry) => name.test(key ?? '') && writtenNumber(value));
      const [[warmUp], [total, ...others]] = [numbered(WARM_UP), numbered(TOTAL)];
      if (!warmUp || !total || others.length > 0) return [];
      if (total.key === AMBIGUOUS_TOTAL && !has(entries, SCHEDULER)) return [];
      const context = { unit, scope };
      return [{ warmUp: reader.read(warmUp.value, context), total: reader.read(total.value, context) }];
    }),
  );
}

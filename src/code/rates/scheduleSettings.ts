import { parseRateName } from '../rateNames.ts';
import type { DictExpression, Parent } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { findNearbyOptimizer } from './nearbyOptimizer.ts';
import type { Program } from '../program/program.ts';
import type { AttributedRates } from './callSearch.ts';
import { traceRate } from './traceRate.ts';

/** How many levels of settings may say that they belong to a learning rate schedule. */
const MAX_LEVELS = 4;

/** Keys of the settings of such a schedule: `lr_schedule`, `learning_rate_scheduler`. */
const SCHEDULE_KEY = /(^|_)(lr|learning_?rate)_?sched/i;

/** Keys that may come between such a key and its settings. Any other key means a schedule of something else. */
const NEUTRAL_KEY = /^(sched(uler)?s?|kwargs|params?|args|init_args|config|cfg|settings|options)$/i;

/** Other settings of a schedule, and those of a slider, which has a start and an end too. */
const SCHEDULE_SETTING = /^(name|type|_target_|class|kind)$|warm|steps?$|epochs?$|iters?$|cycle|power|decay/i;
const SLIDER_SETTING = /^(label|step|constraints|ticks|marks)$/;

/** Names for the values of any schedule. */
const VALUE = /^(init|initial|start|end|final|min|max|peak|base|target)_?(value|val)$/i;

/** The rates in a unit's schedule settings whose own names don't say so: `lr: { name: cosine, start_value: 0.1 }`. */
export function searchScheduleSettings(program: Program, unit: Unit): readonly AttributedRates[] {
  if (program.isSettings && !program.mentionsTraining) return [];
  return unit.facts.dicts.flatMap(({ dict, scope }) => {
    const values = dict.entries.filter(({ key }) => key !== null && VALUE.test(key));
    if (values.length === 0 || !isSchedule(dict) || !isRateSchedule(dict)) return [];
    const attribution = {
      framework: null,
      optimizer: null,
      nearbyOptimizer: findNearbyOptimizer(program, { node: dict, key: null }),
    };
    return values.map(({ key, value }) => {
      const part = parseRateName(`${key!.replace(VALUE, '$1')}_lr`)?.part ?? 'base';
      return { attribution, trace: traceRate(program, value, { unit, scope }, { role: 'scheduler', part, name: key }) };
    });
  });
}

function isSchedule({ entries }: DictExpression): boolean {
  return (
    entries.some(({ key }) => SCHEDULE_SETTING.test(key ?? '')) &&
    !entries.some(({ key }) => SLIDER_SETTING.test(key ?? ''))
  );
}

function isRateSchedule({ parent }: DictExpression): boolean {
  let { node, key }: Parent = parent;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (key !== null && (SCHEDULE_KEY.test(key) || parseRateName(key) !== null)) return true;
    if (!node || (key !== null && !NEUTRAL_KEY.test(key))) return false;
    ({ node, key } = node.parent);
  }
  return false;
}

import { judgeRateName } from '../rateNames.ts';
import type { DictExpression, Within } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { optimizerAround } from './nearbyOptimizer.ts';
import type { Program } from '../program/program.ts';
import type { OwnedRates } from './callSearch.ts';
import { traceRate } from './traceRate.ts';

/** How far outwards settings may say that they are those of a schedule of rates. */
const LEVELS = 4;

/** Keys that hold the settings of such a schedule: `lr_schedule`, `learning_rate_scheduler`. */
const SCHEDULE_KEY = /(^|_)(lr|learning_?rate)_?sched/i;

/** Keys between such a key and its settings; any other is of something else that is scheduled. */
const NEUTRAL_KEY = /^(sched(uler)?s?|kwargs|params?|args|init_args|config|cfg|settings|options)$/i;

/** What settings of a schedule have besides where it begins and ends; a slider has not. */
const OF_SCHEDULE = /^(name|type|_target_|class|kind)$|warm|steps?$|epochs?$|iters?$|cycle|power|decay/i;
const OF_SLIDER = /^(label|step|constraints|ticks|marks)$/;

/** What a schedule calls its rates, whatever it is for. */
const VALUE = /^(init|initial|start|end|final|min|max|peak|base|target)_?(value|val)$/i;

/** The rates in a unit's settings of schedules, whose own names do not say so: `lr: { name: cosine, start_value: 0.1 }`. */
export function searchScheduleSettings(program: Program, unit: Unit): readonly OwnedRates[] {
  if (program.settings && !program.training) return [];
  return unit.facts.dicts.flatMap(({ dict, scope }) => {
    const values = dict.entries.filter(({ key }) => key !== null && VALUE.test(key));
    if (values.length === 0 || !isSchedule(dict) || !isOfRates(dict)) return [];
    const owner = { framework: null, optimizer: null, nearby: optimizerAround({ outer: dict, key: null }) };
    return values.map(({ key, value }) => {
      const part = judgeRateName(`${key!.replace(VALUE, '$1')}_lr`)?.part ?? 'base';
      return { owner, trace: traceRate(program, value, { unit, scope }, { role: 'scheduler', part, name: key }) };
    });
  });
}

function isSchedule({ entries }: DictExpression): boolean {
  return (
    entries.some(({ key }) => OF_SCHEDULE.test(key ?? '')) && !entries.some(({ key }) => OF_SLIDER.test(key ?? ''))
  );
}

function isOfRates({ within }: DictExpression): boolean {
  let { outer, key }: Within = within;
  for (let level = 0; level < LEVELS; level++) {
    if (key !== null && (SCHEDULE_KEY.test(key) || judgeRateName(key) !== null)) return true;
    if (!outer || (key !== null && !NEUTRAL_KEY.test(key))) return false;
    ({ outer, key } = outer.within);
  }
  return false;
}

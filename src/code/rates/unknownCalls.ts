import { isOptimizerName, optimizerOfSettingsClass } from '../catalog/optimizerNames.ts';
import { FACTORIES } from '../catalog/otherLibraries.ts';
import { judgeRateName } from '../rateNames.ts';
import type { RateRole } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { searchCompile } from './compileCalls.ts';
import type { Context } from '../program/context.ts';
import { optimizerAround, optimizerNamed } from './nearbyOptimizer.ts';
import { argumentFor } from '../program/arguments.ts';
import { isChosen, optimizerOf } from './knownCalls.ts';
import { searchPairedRates, SEARCHES } from './nameValueCalls.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { searchParameterSchedule } from './parameterSchedules.ts';
import { mayBeRate } from './plausibility.ts';
import type { Search, Slot } from './callSearch.ts';

const SCHEDULER = /(sched|lrs?$|onecycle|one_cycle|cosine|warm_?up|decay|anneal|plateau|cycl)/i;

/** Schedules of nothing else than a learning rate: what they call a rate is one. */
const SCHEDULE_OF_RATES = /[Oo]ne_?[Cc]ycle|[Ll]earning_?[Rr]ate|LR|(^|_)lr(_|$)/;
const RATE_OF_SCHEDULE = /^(max|min|base|start|end|initial|init|final|peak|target)_?rate$/i;

/** Records the rates of a call that no catalog knows, by the names of its arguments and of itself. */
export function searchUnknownCall(search: Search, call: CallExpression, where: Context): void {
  const name = lastName(call.callee) ?? '';
  const slot: Slot = { role: roleOf(name), part: 'base', framework: null, optimizer: null, nearby: null, name: null };
  searchKeywords(search, call, where, name, slot);
  searchFactory(search, call, where, name);
  searchSetter(search, call, where, name, slot);
  searchCompile(search, call, where, name);
  searchParameterSchedule(search, call, where);
  searchPairedRates(search, call, where, slot);
  searchMaker(search, call, where, name, slot);
  if (name === 'LearningRateScheduler' && call.args[0])
    search.collect(call.args[0].value, where, { ...slot, role: 'scheduler' });
}

function roleOf(name: string): RateRole {
  if (SCHEDULER.test(name)) return 'scheduler';
  return name === 'set_defaults' ? 'argument-default' : 'config';
}

function searchKeywords(search: Search, call: CallExpression, where: Context, callee: string, slot: Slot): void {
  const ofSchedule = SCHEDULE_OF_RATES.test(callee);
  const rates = call.args.flatMap(({ name, value }) => {
    if (name === null) return [];
    const judged =
      ofSchedule && RATE_OF_SCHEDULE.test(name)
        ? judgeRateName(name.replace(/_?rate$/i, '_learning_rate'))
        : search.program.name(name).rate;
    return judged ? { name, value, judged } : [];
  });
  if (rates.length === 0) return;
  const nearby =
    optimizerAround({ outer: call, key: null }) ??
    firstOptimizer(search, call, where) ??
    optimizerOfSettingsClass(callee);
  const siblings = call.args.flatMap(({ name }) => name ?? []);
  // A schedule is for an optimizer of the program.
  const isHandedOver = /^[A-Z]/.test(callee) && slot.role !== 'scheduler' && !siblings.includes('optimizer');
  for (const { name, value, judged } of rates) {
    if (mayBeRate(search.program, judged, value, siblings))
      search.collect(value, where, { ...slot, nearby, name, part: judged.part, isHandedOver });
  }
}

/** `get_scheduler(optimizer, max_lr=…)`: what the first arguments hold. */
function firstOptimizer(search: Search, call: CallExpression, where: Context): string | null {
  for (const { value, name } of call.args.slice(0, 2)) {
    const optimizer = name === null || name === 'optimizer' ? optimizerOf(search.program, value, where) : null;
    if (optimizer !== null) return optimizer;
  }
  return null;
}

function searchFactory(search: Search, call: CallExpression, where: Context, name: string): void {
  const factory = FACTORIES.get(name);
  if (!factory) return;
  const rate = argumentFor(call, factory.rate);
  const named = argumentFor(call, factory.named);
  const optimizer = named && optimizerNamed(named.value);
  if (optimizer !== null) {
    search.optimizers.add(optimizer);
    search.isCertain ||= !isChosen(call, where);
  }
  if (!rate || !writtenNumber(rate.value)) search.awaitsRate = true;
  if (rate && (rate.name !== null || writtenNumber(rate.value))) {
    search.collect(rate.value, where, {
      role: 'optimizer',
      part: 'base',
      framework: 'torch',
      optimizer,
      nearby: null,
      name: rate.name,
    });
  }
}

/** What a function that makes an optimizer is told above this is rather a momentum. */
const HIGHEST = 0.5;

/** Functions and classes from elsewhere that make an optimizer or a schedule of rates: the first number is the rate. */
const MAKERS =
  /^(get|make|create|build)_?(optim|optimi[sz]er)(_?instance)?$|(LearningRate|LR)(Schedule|Scheduler|Decay)$/i;

function searchMaker(search: Search, call: CallExpression, where: Context, name: string, slot: Slot): void {
  if (!MAKERS.test(name) || search.program.functionsOf(name).length > 0) return;
  const isSchedule = slot.role === 'scheduler';
  // Behind an optimizer a schedule is told a factor.
  const candidates = isSchedule ? call.args.slice(0, 1) : call.args;
  const rate = candidates.find((argument) => argument.name === null && writtenNumber(argument.value))?.value;
  const value = rate ? writtenNumber(rate)!.value : NaN;
  if (rate && value > 0 && value <= (isSchedule ? 1 : HIGHEST))
    search.collect(rate, where, { ...slot, role: isSchedule ? 'scheduler' : 'optimizer' });
}

/** Calls after whose name a bare rate comes. */
const SETTERS = /^((set|update|assign)_?(learning_?rate|lr)|adjust_lr)$/i;
const FASTAI = /^(fit_one_cycle|fit_flat_cos|fine_tune|fit)$/;

function searchSetter(search: Search, call: CallExpression, where: Context, name: string, slot: Slot): void {
  const positional = call.args
    .filter((argument) => argument.name === null && !argument.spread)
    .map(({ value }) => value);
  const collect = (value: Expression | undefined, role: RateRole) =>
    value && search.collect(value, where, { ...slot, role });
  const numbers = positional.filter((value) => writtenNumber(value));
  // Alone in `updateLearningRate(1)` it is a factor or an epoch.
  const isAlone = call.args.length === 1;
  if (SETTERS.test(name))
    collect(
      numbers
        .filter((value) => writtenNumber(value)!.value < 1 || (!isAlone && writtenNumber(value)!.value === 1))
        .pop(),
      'constant',
    );
  // model.optimizer.learning_rate.assign(0.001)
  const holder = call.callee.kind === 'path' ? call.callee.names[call.callee.names.length - 2] : undefined;
  if (/^(assign|set_value|fill_|copy_|set)$/.test(name) && holder !== undefined && judgeRateName(holder))
    collect(positional[0], 'constant');
  // K.set_value(model.optimizer.lr, 0.001)
  const target = positional[0]?.kind === 'path' ? lastName(positional[0]) : null;
  if ((name === 'set_value' || name === 'assign') && target !== null && judgeRateName(target))
    collect(positional[1], 'constant');
  // trial.suggest_float("lr", 1e-5, 1e-1)
  const [first] = positional;
  if (first?.kind === 'text' && judgeRateName(first.value) && SEARCHES.test(name))
    collect(call, call.within.outer ? 'config' : 'constant');
  if (FASTAI.test(name) && search.program.importsFrom(/^fast(ai|book)/)) collect(positional[1], 'optimizer');
  // optax.scale(-1e-3) ends a chain with the rate.
  if (call.callee.kind !== 'path') return;
  const full = search.program.nameOf(call.callee);
  if (!full.startsWith('optax.scale')) return;
  const ofOptax: Slot = { ...slot, role: 'optimizer', framework: 'optax', optimizer: chainedOptimizer(call) };
  // optax.scale(-1.0) only turns the direction around.
  if (full === 'optax.scale' && positional[0]?.kind === 'negation' && writtenNumber(positional[0].operand)?.value !== 1)
    search.collect(positional[0].operand, where, ofOptax);
  if (full === 'optax.scale_by_learning_rate') search.collect(positional[0] ?? call, where, ofOptax);
  if (full === 'optax.scale_by_schedule' && ofOptax.optimizer !== null && positional[0])
    search.collect(positional[0], where, ofOptax);
}

/** The optimizer that a chain is put together as: `adam` of `chain(scale_by_adam(), scale(-1e-3))`; null if it does not say. */
function chainedOptimizer({ within: { outer } }: CallExpression): string | null {
  const links =
    outer?.kind === 'call'
      ? outer.args.flatMap(({ value }) =>
          value.kind === 'call' ? (/^scale_by_(\w+)$/.exec(lastName(value.callee) ?? '')?.[1] ?? []) : [],
        )
      : [];
  return links.find(isOptimizerName) ?? null;
}

import { isOptimizerName, optimizerOfSettingsClass } from '../catalog/optimizerNames.ts';
import { FACTORIES } from '../catalog/otherLibraries.ts';
import { parseRateName } from '../rateNames.ts';
import type { RateRole } from '../rateSite.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { isUntakenSchedule } from './untakenSchedules.ts';
import { searchCompile } from './compileCalls.ts';
import { findNearbyOptimizer, optimizerNameIn } from './nearbyOptimizer.ts';
import { argumentFor, positionalValues } from '../program/arguments.ts';
import { isOneOfSeveralOptimizers, heldOptimizer } from './knownCalls.ts';
import type { Program } from '../program/program.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { searchParameterSchedule } from './parameterSchedules.ts';
import { mayBeRate } from './plausibility.ts';
import type { CallSearch, AttributedUsage } from './callSearch.ts';

const SCHEDULER_CALL = /(sched|lrs?$|onecycle|one_cycle|cosine|warm_?up|decay|anneal|plateau|cycl)/i;

/** Schedules that are always for the learning rate, so that any "rate" among their arguments is one. */
const RATE_SCHEDULE_CALL = /[Oo]ne_?[Cc]ycle|[Ll]earning_?[Rr]ate|LR|(^|_)lr(_|$)/;
/** Searches for a rate, whose rates are the limits of the search: `tuner.lr_find(net, max_lr=1)`. */
const RATE_SEARCH_CALL = /^(lr_?find(er)?|find_?lr|range_?test)$/i;
const SCHEDULE_RATE_NAME = /^(max|min|base|start|end|initial|init|final|peak|target)_?rate$/i;

/** Records the rates of a call that isn't in the catalog, judging by its name and those of its arguments. */
export function searchUnknownCall(search: CallSearch): void {
  const usage = { role: roleOf(search.name), part: 'base', optimizer: injectedOptimizer(search.call) } as const;
  searchKeywords(search, usage);
  searchFactory(search);
  searchSetter(search, usage);
  searchOptaxScale(search);
  searchCompile(search);
  searchParameterSchedule(search);
  const [first] = search.call.args;
  if (search.name === 'LearningRateScheduler' && first) search.record(first.value, { ...usage, role: 'scheduler' });
}

/** The optimizer, of whatever name, whose rate can be changed while it runs: `inject_hyperparams(lion)(learning_rate=0.1)`, as in optax. */
function injectedOptimizer({ callee }: CallExpression): string | null {
  if (callee.kind !== 'call' || !lastName(callee.callee)?.endsWith('inject_hyperparams')) return null;
  const inner = callee.args[0]?.value;
  return inner?.kind === 'path' ? lastName(inner) : null;
}

function roleOf(name: string): RateRole {
  if (SCHEDULER_CALL.test(name)) return 'scheduler';
  return name === 'set_defaults' ? 'argument-default' : 'config';
}

function searchKeywords(search: CallSearch, usage: AttributedUsage): void {
  const { program, call, name: callee } = search;
  const ofSchedule = RATE_SCHEDULE_CALL.test(callee);
  const rates = call.args.flatMap(({ name, value }) => {
    if (name === null) return [];
    const rateName =
      ofSchedule && SCHEDULE_RATE_NAME.test(name)
        ? parseRateName(name.replace(/_?rate$/i, '_learning_rate'))
        : program.nameOf(name).rateName;
    return rateName ? { name, value, rateName } : [];
  });
  if (rates.length === 0) return;
  const siblings = call.args.flatMap(({ name }) => name ?? []);
  const isScheduler = usage.role === 'scheduler';
  const common = {
    ...usage,
    nearbyOptimizer:
      findNearbyOptimizer(program, { node: call, key: null }) ??
      firstOptimizer(search) ??
      optimizerOfSettingsClass(callee),
    // A schedule, in contrast, is for an optimizer of the program.
    isPassedToObject: /^[A-Z]/.test(callee) && !isScheduler && !siblings.includes('optimizer'),
    goesElsewhere: isScheduler && isUntakenSchedule(program, call),
  };
  for (const { name, value, rateName } of rates)
    if (mayBeRate(program, rateName, value, siblings))
      search.record(value, { ...common, name, part: RATE_SEARCH_CALL.test(callee) ? 'bound' : rateName.part });
}

/** The optimizer among the first arguments: `get_scheduler(optimizer, max_lr=…)`. */
function firstOptimizer({ program, call, site }: CallSearch): string | null {
  for (const { value, name } of call.args.slice(0, 2)) {
    const optimizer = name === null || name === 'optimizer' ? heldOptimizer(program, value, site) : null;
    if (optimizer !== null) return optimizer;
  }
  return null;
}

function searchFactory(search: CallSearch): void {
  const { call, found, site } = search;
  const factory = FACTORIES.get(search.name);
  if (!factory) return;
  const rate = argumentFor(call, factory.rate);
  const named = argumentFor(call, factory.optimizer);
  const optimizer = named && optimizerNameIn(named.value);
  const isWritten = rate !== null && writtenNumber(rate.value) !== null;
  if (optimizer !== null) {
    found.addOptimizer(optimizer, site.unit, !isOneOfSeveralOptimizers(site));
    if (!isWritten) found.openOptimizers.add(optimizer);
  }
  if (rate && (rate.name !== null || isWritten))
    search.record(rate.value, { role: 'optimizer', part: 'base', framework: 'torch', optimizer, name: rate.name });
}

/** A call that sets a rate, or reads it from a search. */
interface Setter {
  readonly calls: RegExp;
  /** Left out where the place of the call tells. */
  readonly role?: RateRole;
  /** The expression that the rate is set to; undefined if it sets something else. */
  readonly rateOf: (values: readonly Expression[], call: CallExpression, program: Program) => Expression | undefined;
}

const SETTERS: readonly Setter[] = [
  { calls: /^((set|update|assign)_?(learning_?rate|lr)|adjust_lr)$/i, role: 'constant', rateOf: lastRate },
  // model.optimizer.learning_rate.assign(0.001)
  {
    calls: /^(assign|set_value|fill_|copy_|set)$/,
    role: 'constant',
    rateOf: ([value], { callee }) => (callee.kind === 'path' && isRate(callee.names.at(-2)) ? value : undefined),
  },
  // K.set_value(model.optimizer.lr, 0.001)
  {
    calls: /^(assign|set_value)$/,
    role: 'constant',
    rateOf: ([target, value]) => (target && isRate(lastName(target)) ? value : undefined),
  },
  // trial.suggest_float("lr", 1e-5, 1e-1)
  {
    calls: /^(suggest_\w+|Float|Choice|Real|Categorical|uniform|loguniform|choice)$/,
    rateOf: ([name], call) => (isRate(textOf(name)) ? call : undefined),
  },
  // learn.fit_one_cycle(3, 1e-3)
  {
    calls: /^(fit_one_cycle|fit_flat_cos|fine_tune|fit)$/,
    role: 'optimizer',
    rateOf: ([, rate], call, program) => (program.importsFrom(/^fast(ai|book)/) ? rate : undefined),
  },
];

function searchSetter(search: CallSearch, usage: AttributedUsage): void {
  const { program, call } = search;
  const values = positionalValues(call);
  const placed = call.parent.node ? 'config' : 'constant';
  for (const { calls, role = placed, rateOf } of SETTERS) {
    const rate = calls.test(search.name) ? rateOf(values, call, program) : undefined;
    if (rate) search.record(rate, { ...usage, role });
  }
}

/** The last number that may be a rate. The only argument of `updateLearningRate(1)` is a factor or an epoch. */
function lastRate(values: readonly Expression[], { args }: CallExpression): Expression | undefined {
  return values.findLast((value) => {
    const number = writtenNumber(value)?.value ?? NaN;
    return number < 1 || (number === 1 && args.length > 1);
  });
}

function isRate(name: string | null | undefined): boolean {
  return parseRateName(name ?? '') !== null;
}

function textOf(value: Expression | undefined): string | null {
  return value?.kind === 'text' ? value.value : null;
}

/** Records the rate that optax applies at the end of a chain: `optax.scale(-1e-3)`. */
function searchOptaxScale(search: CallSearch): void {
  const { program, call } = search;
  const name = call.callee.kind === 'path' ? program.qualifiedNameOf(call.callee) : '';
  if (!name.startsWith('optax.scale')) return;
  const [value = call] = positionalValues(call);
  const optimizer = chainedOptimizer(call);
  const usage = { role: 'optimizer', part: 'base', framework: 'optax', optimizer } as const;
  if (name === 'optax.scale_by_learning_rate' || (name === 'optax.scale_by_schedule' && optimizer !== null))
    search.record(value, usage);
  // optax.scale(-1.0) only flips the sign.
  if (name === 'optax.scale' && value.kind === 'negation' && writtenNumber(value.operand)?.value !== 1)
    search.record(value.operand, usage);
}

/** The optimizer that a chain amounts to: `adam` for `chain(scale_by_adam(), scale(-1e-3))`; null if that is unclear. */
function chainedOptimizer({ parent: { node } }: CallExpression): string | null {
  const links =
    node?.kind === 'call'
      ? node.args.flatMap(({ value }) =>
          value.kind === 'call' ? (/^scale_by_(\w+)$/.exec(lastName(value.callee) ?? '')?.[1] ?? []) : [],
        )
      : [];
  return links.find(isOptimizerName) ?? null;
}

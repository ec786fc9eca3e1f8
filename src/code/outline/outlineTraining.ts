import { argumentFor, valuesPassedFor } from '../program/arguments.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { SourceText } from '../sourceText.ts';
import type { CreatedScheduler } from './createdScheduler.ts';
import { isTest } from './isTest.ts';
import { SettingReader } from './settingReader.ts';
import { StepFinder } from './stepFinder.ts';
import type { SchedulerOutline, Setting, TrainingOutline } from './trainingOutline.ts';

/** How many callers up to look for the optimizer that a function gets. */
const MAX_CALLERS = 3;

/**
 * Finds where the schedulers of a program are stepped, and for how many epochs it trains.
 * @param created its schedulers, in source order
 */
export function outlineTraining(
  program: Program,
  created: readonly CreatedScheduler[],
  source: SourceText,
): TrainingOutline {
  const reader = new SettingReader(program, source);
  const fits = program.callsTo('fit').flatMap((call) => {
    const epochs = call.call.args.find((argument) => argument.name === 'epochs');
    return epochs ? [reader.read(epochs.value, call)] : [];
  });
  const steps = new StepFinder(program, created, reader, source);
  const schedulers = created.map(({ call, name, parameters }): SchedulerOutline => {
    return {
      name,
      settings: settingsOf(call, parameters, reader),
      base: baseOf(program, call, reader),
      steps: steps.of(call.call),
      ...source.rangeOf(call.unit, call.call.callee),
    };
  });
  return { schedulers, fits, isTest: isTest(program) };
}

function settingsOf(
  { call, scope, unit }: CallSite,
  parameters: readonly string[],
  reader: SettingReader,
): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  for (const [index, { name, value, spread }] of call.args.entries()) {
    // After `*args` the positions are unknown.
    if (spread && name === null) break;
    const parameter = name ?? parameters[index];
    if (parameter !== undefined) settings[parameter] = reader.read(value, { scope, unit });
  }
  return settings;
}

/** The rate that the scheduler's optimizer is created with; null if that is unclear. */
function baseOf(program: Program, { call, scope, unit }: CallSite, reader: SettingReader): Setting | null {
  const holder = argumentFor(call, { names: ['optimizer'], position: 0 })?.value;
  if (!holder) return null;
  const created = createdBy(program, holder, { scope, unit }, reader, MAX_CALLERS);
  if (!created || created.value.callee.kind !== 'path') return null;
  const entry = program.catalogEntryOf(created.value.callee);
  const groups = created.value.args[0]?.value;
  // Parameter groups may have their own rates.
  if (entry?.kind !== 'optimizer' || groups?.kind === 'list') return null;
  const rate = argumentFor(created.value, entry.rate);
  return rate ? reader.read(rate.value, created) : null;
}

/** The call that creates an object, also if the only caller of a function passes it; null if that is unclear. */
function createdBy(
  program: Program,
  holder: Expression,
  context: Pick<CallSite, 'scope' | 'unit'>,
  reader: SettingReader,
  callers: number,
): ({ readonly value: CallExpression } & Pick<CallSite, 'scope' | 'unit'>) | null {
  if (holder.kind === 'call') return { value: holder, ...context };
  if (holder.kind !== 'path') return null;
  const only = reader.singleValue(holder, context);
  if (only) return only.value.kind === 'call' ? { value: only.value, scope: only.scope, unit: only.unit } : null;
  const { parameterOf } = resolveAnywhere(program, holder, context);
  const passed = parameterOf && callers > 0 ? valuesPassedFor(program, parameterOf, holder.names[0]) : [];
  return passed.length === 1 ? createdBy(program, passed[0].value, passed[0], reader, callers - 1) : null;
}

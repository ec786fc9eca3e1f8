import { argumentFor } from '../program/arguments.ts';
import type { Program } from '../program/program.ts';
import type { PlacedCall } from '../program/namedValue.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { Places } from '../sourceText.ts';
import type { CreatedScheduler } from './createdScheduler.ts';
import { SettingReader } from './settingReader.ts';
import { StepFinder } from './stepFinder.ts';
import type { SchedulerOutline, Setting, TrainingOutline } from './trainingOutline.ts';

/**
 * Reads off a program where its schedulers are stepped, and for how many epochs it trains.
 * @param created its schedulers, in the order of the source
 */
export function outlineTraining(
  program: Program,
  created: readonly CreatedScheduler[],
  places: Places,
): TrainingOutline {
  const reader = new SettingReader(program, places);
  const fits = program.callsOf('fit').flatMap((call) => {
    const epochs = call.call.args.find((argument) => argument.name === 'epochs');
    return epochs ? [reader.read(epochs.value, call)] : [];
  });
  const steps = new StepFinder(program, created, reader, places);
  const schedulers = created.map(({ call, name, parameters }): SchedulerOutline => {
    return {
      name,
      settings: settingsOf(call, parameters, reader),
      base: baseOf(program, call, reader),
      steps: steps.of(call.call),
      ...places.of(call.unit, call.call.callee),
    };
  });
  return { schedulers, fits };
}

function settingsOf(
  { call, scope, unit }: PlacedCall,
  parameters: readonly string[],
  reader: SettingReader,
): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  for (const [index, { name, value, spread }] of call.args.entries()) {
    // What is hidden behind `*args` moves everything after it.
    if (spread && name === null) break;
    const parameter = name ?? parameters[index];
    if (parameter !== undefined) settings[parameter] = reader.read(value, { scope, unit });
  }
  return settings;
}

/** The rate that the scheduler's optimizer is created with; null where that is not to be seen for certain. */
function baseOf(program: Program, { call, scope, unit }: PlacedCall, reader: SettingReader): Setting | null {
  const holder = argumentFor(call, { names: ['optimizer'], position: 0 })?.value;
  if (!holder) return null;
  const created = createdBy(program, holder, { scope, unit }, reader);
  if (!created || created.value.callee.kind !== 'path') return null;
  const entry = program.entryOf(created.value.callee);
  const groups = created.value.args[0]?.value;
  // Groups may have rates of their own.
  if (entry?.kind !== 'optimizer' || groups?.kind === 'list') return null;
  const rate = argumentFor(created.value, entry.rate);
  return rate ? reader.read(rate.value, created) : null;
}

function createdBy(
  program: Program,
  holder: Expression,
  where: Pick<PlacedCall, 'scope' | 'unit'>,
  reader: SettingReader,
): ({ readonly value: CallExpression } & Pick<PlacedCall, 'scope' | 'unit'>) | null {
  if (holder.kind === 'call') return { value: holder, ...where };
  const only = holder.kind === 'path' ? reader.onlyValue(holder, where) : null;
  return only?.value.kind === 'call' ? { value: only.value, scope: only.scope, unit: only.unit } : null;
}

import { argumentOf } from '../analysis/knownCalls.ts';
import type { Program } from '../analysis/program.ts';
import type { CatalogEntry } from '../catalog/callable.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { ScopedCall, Unit } from '../syntax/facts.ts';
import { SettingReader } from './settingReader.ts';
import type { PlaceOf } from './settingReader.ts';
import { StepFinder } from './stepFinder.ts';
import type { Setting, SchedulerOutline, TrainingOutline } from './trainingOutline.ts';

type PlacedCall = ScopedCall & { readonly unit: Unit };

/** Schedules that hold no rate, by the last part of their names, with their parameters in order. */
const WARM_UPS: Readonly<Record<string, readonly string[] | undefined>> = Object.fromEntries(
  ['linear', 'cosine', 'cosine_with_hard_restarts', 'polynomial_decay'].map((shape) => [
    `get_${shape}_schedule_with_warmup`,
    ['optimizer', 'num_warmup_steps', 'num_training_steps'],
  ]),
);

/** Reads off a program where its schedulers are created and stepped, and for how many epochs it trains. */
export function outlineTraining(program: Program, placeOf: PlaceOf, textOf: (unit: Unit, span: { start: number; end: number }) => string): TrainingOutline {
  const reader = new SettingReader(program, placeOf, textOf);
  const found: { readonly call: PlacedCall; readonly name: string; readonly settings: Readonly<Record<string, Setting>> }[] = [];
  const fits: Setting[] = [];
  for (const call of program.calls) {
    const name = lastName(call.call.callee);
    if (name === null || call.call.callee.kind !== 'path') continue;
    const parameters = parametersOf(program.entryOf(call.call.callee)) ?? WARM_UPS[name];
    if (parameters) found.push({ call, name, settings: settingsOf(call, parameters, reader) });
    const epochs = name === 'fit' ? call.call.args.find((argument) => argument.name === 'epochs') : undefined;
    if (epochs) fits.push(reader.read(epochs.value, call));
  }
  if (found.length === 0) return { schedulers: [], fits };
  const steps = new StepFinder(
    program,
    found.map(({ call }) => call.call),
    reader,
    placeOf,
  );
  const schedulers = found.map(({ call, name, settings }): SchedulerOutline => {
    return { ...placeOf(call.unit, call.call.callee), name, settings, base: baseOf(program, call, reader), steps: steps.of(call.call) };
  });
  return { schedulers, fits };
}

/** The parameters of a scheduler or of the settings of a whole training; null for anything else. */
function parametersOf(entry: CatalogEntry | null): readonly string[] | null {
  if (entry?.kind === 'settings') return [];
  return entry?.kind === 'scheduler' ? entry.parameters : null;
}

function settingsOf({ call, scope, unit }: PlacedCall, parameters: readonly string[], reader: SettingReader): Record<string, Setting> {
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
  const holder = argumentOf(call, { names: ['optimizer'], position: 0, part: 'base' }, 0)?.value;
  if (!holder) return null;
  const created = createdBy(program, holder, { scope, unit }, reader);
  if (!created || created.value.callee.kind !== 'path') return null;
  const entry = program.entryOf(created.value.callee);
  const groups = created.value.args[0]?.value;
  // Groups may have rates of their own.
  if (entry?.kind !== 'optimizer' || groups?.kind === 'list') return null;
  const rate = argumentOf(created.value, entry.rate, 0);
  return rate ? reader.read(rate.value, created) : null;
}

function createdBy(program: Program, holder: Expression, where: Pick<PlacedCall, 'scope' | 'unit'>, reader: SettingReader): ({ readonly value: CallExpression } & Pick<PlacedCall, 'scope' | 'unit'>) | null {
  if (holder.kind === 'call') return { value: holder, ...where };
  const only = holder.kind === 'path' ? reader.onlyValue(holder, where.scope) : null;
  return only?.value.kind === 'call' ? { value: only.value, scope: only.scope, unit: only.unit } : null;
}

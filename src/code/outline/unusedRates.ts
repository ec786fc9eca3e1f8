import { isLocalCall } from '../program/arguments.ts';
import type { NamedValue } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { Scope } from '../syntax/facts.ts';
import type { SettingReader } from './settingReader.ts';
import type { UnusedRate } from './trainingOutline.ts';

/** Names of the rate in options and configurations. */
const NAMES = ['lr', 'learning_rate', 'LR', 'LEARNING_RATE'];

/** Calls that only show or record what they get. */
const RECORDS = /^(print|pprint|add_hparams|log_params|log_hyperparams|log_config)$/;

/**
 * Rates in options and in dictionaries that the program never reads: it reads none of that name, and all it does with the options or the
 * dictionary is to read others and to record them, as `wandb.init(config=config)` does. In Python only.
 * @param trainers finds the functions that create or step an optimizer: the parameters of others may only be there because their callers demand them
 */
export function unusedRates(
  { program, source }: SettingReader,
  trainers: () => ReadonlySet<Scope>,
): readonly UnusedRate[] {
  if (program.isScript || program.isSettings) return [];
  return NAMES.flatMap((name) => program.nameOf(name).values).flatMap((value) => {
    const name = value.names[0];
    const number = writtenNumber(value.value);
    if (!number) return [];
    const isParameter = isUnreadParameter(program, value, trainers);
    if (!isParameter && (isRead(program, name) || !isUnreadEntry(program, value))) return [];
    const isRecorded = isInRecord(program, value);
    return [{ name, isParameter, isRecorded, value: number.value, ...source.rangeOf(value.unit, number) }];
  });
}

/**
 * Whether a value is the default of a parameter of a name that the program reads nowhere: `def fit(model, lr=0.01)`. A method may only have
 * it because others do.
 */
function isUnreadParameter(
  program: Program,
  { kind, names, scope }: NamedValue,
  trainers: () => ReadonlySet<Scope>,
): boolean {
  return kind === 'parameter' && scope?.parent === null && program.mentionsOf(names[0]) === 0 && trainers().has(scope);
}

/** Whether a value is in options or a dictionary of which the program reads only others, or in one that it only records. */
function isUnreadEntry(program: Program, value: NamedValue): boolean {
  // `wandb.config` has the same entries.
  if (isInRecord(program, value)) return program.mentionsOf('.config') === 0;
  const holder = holderOf(program, value);
  return holder !== null && isOnlyRead(program, holder);
}

/** Whether a value is in a dictionary that is written as an argument of a call that records it. */
function isInRecord(program: Program, { container }: NamedValue): boolean {
  const recorder = container?.parent.node;
  return recorder?.kind === 'call' && isRecord(program, recorder);
}

/** The name of the options that `parse_args()` returns, or of the dictionary; null if there is none, or more than one. */
function holderOf(program: Program, { kind, container, scope, names }: NamedValue): string | null {
  if (kind === 'entry' && container?.kind === 'dict')
    return container.parent.node === null ? container.parent.key : null;
  if (kind !== 'option' || scope !== null || names.length !== 1) return null;
  const parsed = program.callsTo('parse_args').map(({ call }) => call.parent.key);
  return parsed.length === 1 ? parsed[0] : null;
}

function isRead(program: Program, name: string): boolean {
  const isLookedUp = ['get', 'getattr', 'pop', 'setdefault'].some((method) =>
    program
      .callsTo(method)
      .some(({ call }) => call.args.some(({ value }) => value.kind !== 'text' || value.value === name)),
  );
  return isLookedUp || program.mentionsOf(`.${name}`) > 0 || program.mentionsOf(`[${name}`) > 0;
}

/** Whether a name is read, and nothing but its members are, except by calls that record it. */
function isOnlyRead(program: Program, name: string): boolean {
  let explained = 1 + program.mentionsOf(`${name}.`);
  for (const { calls } of program.symbols)
    for (const { call } of calls) {
      // `config.update(…)` may do anything.
      if (call.callee.kind === 'path' && call.callee.names[0] === name) return false;
      const index = call.args.findIndex(({ value, spread }) => !spread && lastName(value) === name);
      if (index >= 0 && (isRecord(program, call) || isToOwnFunction(program, call, index, name))) explained++;
    }
  return explained > 1 && program.mentionsOf(name) === explained;
}

/** Whether a call passes a name on under the same name, to a function whose reads are counted, too: `main(args)`. */
function isToOwnFunction(program: Program, call: CallExpression, index: number, name: string): boolean {
  const called = isLocalCall(call) ? program.onlyFunctionNamed(lastName(call.callee)) : null;
  return called?.scope.parameters[index] === name;
}

function isRecord(program: Program, call: CallExpression): boolean {
  const name = lastName(call.callee) ?? '';
  if (name === 'vars') return call.parent.node?.kind === 'call' && isRecord(program, call.parent.node);
  return RECORDS.test(name) || isOfWandb(program, call.callee);
}

function isOfWandb(program: Program, callee: Expression): boolean {
  return callee.kind === 'path' && /^wandb\.(init|config\.update)$/.test(program.qualifiedNameOf(callee));
}

import { lastName } from '../syntax/expression.ts';
import type { Argument, CallExpression, Expression } from '../syntax/expression.ts';

/** An option of a command line that a call declares. */
export interface Option {
  readonly names: readonly string[];
  readonly value: Expression;
}

/** argparse, click, optparse, yargs, commander. */
const DECLARES = /^(add_argument|addArgument|add_option|option|Option|add|Arg)$/;
/** absl's and TensorFlow's flags: name, default, help. */
const DEFINES = /^DEFINE_(float|integer|string|list|multi_float|spaceseplist)$/;

/** The option that a call declares along with its default; null if it declares none. */
export function declaredOption(call: CallExpression): Option | null {
  const name = lastName(call.callee) ?? '';
  const defines = DEFINES.test(name);
  if (!defines && !DECLARES.test(name)) return null;
  const texts = call.args.flatMap((argument) =>
    argument.name === null && argument.value.kind === 'text' ? argument.value.value : [],
  );
  if (defines) {
    const flag = texts[0] ?? textOf(call.args, 'name');
    const value =
      named(call.args, ['default', 'default_value']) ??
      call.args.filter((argument) => argument.name === null)[1]?.value;
    return flag !== undefined && value ? { names: [plain(flag)], value } : null;
  }
  const destination = textOf(call.args, 'dest');
  const names = [
    ...texts.filter((text) => /^-*[\w.{}-]+( <.*>| \[.*\])?$/.test(text)),
    ...(destination === undefined ? [] : [destination]),
  ].map(plain);
  const value = named(call.args, ['default', 'defaultValue']) ?? fromSettings(call.args);
  return names.length > 0 && value ? { names, value } : null;
}

/** The names of a switch that a call declares, which is off unless the command line gives it: argparse's actions, click's flags. */
export function declaredSwitch({ args }: CallExpression): readonly string[] {
  const action = named(args, ['action']);
  const isSwitch =
    textOf(args, 'action') === 'store_true' ||
    (action && lastName(action) === 'BooleanOptionalAction') ||
    isTrue(named(args, ['is_flag']));
  const value = named(args, ['default']);
  if (!isSwitch || (value && !(value.kind === 'truth' && !value.value))) return [];
  return args.flatMap(({ name, value: text }) => (name === null && text.kind === 'text' ? plain(text.value) : []));
}

function isTrue(expression: Expression | undefined): boolean {
  return expression?.kind === 'truth' && expression.value;
}

/** JavaScript writes the settings of an option as an object. */
function fromSettings(args: readonly Argument[]): Expression | undefined {
  for (const { value } of args) {
    if (value.kind !== 'dict') continue;
    const entry = value.entries.find(({ key }) => key === 'default' || key === 'defaultValue');
    if (entry) return entry.value;
  }
  return undefined;
}

function named(args: readonly Argument[], names: readonly string[]): Expression | undefined {
  return args.find(({ name }) => name !== null && names.includes(name))?.value;
}

function textOf(args: readonly Argument[], name: string): string | undefined {
  const value = named(args, [name]);
  return value?.kind === 'text' ? value.value : undefined;
}

/** `--learning-rate <rate>` is kept as `learning_rate`. */
function plain(flag: string): string {
  return flag
    .replace(/^-+/, '')
    .replace(/[ =].*$/, '')
    .replaceAll('-', '_');
}

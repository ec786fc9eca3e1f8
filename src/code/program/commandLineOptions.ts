import { keywordValue, positionalValues } from './arguments.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';

/** A command-line option that a call declares. */
export interface CommandLineOption {
  readonly names: readonly string[];
  readonly value: Expression;
}

/** Declare options in argparse, click, optparse, yargs and commander. */
const OPTION_CALLS = /^(add_argument|addArgument|add_option|option|Option|add|Arg)$/;
/** Define flags in absl and TensorFlow; the arguments are name, default and help. */
const FLAG_CALLS = /^DEFINE_(float|integer|string|list|multi_float|spaceseplist)$/;

/** The option that a call declares, with its default; null if it declares none. */
export function declaredOption(call: CallExpression): CommandLineOption | null {
  const name = lastName(call.callee) ?? '';
  const isFlag = FLAG_CALLS.test(name);
  if (!isFlag && !OPTION_CALLS.test(name)) return null;
  const texts = call.args.flatMap((argument) =>
    argument.name === null && argument.value.kind === 'text' ? argument.value.value : [],
  );
  const named = isFlag ? keywordValue(call, 'name') : keywordValue(call, 'dest');
  const further = named?.kind === 'text' ? [named.value] : [];
  const names = isFlag
    ? [...texts, ...further].slice(0, 1)
    : [...texts.filter((text) => /^[\w.{}-]+( <.*>| \[.*\])?$/.test(text)), ...further];
  const value =
    keywordValue(call, 'default', 'default_value', 'defaultValue') ??
    (isFlag ? positionalValues(call)[1] : defaultInObject(call));
  return names.length > 0 && value ? { names: names.map(optionName), value } : null;
}

/** The default in an options object, as JavaScript libraries take it. */
function defaultInObject({ args }: CallExpression): Expression | undefined {
  return args
    .flatMap(({ value }) => (value.kind === 'dict' ? value.entries : []))
    .find(({ key }) => key === 'default' || key === 'defaultValue')?.value;
}

/** The attribute that holds an option: `learning_rate` for `--learning-rate <rate>`. */
function optionName(flag: string): string {
  return flag.replace(/^-+/, '').split(/[ =]/, 1)[0].replaceAll('-', '_');
}

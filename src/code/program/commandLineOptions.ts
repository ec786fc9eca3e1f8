import { lastName } from '../syntax/expression.ts';
import type { Argument, CallExpression, Expression } from '../syntax/expression.ts';

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
  if (isFlag) {
    const flag = texts[0] ?? keywordText(call.args, 'name');
    const value =
      keywordArgument(call.args, ['default', 'default_value']) ??
      call.args.filter((argument) => argument.name === null)[1]?.value;
    return flag !== undefined && value ? { names: [optionName(flag)], value } : null;
  }
  const destination = keywordText(call.args, 'dest');
  const names = [
    ...texts.filter((text) => /^[\w.{}-]+( <.*>| \[.*\])?$/.test(text)),
    ...(destination === undefined ? [] : [destination]),
  ].map(optionName);
  const value = keywordArgument(call.args, ['default', 'defaultValue']) ?? defaultInObject(call.args);
  return names.length > 0 && value ? { names, value } : null;
}

/** The default in an options object, as JavaScript libraries take it. */
function defaultInObject(args: readonly Argument[]): Expression | undefined {
  for (const { value } of args) {
    if (value.kind !== 'dict') continue;
    const entry = value.entries.find(({ key }) => key === 'default' || key === 'defaultValue');
    if (entry) return entry.value;
  }
  return undefined;
}

function keywordArgument(args: readonly Argument[], names: readonly string[]): Expression | undefined {
  return args.find(({ name }) => name !== null && names.includes(name))?.value;
}

function keywordText(args: readonly Argument[], name: string): string | undefined {
  const value = keywordArgument(args, [name]);
  return value?.kind === 'text' ? value.value : undefined;
}

/** The attribute that holds an option: `learning_rate` for `--learning-rate <rate>`. */
function optionName(flag: string): string {
  return flag.replace(/^-+/, '').split(/[ =]/, 1)[0].replaceAll('-', '_');
}

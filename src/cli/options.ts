import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What is given for one option: a text, true for a flag, several texts if it may be repeated. */
type OptionValue = string | boolean | readonly string[] | undefined;

/** The arguments of one call: named ones, and those without a name. */
export interface Arguments {
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly positionals: readonly string[];
}

/** @throws UsageError for an option that does not exist or lacks its value */
export function parseOptions(args: readonly string[], options: Options): Arguments {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) {
      const allowed = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`There is no option ${token.rawName}; allowed are ${allowed.join(', ')}.`);
    }
    if (option.type === 'string' && (token.value === undefined || token.value.startsWith('--')))
      throw new UsageError(`${token.rawName} needs a value.`);
    if (option.type === 'boolean' && token.value !== undefined)
      throw new UsageError(`${token.rawName} takes no value.`);
  }
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  return { values, positionals };
}

/** Turns a RangeError about an argument's value into a usage error that names the option. */
export function checkOption<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${option}: ${error.message}`);
    throw error;
  }
}

/** @throws UsageError unless the text is a whole number from `min` to `max` */
export function wholeNumber(option: string, text: string, min = 1, max = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  if (!(value >= min && value <= max))
    throw new UsageError(`--${option} must be a whole number ${range}, not "${text}".`);
  return value;
}

/** More processes than this at once are taken for a slip. */
const MAX_JOBS = 64;

function readJobs(text: OptionValue): number | undefined {
  return typeof text === 'string' ? wholeNumber('jobs', text, 1, MAX_JOBS) : undefined;
}

/** The options of all training commands for their workers; what is trained is in trainingOptions.ts. */
export const WORKER_OPTIONS = { jobs: { type: 'string' }, tensorflow: { type: 'string' } } as const;

/** @throws UsageError unless --jobs, if it is given, is a number of processes that makes sense */
export function readWorkerOptions({ jobs, tensorflow }: Arguments['values']): {
  jobs: number | undefined;
  tensorflow: string | undefined;
} {
  return { jobs: readJobs(jobs), tensorflow: tensorflow as string | undefined };
}

/** @throws UsageError unless the text is one of the names */
export function oneOf<N extends string>(option: string, text: string, names: readonly N[]): N {
  const name = names.find((candidate) => candidate === text);
  if (name === undefined) throw new UsageError(`--${option} must be ${names.join(' or ')}, not "${text}".`);
  return name;
}

import type { ComparisonRequest } from '../app/comparison.ts';
import { readCount } from '../app/trainingRequest.ts';
import { splitNamedOptions } from '../domain/namedOptions.ts';
import { parseOptimizer } from '../domain/optimizerText.ts';
import { parseRate } from '../domain/rateList.ts';
import { parseSchedule } from '../domain/scheduleText.ts';
import { EQUAL_BUDGETS } from '../kinds/batchSizes/choice.ts';
import { UsageError } from './command.ts';
import { checkOption, oneOf } from './options.ts';
import type { Arguments } from './options.ts';

/** The options of which one says what is compared. */
const COMPARED = {
  schedules: 'schedules',
  optimizers: 'optimizers',
  batches: 'batch-sizes',
  layers: 'layers',
} as const satisfies Record<string, ComparisonRequest['kind']>;

/** What a list may be in place of names. */
const DEFAULT = 'default';

/** The options that only some comparisons have. */
const OWN: Readonly<Record<keyof typeof COMPARED, readonly string[]>> = {
  schedules: ['rate', 'optimizer', 'momentum', 'batch'],
  optimizers: ['rates', 'schedule', 'batch'],
  batches: ['rates', 'schedule', 'optimizer', 'momentum', 'equal'],
  layers: ['rate', 'optimizer', 'momentum', 'batch'],
};

/**
 * What the arguments want compared.
 * @throws UsageError unless exactly one option says it, and for an option or a value that this comparison does not have
 */
export function readComparison(values: Arguments['values']): ComparisonRequest {
  const options = Object.keys(COMPARED) as (keyof typeof COMPARED)[];
  const [option, other] = options.filter((each) => values[each] !== undefined);
  if (option === undefined)
    throw new UsageError(
      `Say what to compare: ${options.map((each) => (each === 'layers' ? '--layers' : `--${each} ${DEFAULT}`)).join(', or ')}.`,
    );
  if (other !== undefined) throw new UsageError(`--${option} and --${other} are compared one at a time.`);
  const foreign = Object.values(OWN)
    .flat()
    .find((each) => values[each] !== undefined && !OWN[option].includes(each));
  if (foreign !== undefined) throw new UsageError(`--${foreign} does not go with --${option}.`);
  const list = values[option] as string;
  const read = <T>(parse: (text: string) => T): T[] | undefined =>
    list === DEFAULT ? undefined : checkOption(option, () => splitNamedOptions(list).map(parse));
  const rate = values['rate'] as string | undefined;
  const learningRate = rate === undefined ? undefined : checkOption('rate', () => parseRate(rate));
  switch (COMPARED[option]) {
    case 'schedules':
      return { kind: 'schedules', schedules: read(parseSchedule), learningRate };
    case 'layers':
      return { kind: 'layers', learningRate };
    case 'optimizers':
      return { kind: 'optimizers', optimizers: read(parseOptimizer) };
    case 'batch-sizes': {
      const equal = values['equal'] as string | undefined;
      return {
        kind: 'batch-sizes',
        batchSizes: read((text) => readCount('batchSize', text)),
        equal: equal === undefined ? undefined : oneOf('equal', equal, EQUAL_BUDGETS),
      };
    }
  }
}

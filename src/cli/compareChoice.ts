import { chooseTraining } from '../app/trainingRequest.ts';
import type { TrainingRequest } from '../app/trainingRequest.ts';
import { splitNamedOptions } from '../domain/namedOptions.ts';
import { parseOptimizer } from '../domain/optimizerText.ts';
import { parseRate } from '../domain/rateList.ts';
import { parseSchedule } from '../domain/scheduleText.ts';
import type { Choice } from '../kinds/kinds.ts';
import { COMPARED_OPTIMIZERS, optimizersChoice } from '../kinds/optimizers/choice.ts';
import { DEFAULT_SCHEDULES, schedulesChoice } from '../kinds/schedules/choice.ts';
import { defaultRate } from '../kinds/schedules/defaultRate.ts';
import { UsageError } from './command.ts';
import { checkOption } from './options.ts';
import type { Arguments } from './options.ts';

/** The options of which one says what is compared. */
export const COMPARED = ['schedules', 'optimizers'] as const;

export type ComparedKind = (typeof COMPARED)[number];

/** An experiment of one of the kinds, as it is planned. */
export type Comparison = {
  readonly [K in ComparedKind]: { readonly kind: K; readonly choice: Choice<K> };
}[ComparedKind];

/** Fewer seeds than this show no spread to compare a difference with. */
export const DEFAULT_SEEDS = 3;

/** What a list may be in place of names. */
const DEFAULT = 'default';

/** The options that only some comparisons have. */
const OWN: Readonly<Record<ComparedKind, readonly string[]>> = {
  schedules: ['rate', 'optimizer', 'momentum'],
  optimizers: ['rates', 'schedule'],
};

/** @throws UsageError unless exactly one option says what is compared, or for an option that this comparison does not have */
export function readKind(values: Arguments['values']): ComparedKind {
  const given = COMPARED.filter((option) => values[option] !== undefined);
  const [kind, other] = given;
  if (kind === undefined)
    throw new UsageError(`Say what to compare: ${COMPARED.map((option) => `--${option} ${DEFAULT}`).join(', or ')}.`);
  if (other !== undefined) throw new UsageError(`--${kind} and --${other} are compared one at a time.`);
  const foreign = Object.values(OWN)
    .flat()
    .find((option) => values[option] !== undefined && !OWN[kind].includes(option));
  if (foreign !== undefined) throw new UsageError(`--${foreign} does not go with --${kind}.`);
  return kind;
}

/**
 * @param folder of the MNIST images
 * @throws UsageError, RangeError or DatasetError for what cannot be compared
 */
export async function chooseComparison(
  kind: ComparedKind,
  values: Arguments['values'],
  request: TrainingRequest,
  folder: string,
): Promise<Comparison> {
  const list = values[kind] as string;
  const read = <T>(defaults: readonly T[], parse: (text: string) => T): readonly T[] =>
    list === DEFAULT ? defaults : checkOption(kind, () => splitNamedOptions(list).map(parse));
  switch (kind) {
    case 'schedules': {
      const schedules = read(DEFAULT_SCHEDULES, parseSchedule);
      const text = values['rate'] as string | undefined;
      const training = await chooseTraining({ ...request, seeds: request.seeds ?? DEFAULT_SEEDS }, folder);
      const rate = text === undefined ? defaultRate(training) : checkOption('rate', () => parseRate(text));
      return { kind, choice: schedulesChoice(training, schedules, rate) };
    }
    case 'optimizers': {
      const optimizers = read(COMPARED_OPTIMIZERS, parseOptimizer);
      const training = await chooseTraining(request, folder);
      return { kind, choice: optimizersChoice(training, optimizers, request.rates ?? null) };
    }
  }
}

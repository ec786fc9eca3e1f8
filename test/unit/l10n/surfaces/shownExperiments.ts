import type { ExperimentOverview } from '../../../../src/domain/experiment.ts';
import { MEASURES } from '../../../../src/domain/measure.ts';
import { parseOptimizer } from '../../../../src/domain/optimizerText.ts';
import { parseSchedule } from '../../../../src/domain/scheduleText.ts';
import type { RunResult, RunSpec } from '../../../../src/domain/run.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { batchSizesChoice } from '../../../../src/kinds/batchSizes/choice.ts';
import { optimizersChoice } from '../../../../src/kinds/optimizers/choice.ts';
import { schedulesChoice } from '../../../../src/kinds/schedules/choice.ts';
import { presetChoice } from '../../../../src/kinds/sweep/choice.ts';
import { trained } from '../../../support/comparisons.ts';
import { experiment, threeRates, sevenRates } from '../../charts/samples.ts';
import { readTraining } from '../../kinds/readTraining.ts';
import { trainingCurve } from '../../kinds/rangeTestCurves.ts';
import { confirmed } from '../../kinds/confirmedRates.ts';
import { CHOICE, tested } from '../../kinds/testedRates.ts';

/** Samples in which everything can be measured, that end in a loss that is not a number. */
const MEASURED = Array.from({ length: 60 }, (_, step) => ({
  step,
  loss: step === 59 ? NaN : 2 / (step + 1),
  validationLoss: 2,
  accuracy: 0.5,
  validationAccuracy: 0.4,
  rate: 0.1 / (step + 1),
  gradientNorm: 1,
}));

/** What the variants of comparisons are called, as users type it. */
export const COMPARED_NAMES = ['constant', 'cosine', 'linear', 'wsd', 'sgd', 'adam'];

/** Made when they are asked for, for plans contain texts: a sweep of each look, a range test and a training log. */
export function shownExperiments(): Readonly<Record<string, ExperimentOverview>> {
  return {
    sweep: translated(threeRates()),
    'a sweep with seeds': translated(sevenRates()),
    'a sweep with settings': translated(
      threeRates({
        preset: null,
        optimizer: parseOptimizer('momentum,momentum=0.8,weight-decay=0.1'),
        schedule: parseSchedule('step,every=1,warmup=5%'),
        clip: 1,
        groupRates: { output: 0.01, convolution1: 0 },
        measures: MEASURES,
        secondEngine: 'tensorflow',
        engine: 'wasm',
        epochs: 1,
      }),
    ),
    'a sweep of one rate': translated(
      experiment('sweep', null, [{ rate: 0.1, end: 1, fall: 9, accuracy: [], finding: ['healthy', 'none', ''] }], {
        network: { ...SLOW_FAST_FURIOUS.network, blocks: [], loss: 'squared' },
      }),
    ),
    'a sweep of a network without hidden layers': translated(
      threeRates({ preset: null, network: { ...SLOW_FAST_FURIOUS.network, blocks: [], hidden: [] } }),
    ),
    'a pruned sweep': pruned(translated(threeRates({ preset: null, prune: true }))),
    'an unfinished sweep': unfinished(threeRates()),
    'a range test': tested(trainingCurve(1e-3), { until: 0.5 }),
    'a range test of three repeats, up to the last rate': tested(trainingCurve(1e-3), {
      choice: { ...CHOICE, seeds: 3 },
    }),
    'a range test whose loss never fell': tested(() => 2.3),
    'a range test whose loss never rose': tested((rate) => Math.max(1, trainingCurve(1e-2)(Math.min(rate, 1e-2)))),
    'a range test with a spike': tested((rate) => (rate > 1.5e-5 && rate < 2e-5 ? 9 : 2.3)),
    'a range test that broke at once': tested((rate) => (rate > 2e-5 ? NaN : 2.3)),
    'a range test whose repeats disagree': disagreeing(),
    'a range test that was cancelled': tested(() => 2.3, { until: 0.01, state: 'cancelled' }),
    'a running range test': tested(null),
    ...comparedSchedules(),
    ...comparedOptimizers(),
    ...comparedBatchSizes(),
    'a confirmation': confirmed([0.4, 0.2, 1.9]),
    'a confirmation that found a better rate': confirmed([1.9, 0.8, 0.2]),
    'a confirmation without a result': confirmed([2.3, 2.3, 2.3]),
    'a training log': readTraining(MEASURED, {
      optimizer: 'Adam',
      batchSize: 64,
      rate: 0.1,
      total: 60,
      stepsPerEpoch: 60,
    }),
    'a training log by epochs': readTraining(MEASURED, { unit: 'epoch', total: 60, classes: 10 }),
  };
}

/** Schedules that are worse, not clearly different, diverged, and not known. */
function comparedSchedules(): Readonly<Record<string, ExperimentOverview>> {
  const schedules = COMPARED_NAMES.slice(0, 4).map(parseSchedule);
  const choice = schedulesChoice({ ...presetChoice(SLOW_FAST_FURIOUS), seeds: 2 }, schedules, 0.01);
  const losses: Readonly<Record<string, readonly number[]>> = {
    constant: [0.1, 0.2],
    cosine: [0.2, 0.3],
    linear: [0.1, 0.3],
    wsd: [NaN, 1],
  };
  const one = { ...choice, seeds: 1 };
  return {
    schedules: trained('schedules', choice, ({ schedule, seed }) => losses[schedule!.name][seed - 1]),
    'schedules with one seed': trained('schedules', one, ({ schedule }) => losses[schedule!.name][0]),
    'schedules before a result': trained('schedules', one, () => null),
    'schedules that diverge': trained('schedules', one, () => NaN),
  };
}

/** Optimizers with zones that end, or do not, or without one. */
function comparedOptimizers(): Readonly<Record<string, ExperimentOverview>> {
  const optimizers = ['sgd', 'adam'].map(parseOptimizer);
  const choice = optimizersChoice(presetChoice(SLOW_FAST_FURIOUS), optimizers, [1e-3, 1e-2, 1e-1]);
  const zone = ({ learningRate }: RunSpec): number => (learningRate === 0.01 ? 0.1 : 2);
  return {
    optimizers: trained('optimizers', { ...choice, seeds: 2 }, zone),
    'optimizers with an open zone': trained('optimizers', choice, () => 0.1),
    'optimizers of which one has no zone': trained('optimizers', choice, (spec) =>
      spec.optimizer.name === 'sgd' ? 2.3 : zone(spec),
    ),
    'optimizers before a result': trained('optimizers', choice, () => null),
    'optimizers that learn nothing': trained('optimizers', choice, () => 2.3),
  };
}

/** Batch sizes whose best rates grow as each rule says, as both do, as none does, or not at all. */
function comparedBatchSizes(): Readonly<Record<string, ExperimentOverview>> {
  const choice = batchSizesChoice(presetChoice(SLOW_FAST_FURIOUS), [16, 32, 64], [1e-3, 1e-2, 1e-1, 1], 'images');
  const grown =
    (exponent: number, scatter = 0) =>
    ({ batchSize, learningRate }: RunSpec): number =>
      0.1 +
      Math.log10((learningRate / 5e-3) * (batchSize / 16) ** -exponent * (batchSize === 32 ? 10 ** scatter : 1)) ** 2;
  const samples = [grown(1), grown(0.5), grown(0.7), grown(0.7, 0.3), grown(4)];
  return {
    ...Object.fromEntries(
      samples.map((loss, index) => [`batch sizes ${index}`, trained('batch-sizes', { ...choice, seeds: 2 }, loss)]),
    ),
    'two batch sizes at equal steps': trained(
      'batch-sizes',
      { ...choice, batchSizes: [16, 32], batchSize: 32, equal: 'steps' },
      grown(0.5),
    ),
    'batch sizes before a result': trained('batch-sizes', choice, () => null),
    'batch sizes that learn nothing': trained('batch-sizes', choice, () => 2.3),
  };
}

/** Words of the names of other finders. */
export const FINDER_NAMES = [
  'fastai valley',
  'fastai slide',
  'fastai steep',
  'fastai minimum',
  'Lightning',
  'pytorch',
  'lr',
  'finder',
] as const;

function disagreeing(): ExperimentOverview {
  const experiment = tested(null, { choice: { ...CHOICE, optimizer: { name: 'sgd' }, seeds: 3 } });
  const runs = experiment.runs.map((run, index) => ({
    ...tested(trainingCurve([1e-4, 1e-3, 1e-2][index])).runs[0],
    index,
    seed: run.seed,
  }));
  return { ...experiment, runs };
}

/** Replaces the sentences of the samples' findings, which are made up, by one that is translated, and names that a user would give. */
function translated(experiment: ExperimentOverview): ExperimentOverview {
  return {
    ...experiment,
    record: { ...experiment.record, name: 'sweep' },
    runs: experiment.runs.map((run) => ({ ...run, result: run.result && withTranslatedFindings(run.result) })),
  };
}

function withTranslatedFindings(result: RunResult): RunResult {
  return { ...result, findings: result.findings.map((finding) => ({ ...finding, code: 'healthy', args: ['2', '1'] })) };
}

/** The last run was stopped early. */
function pruned(experiment: ExperimentOverview): ExperimentOverview {
  return {
    ...experiment,
    runs: experiment.runs.map((run, index, { length }) =>
      index < length - 1 ? run : { ...run, state: 'pruned', result: { ...run.result!, state: 'pruned', score: null } },
    ),
  };
}

function unfinished(experiment: ExperimentOverview): ExperimentOverview {
  const states = ['failed', 'cancelled', 'interrupted'] as const;
  return {
    ...experiment,
    runs: experiment.runs.map((run, index) => ({ ...run, state: states[index % states.length], result: null })),
  };
}

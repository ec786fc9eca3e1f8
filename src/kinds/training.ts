import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import type { Finding } from '../domain/finding.ts';
import { findingMessage } from '../domain/findingMessage.ts';
import { formatCount, formatLoss } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { Metric } from '../domain/series.ts';
import { stepTitle } from '../domain/stepText.ts';
import { verdictText } from '../domain/verdictText.ts';
import { epochCount, stepCount } from './builtIn.ts';
import type { FigureDefinition } from './figureDefinition.ts';
import type { Description, Kind, KindSummary } from './kind.ts';

export interface TrainingSummary extends KindSummary {
  readonly kind: 'training';
}

/** A training that is followed or read from a log: nothing is planned, and there is nothing to compare it with. */
export const training: Kind<never, TrainingSummary> = {
  plural: () => l10n.t('Trainings'),
  needsSeries: false,
  plan: () => {
    throw new RangeError(l10n.t('A training that is read from a log cannot be planned.'));
  },
  summarize: () => ({ kind: 'training', verdicts: {}, comparisons: {}, suggestedRates: {} }),
  figures: trainingFigures,
  describe: describeTraining,
};

/** Facts of all runs; those that are unknown, or not the same for all, are missing. */
type CommonFacts = Pick<RunFacts, 'unit'> & Partial<RunFacts>;

/** Rates that span more than this factor are drawn on a log scale. */
const WIDE_SPAN = 10;

function trainingFigures({ runs }: ExperimentOverview): FigureDefinition[] {
  const { unit } = commonFacts(runs);
  const has = (metric: Metric): boolean => runs.some(({ facts }) => facts.metrics.some(({ name }) => name === metric));
  const linesOf = (...lines: readonly (readonly [Metric, string])[]): FigureDefinition['lines'] =>
    lines.filter(([metric]) => has(metric)).map(([metric, label]) => ({ metric, label }));
  const isInBits = runs.some(({ facts }) => facts.metrics.some(({ unit: lossUnit }) => lossUnit === 'bits'));
  const common = {
    x: { kind: 'step', title: stepTitle(unit), scale: 'linear' },
    points: 'samples',
    reference: null,
    published: [],
    article: null,
    marks: [],
  } as const;
  const all: FigureDefinition[] = [
    {
      ...common,
      name: 'lossByStep',
      title: l10n.t('Loss'),
      help: l10n.t(
        'A loss that falls and stays low is healthy. If it rises and stays high, or becomes NaN, the rate may be too high.',
      ),
      caption: l10n.t('The loss as recorded in the log.'),
      y: { title: isInBits ? l10n.t('loss in bits') : l10n.t('loss'), kind: 'loss' },
      lines: linesOf(['loss', l10n.t('training')], ['validationLoss', l10n.t('validation')]),
      showsFindings: true,
    },
    {
      ...common,
      name: 'accuracyByStep',
      title: l10n.t('Accuracy'),
      help: l10n.t('The share classified correctly. Training far above validation is overfitting.'),
      caption: l10n.t('The accuracy as recorded in the log.'),
      y: { title: l10n.t('accuracy'), kind: 'share' },
      lines: linesOf(['accuracy', l10n.t('training')], ['validationAccuracy', l10n.t('validation')]),
      reference: guessing(commonFacts(runs)),
    },
    {
      ...common,
      name: 'rateByStep',
      title: l10n.t('Learning rate'),
      help: l10n.t('How the schedule changes the rate: usually it rises during a warm-up, then falls.'),
      caption: l10n.t('The learning rate as recorded in the log.'),
      y: { title: l10n.t('learning rate'), kind: 'rate', ...(spansDecades(runs) ? { scale: 'log' as const } : {}) },
      lines: linesOf(['rate', l10n.t('learning rate')]),
    },
    {
      ...common,
      name: 'gradientNormByStep',
      title: l10n.t('Gradient norm'),
      help: l10n.t(
        'A steady or slowly falling norm is fine. A spike just before the loss rises means that a step was too large.',
      ),
      caption: l10n.t('The norm of the gradient as recorded in the log.'),
      y: { title: l10n.t('gradient norm'), kind: 'number' },
      lines: linesOf(['gradientNorm', l10n.t('gradient norm')]),
      showsFindings: true,
    },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

function describeTraining(
  { record, variants, runs }: ExperimentOverview,
  _: TrainingSummary,
  isRunning: boolean,
): Description {
  const facts = commonFacts(runs);
  return {
    title: record.name,
    subject: subjectOf(facts, runs.length),
    amounts: amountsOf(facts),
    outcome: outcomeOf(runs),
    answer: answerOf({ variants, runs }, isRunning),
    scales: [],
    notes: [],
    caveat: null,
    command: null,
  };
}

/** What is the same in all runs. Their unit is that of the first. */
function commonFacts(runs: readonly RunOverview[]): CommonFacts {
  const [first, ...others] = runs.map(({ facts }) => facts);
  const names = ['rate', 'optimizer', 'batchSize', 'classes', 'total', 'stepsPerEpoch'] as const;
  const common = names.filter((name) => first !== undefined && others.every((facts) => facts[name] === first[name]));
  return { unit: first?.unit ?? 'step', ...Object.fromEntries(common.map((name) => [name, first[name]])) };
}

/** "3 runs, Adam, batch 64, learning rate 0.001", as far as it is known and the same for all. */
function subjectOf({ optimizer, batchSize, rate }: CommonFacts, runs: number): string {
  const known = [
    ...(runs > 1 ? [l10n.t('{0} runs', runs)] : []),
    ...(optimizer ? [optimizer] : []),
    ...(batchSize ? [l10n.t('batch {0}', batchSize)] : []),
    ...(rate !== null && rate !== undefined ? [l10n.t('learning rate {0}', formatRate(rate))] : []),
  ];
  return known.length > 0 ? known.join(', ') : l10n.t('one training run');
}

function amountsOf({ unit, total, stepsPerEpoch }: CommonFacts): string[] {
  if (!total) return [];
  switch (unit) {
    case 'epoch':
      return [epochCount(Number(total.toPrecision(3)))];
    case 'row':
      return [total === 1 ? l10n.t('1 row') : l10n.t('{0} rows', formatCount(total))];
    case 'step': {
      const epochs = stepsPerEpoch ? Math.round(total / stepsPerEpoch) : 0;
      return [stepCount(total), ...(epochs > 0 ? [epochCount(epochs)] : [])];
    }
  }
}

function symptomsOf(runs: readonly RunOverview[]): Finding[] {
  return runs.flatMap(({ result }) => result?.findings.filter(({ symptom }) => symptom !== 'healthy') ?? []);
}

function outcomeOf(runs: readonly RunOverview[]): string | null {
  const best = lowestScore(runs);
  if (runs.length > 1) return best && l10n.t('lowest final loss {0}', formatLoss(best.score));
  const [symptom] = symptomsOf(runs);
  if (symptom) return verdictText(symptom.symptom);
  return best && l10n.t('final loss {0}', formatLoss(best.score));
}

/** The run that ended lowest; null while none has ended. */
function lowestScore(runs: readonly RunOverview[]): { readonly run: RunOverview; readonly score: number } | null {
  const scored = runs.flatMap((run) =>
    typeof run.result?.score === 'number' ? [{ run, score: run.result.score }] : [],
  );
  return scored.reduce<(typeof scored)[number] | null>(
    (best, each) => (best && best.score <= each.score ? best : each),
    null,
  );
}

function answerOf(
  { variants, runs }: Pick<ExperimentOverview, 'variants' | 'runs'>,
  isRunning: boolean,
): Description['answer'] {
  const best = lowestScore(runs);
  if (runs.length > 1 && best) {
    const label = variants.find(({ id }) => id === best.run.variant)?.label ?? '';
    return {
      title: l10n.t('Lowest final loss'),
      value: formatLoss(best.score),
      detail: l10n.t('Reached by {0}.', label),
    };
  }
  const symptoms = symptomsOf(runs);
  if (symptoms.length > 0) {
    const detail = symptoms.map(findingMessage).join(' ');
    return { title: l10n.t('Problem'), value: verdictText(symptoms[0].symptom), detail };
  }
  const title = l10n.t('Final loss');
  if (best) {
    const detail = l10n.t(
      'Mean loss at the end of training. The curve shows no problem, but only a comparison with other rates can show whether a better one exists.',
    );
    return { title, value: formatLoss(best.score), detail };
  }
  return { title, value: null, detail: isRunning ? l10n.t('Available when training ends.') : noLossText(runs) };
}

function noLossText(runs: readonly RunOverview[]): string {
  return runs.some(({ state }) => state === 'finished')
    ? l10n.t('The log contains no training loss.')
    : l10n.t('There is no final loss, because the training did not finish.');
}

function guessing({ classes }: CommonFacts): FigureDefinition['reference'] {
  return classes ? { y: 1 / classes, label: l10n.t('guessing, {0}%', Math.round(100 / classes)) } : null;
}

function spansDecades(runs: readonly RunOverview[]): boolean {
  const rates = runs.flatMap(({ result }) => Array.from(result?.series.rate?.values ?? [])).filter((rate) => rate > 0);
  const [lowest, highest] = rates.reduce(
    ([low, high], rate) => [Math.min(low, rate), Math.max(high, rate)],
    [Infinity, -Infinity],
  );
  return highest > WIDE_SPAN * lowest;
}

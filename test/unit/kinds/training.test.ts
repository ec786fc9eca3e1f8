import assert from 'node:assert/strict';
import { curvesOf } from '../../../src/charts/curves.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import type { RunFacts } from '../../../src/domain/runFacts.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import { describe as describeExperiment, figuresOf, planExperiment, summarize } from '../../../src/kinds/kinds.ts';
import type { Description } from '../../../src/kinds/kind.ts';
import type { FigureDefinition, FigureMark } from '../../../src/kinds/figureDefinition.ts';
import { readTraining } from './readTraining.ts';

function figures(experiment: ExperimentOverview): readonly FigureDefinition[] {
  return figuresOf(experiment, summarize(experiment));
}

function described(experiment: ExperimentOverview, isRunning = false): Description {
  return describeExperiment(experiment, summarize(experiment), isRunning);
}

const FALLING = Array.from({ length: 50 }, (_, step) => ({ step, loss: 2 / (step + 1) }));

describe('training as a kind of experiment', () => {
  it('cannot be planned', () => {
    assert.throws(() => planExperiment('training', {}), RangeError);
  });

  it('compares nothing', () => {
    const { verdicts, comparisons, suggestedRates } = summarize(readTraining(FALLING));
    assert.deepEqual({ verdicts, comparisons, suggestedRates }, { verdicts: {}, comparisons: {}, suggestedRates: {} });
  });

  const shown: [name: string, sample: Omit<Sample, 'step'>, expected: [name: string, ...metrics: string[]][]][] = [
    ['a loss', { loss: 1 }, [['lossByStep', 'loss']]],
    ['a validation loss alone', { validationLoss: 1 }, [['lossByStep', 'validationLoss']]],
    ['all there is', { loss: 1, validationLoss: 1, accuracy: 0.5, validationAccuracy: 0.4, rate: 0.1, gradientNorm: 3 }, [
      ['lossByStep', 'loss', 'validationLoss'],
      ['accuracyByStep', 'accuracy', 'validationAccuracy'],
      ['rateByStep', 'rate'],
      ['gradientNormByStep', 'gradientNorm'],
    ]],
  ]; // prettier-ignore
  for (const [name, sample, expected] of shown) {
    it(`draws ${name}`, () => {
      const found = figures(readTraining([{ step: 1, ...sample }, { step: 2, ...sample }])); // prettier-ignore
      assert.deepEqual(
        found.map((figure) => [figure.name, ...figure.lines.map(({ metric }) => metric)]),
        expected,
      );
    });
  }

  for (const unit of ['step', 'epoch', 'row'] as const) {
    it(`names the axis for a run that counts ${unit}s`, () => {
      const [loss] = figures(readTraining(FALLING, { unit }));
      assert.deepEqual(loss.x, { kind: 'step', title: unit, scale: 'linear' });
    });
  }

  it('names the unit of a loss in bits', () => {
    const axisOf = (known: Partial<RunFacts>): string => figures(readTraining(FALLING, known))[0].y.title;
    assert.equal(axisOf({}), 'loss');
    assert.equal(axisOf({ metrics: [{ name: 'loss', source: 'loss', unit: 'bits' }] }), 'loss in bits');
  });

  it('draws a rate that spans more than a decade on a log scale', () => {
    const withRates = (rates: readonly number[]): ExperimentOverview =>
      readTraining(rates.map((rate, step) => ({ step, loss: 1, rate })));
    const scaleOf = (experiment: ExperimentOverview): string | undefined =>
      figures(experiment).find(({ name }) => name === 'rateByStep')!.y.scale;
    assert.equal(scaleOf(withRates([0.1, 0.05, 0.02])), undefined);
    assert.equal(scaleOf(withRates([0.1, 0.01, 1e-4, 0])), 'log');
  });

  it('compares the accuracy with guessing where the classes are known', () => {
    const samples = FALLING.map((sample) => ({ ...sample, accuracy: 0.5 }));
    const reference = (experiment: ExperimentOverview): unknown =>
      figures(experiment).find(({ name }) => name === 'accuracyByStep')!.reference;
    assert.equal(reference(readTraining(samples)), null);
    assert.deepEqual(reference(readTraining(samples, { classes: 4 })), { y: 0.25, label: 'guessing, 25%' });
  });

  it('marks where the loss broke, and since when it has risen', () => {
    const marksOf = (experiment: ExperimentOverview): readonly FigureMark[] =>
      curvesOf(experiment, summarize(experiment), figures(experiment)).figures[0].marks;
    const [broken] = marksOf(readTraining([...FALLING, { step: 50, loss: NaN }, { step: 51, loss: NaN }]));
    assert.deepEqual(broken, {
      from: 50,
      to: 50,
      label: '',
      severity: 'error',
      detail: 'The loss is NaN from step 50 on.',
    });
    const [risen] = marksOf(readTraining([...FALLING, ...FALLING.map(({ step }) => ({ step: step + 50, loss: 1.9 }))]));
    assert.deepEqual([risen.label, risen.severity, risen.to], ['diverging', 'error', 99]);
    assert.ok(risen.from > 30 && risen.from < 60);
  });

  it('is described by what is known of it', () => {
    const { title, subject, amounts, scales, caveat, command } = described(
      readTraining(FALLING, { optimizer: 'AdamW', batchSize: 64, rate: 0.001, total: 12_000, stepsPerEpoch: 1000 }),
    );
    assert.deepEqual(
      { title, subject, amounts, scales, caveat, command },
      {
        title: 'version_0/metrics.csv',
        subject: 'AdamW, batch 64, learning rate 0.001',
        amounts: ['12,000 steps', '12 epochs'],
        scales: [],
        caveat: null,
        command: null,
      },
    );
  });

  it('says no more than it knows', () => {
    const { subject, amounts } = described(readTraining(FALLING));
    assert.deepEqual([subject, amounts], ['one training run', []]);
    assert.deepEqual(described(readTraining(FALLING, { unit: 'epoch', total: 30 })).amounts, ['30 epochs']);
    assert.deepEqual(described(readTraining(FALLING, { unit: 'row', total: 1 })).amounts, ['1 row']);
  });

  it('answers with the final loss, or with what is wrong', () => {
    const healthy = described(readTraining(FALLING));
    assert.deepEqual([healthy.answer.title, healthy.answer.value], ['Final loss', '0.0504']);
    assert.equal(healthy.outcome, 'final loss 0.0504');
    const broken = described(readTraining([...FALLING, { step: 50, loss: NaN }]));
    assert.deepEqual(broken.answer, {
      title: 'Problem',
      value: 'NaN',
      detail: 'The loss is NaN from step 50 on.',
    });
    assert.equal(broken.outcome, 'NaN');
  });

  it('has no answer without a training loss, or before the end', () => {
    const [run] = readTraining(FALLING).runs;
    const running = { ...readTraining(FALLING), runs: [{ ...run, state: 'running' as const, result: null }] };
    assert.deepEqual([described(running, true).answer.value, described(running, true).outcome], [null, null]);
    assert.match(described(running, true).answer.detail, /when training ends/);
    assert.match(described(readTraining([{ step: 1, validationLoss: 1 }])).answer.detail, /no training loss/);
    const failed = {
      ...run,
      state: 'failed' as const,
      result: { ...run.result!, state: 'failed' as const, score: null },
    };
    assert.match(
      described({ ...running, runs: [failed] }).answer.detail,
      /^There is no final loss, because the training did/,
    );
  });

  it('says of several runs what they have in common, and which ended lowest', () => {
    const [one, other] = [0.1, 0.2].map((rate) => readTraining(FALLING, { rate, optimizer: 'adam' }));
    const second = {
      ...other.runs[0],
      index: 1,
      variant: 'second',
      result: { ...other.runs[0].result!, score: 0.001 },
    };
    const experiment = {
      ...one,
      variants: [...one.variants, { id: 'second', label: 'the second', values: {} }],
      runs: [...one.runs, second],
    };
    const { subject, answer, outcome } = described(experiment);
    assert.equal(subject, '2 runs, adam');
    assert.deepEqual(
      [answer.title, answer.value, answer.detail],
      ['Lowest final loss', '0.001', 'Reached by the second.'],
    );
    assert.equal(outcome, 'lowest final loss 0.001');
  });
});

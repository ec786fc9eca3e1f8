import assert from 'node:assert/strict';
import { curvesOf, shapeCurves } from '../../../src/charts/curves.ts';
import type { CurveRun } from '../../../src/charts/curveRun.ts';
import type { Figure } from '../../../src/charts/figure.ts';
import { FigureReader } from '../../../src/charts/reading.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { Finding, Symptom } from '../../../src/domain/finding.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { Variant } from '../../../src/domain/variant.ts';
import { figuresOf, summarize } from '../../../src/kinds/kinds.ts';
import { draw, textsOf } from './draw.ts';
import { curveRunOf, definitionOf } from './inputs.ts';
import { findingOf, threeRates } from './samples.ts';

const RATES = ['0.01', '0.1', '1'];
const VARIANTS = RATES.map((label): Variant => ({ id: label, label, values: { rate: Number(label) } }));
const LOSSES = Array.from({ length: 101 }, (_, step) => 2 - step / 100);

function found(symptom: Symptom, fromStep: number, toStep = 100): Finding {
  return { ...findingOf([symptom, 'rate-too-high', `It is ${symptom}.`]), fromStep, toStep };
}

function runWith(rate: string, findings: readonly Finding[], changes: Partial<CurveRun> = {}): CurveRun {
  return curveRunOf(rate, LOSSES, { findings, ...changes });
}

function shape(runs: readonly CurveRun[], hidden: readonly string[] = [], changes = {}) {
  const definitions = [definitionOf({ showsFindings: true, ...changes })];
  return shapeCurves({ variants: VARIANTS, runs, definitions }, { ...DEFAULT_VIEW, hidden });
}

const marksOf = (figure: Figure) => figure.marks.map(({ from, to, label, detail }) => [from, to, label, detail]);

describe('what was found, in the chart of the losses', function () {
  this.timeout(20_000);
  const one = [runWith('0.1', [found('diverging', 40), found('spike', 10, 12), found('healthy', 0), found('slow', 0)])];
  const several = [
    runWith('0.01', [found('oscillating', 5)]),
    ...one,
    runWith('1', [found('nan', 41)], { seed: 1 }),
    runWith('1', [found('nan', 30)], { seed: 2 }),
  ];

  it('is a band with the name of the symptom where one variant is shown, but for what concerns all of the run', () => {
    const expected = [
      [10, 12, 'spike', 'It is spike.'],
      [40, 100, 'diverging', 'It is diverging.'],
    ];
    assert.deepEqual(marksOf(shape(one).figures[0]), expected);
    assert.deepEqual(marksOf(shape(several, ['0.01', '1']).figures[0]), expected);
  });

  it('is a flag at the step where the loss breaks', () => {
    assert.deepEqual(marksOf(shape(several, ['0.01', '0.1']).figures[0]), [[30, 30, '', 'It is nan.']]);
  });

  it('is only the errors, a flag each that names its variant, where several are shown', () => {
    assert.deepEqual(marksOf(shape(several).figures[0]), [
      [30, 30, '', '1: It is nan.'],
      [40, 40, '', '0.1: It is diverging.'],
    ]);
  });

  it('stands at the epochs where the axis counts them', () => {
    const facts = { ...NO_FACTS, stepsPerEpoch: 20 };
    const x = { kind: 'epoch', title: 'epoch', scale: 'linear' } as const;
    const [figure] = shape([runWith('1', [found('diverging', 40)], { facts })], [], { x }).figures;
    assert.deepEqual(marksOf(figure), [[2, 5, 'diverging', 'It is diverging.']]);
  });

  it('is left out beyond six flags, the mildest first', () => {
    const many = (['oscillating', 'plateau', 'spike', 'overfitting', 'nan', 'exploding', 'diverging'] as const).map(
      (symptom, index) => found(symptom, 10 * index),
    );
    const labels = shape([runWith('1', many)]).figures[0].marks.map(({ label, detail }) => label || detail);
    assert.deepEqual(labels, ['oscillating', 'plateau', 'spike', 'It is nan.', 'exploding', 'diverging']);
  });

  it('is not marked in other charts', () => {
    assert.deepEqual(shape(one, [], { showsFindings: undefined }).figures[0].marks, []);
  });

  it('is read at its flag, and nowhere else', () => {
    const curves = shape(one);
    const reader = new FigureReader(curves.figures[0], curves.variants);
    const readAt = (x: number) => reader.findingsAt(x).map(({ label }) => label);
    assert.deepEqual([10, 40, 41, 25, 70].map(readAt), [['spike'], ['diverging'], ['diverging'], [], []]);
  });

  it('is drawn with a shape for its severity, and tells its sentence in the report', async () => {
    const curves = shape(one);
    const { svg, view, complaints } = await draw(curves, 'figure');
    assert.deepEqual(complaints, []);
    assert.equal(textsOf(svg).find(({ text }) => text === 'diverging')?.colour, '#b3261e');
    const rows = view.data('marks') as { detail: string; isBand: boolean }[];
    assert.deepEqual(
      rows.map(({ detail, isBand }) => [detail, isBand]),
      [
        ['It is spike.', true],
        ['It is diverging.', true],
      ],
    );
  });

  it('is marked in the loss per step of a sweep', () => {
    const experiment = threeRates();
    const summary = summarize(experiment);
    const { figures } = curvesOf(experiment, summary, figuresOf(experiment, summary));
    const marked = figures.filter(({ marks }) => marks.some(({ detail }) => detail !== undefined));
    assert.deepEqual(
      marked.map(({ name, marks }) => [name, marks.length, marks[0].detail?.slice(0, 22)]),
      [['lossByStep', 1, '0.1: The loss jumped t']],
    );
  });
});

import { median } from '../domain/zone.ts';
import type { Prepared, PreparedRun } from './curves.ts';
import type { Axis, Figure, RatePoint, SeedPoint } from './figure.ts';
import { rangeOf } from './smoothing.ts';
import type { Point } from './smoothing.ts';
import { excursion, stopsOf } from './stops.ts';
import { lossAxis, timeAxis } from './viewing.ts';

/** Figure 1: the mean training loss of each epoch, beginning with the loss before training. */
export function lossByEpoch(prepared: Prepared): Figure {
  const { view } = prepared;
  const points = (run: PreparedRun) => [
    ...(run.initialLoss === null ? [] : [{ x: 0, y: run.initialLoss }]),
    ...run.epochs.map(({ epoch, loss }) => ({ x: epoch, y: loss })),
  ];
  const lines = linesOf(prepared, points);
  const range = { ...rangeOf([...lines.bold, ...lines.seeds]), top: prepared.top };
  const { axis, caption } = lossAxis(
    'mean training loss',
    range,
    view.lossScale === 'log' ? 'log' : 'linear',
    view.whole,
  );
  const [, top] = axis.domain;
  return {
    title: 'Mean training loss by epoch',
    caption: [
      `The mean loss over each epoch’s training images; epoch 0 is the loss before training.`,
      caption,
      ...commonNotes(prepared),
    ].join(' '),
    x: epochAxis(0, prepared),
    y: axis,
    ...lines,
    article: articlePoints(prepared, (result) => result.loss),
    stops: stopsOf(
      { ...prepared, top },
      (_run, { epoch }) => ({ x: epoch, y: top }),
      (run) => excursion(points(run).filter(isFinitePoint), top, ({ x }, loss) => [`mean ${loss}`, `in epoch ${x}`]),
    ),
    raw: [],
    reference: null,
    dots: true,
    notes: [],
  };
}

/** Figure 2: the share of test images classified rightly after each epoch. */
export function accuracyByEpoch(prepared: Prepared): Figure {
  const { plan, rates, runs } = prepared;
  const points = (run: PreparedRun) =>
    run.epochs.flatMap(({ epoch, accuracy }) => (accuracy === null ? [] : { x: epoch, y: accuracy }));
  const lines = linesOf(prepared, points);
  const missing = rates.filter((_, rate) => {
    const ours = runs.filter((run) => run.rate === rate);
    return ours.length > 0 && ours.every(({ ended }) => ended) && lines.bold.every((point) => point.rate !== rate);
  });
  return {
    title: 'Test accuracy by epoch',
    caption: [
      'The share of test images classified rightly after each epoch.',
      ...commonNotes(prepared),
      missing.length > 0
        ? `Without a line, because they broke or ended before a test: ${missing.map(({ label }) => label).join(', ')}.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    x: epochAxis(Math.min(1, plan.epochs - 1), prepared),
    y: { title: 'test accuracy', domain: [0, 1], scale: 'linear', format: '.0%' },
    ...lines,
    article: articlePoints(prepared, (result) => result.accuracy),
    stops: [],
    raw: [],
    reference: { y: 1 / plan.classes, label: `guessing, ${Math.round(100 / plan.classes)} %` },
    dots: true,
    notes: [],
  };
}

/** What holds for every figure with thin lines or an article beside them. */
function commonNotes(prepared: Prepared): string[] {
  const seeds = new Set(prepared.runs.map((run) => run.seed)).size;
  return [
    ...(seeds > 1 ? [`Bold: the median of ${seeds} seeds; thin: each seed.`] : []),
    ...(prepared.plan.published.length > 0 ? ['Hollow circles: what the article printed.'] : []),
  ];
}

/** Thin lines and their medians. A run that diverged counts as infinitely bad from then on, so that survivors don’t flatter their rate. */
function linesOf(
  prepared: Prepared,
  pointsOf: (run: PreparedRun) => readonly Point[],
): { bold: RatePoint[]; seeds: SeedPoint[] } {
  const lines = prepared.runs.map((run) => {
    const points = pointsOf(run);
    const broken = points.findIndex((point) => !isFinitePoint(point));
    return { run, points: broken < 0 ? points : points.slice(0, broken) };
  });
  const several = prepared.rates.some((_, rate) => lines.filter(({ run }) => run.rate === rate).length > 1);
  const seeds = lines.flatMap(({ run, points }) =>
    points.map((point) => ({ ...point, rate: run.rate, seed: run.seed })),
  );
  const bold = prepared.rates.flatMap((_, rate) => {
    const ours = lines
      .filter(({ run }) => run.rate === rate)
      .map(({ run, points }) => ({ run, heights: new Map(points.map(({ x, y }) => [x, y])) }));
    const places = [...new Set(ours.flatMap(({ heights }) => [...heights.keys()]))].sort((a, b) => a - b);
    return places
      .map((x) => ({
        x,
        y: median(ours.flatMap(({ run, heights }) => heights.get(x) ?? (run.divergence ? Infinity : []))),
        rate,
      }))
      .filter(isFinitePoint);
  });
  return { bold, seeds: several ? seeds : [] };
}

function articlePoints(
  prepared: Prepared,
  valuesOf: (result: Prepared['plan']['published'][number]) => readonly number[],
): RatePoint[] {
  return prepared.plan.published.flatMap((result) => {
    const rate = prepared.rates.findIndex((candidate) => candidate.rate === result.learningRate);
    if (rate < 0 || prepared.view.hidden.includes(result.learningRate)) return [];
    return valuesOf(result)
      .slice(0, prepared.plan.epochs)
      .map((y, index) => ({ x: index + 1, y, rate }));
  });
}

function epochAxis(from: number, { plan, view }: Prepared): Axis {
  return timeAxis({ title: 'epoch', domain: [from, plan.epochs], format: 'd' }, view);
}

function isFinitePoint({ y }: Point): boolean {
  return Number.isFinite(y);
}

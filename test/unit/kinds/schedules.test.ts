import assert from 'node:assert/strict';
import { curvesOf } from '../../../src/charts/curves.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { RunSpec } from '../../../src/domain/run.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { schedules } from '../../../src/kinds/schedules.ts';
import { schedulesChoice } from '../../../src/kinds/schedules/choice.ts';
import type { SchedulesChoice } from '../../../src/kinds/schedules/choice.ts';
import { defaultRate } from '../../../src/kinds/schedules/defaultRate.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { trained } from '../../support/comparisons.ts';

function choiceOf(names: readonly string[], changes: Partial<SchedulesChoice> = {}): SchedulesChoice {
  const training = { ...presetChoice(SLOW_FAST_FURIOUS), seeds: 3 };
  return { ...schedulesChoice(training, names.map(parseSchedule), 0.01), ...changes };
}

const CHOICE = choiceOf(['constant', 'step', 'cosine,warmup=5%']);

/** Final losses by the name of the schedule, one a seed. */
function compared(losses: Readonly<Record<string, readonly number[]>>, choice = CHOICE): ExperimentOverview {
  return trained('schedules', choice, ({ schedule, seed }: RunSpec) => losses[schedule!.name][seed - 1] ?? null);
}

const standings = (experiment: ExperimentOverview): (string | undefined)[][] =>
  schedules.summarize(experiment).ranking.map(({ label, standing }) => [label, standing]);

describe('a comparison of schedules', () => {
  it('trains all schedules from each seed in turn, with the same rate and budget', () => {
    const { runs, variants } = schedules.plan(CHOICE);
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['constant', 'step', 'cosine,warmup=5%'],
    );
    assert.deepEqual(runs.map(({ variant, seed }) => `${variant.label} ${seed}`).slice(0, 4), [
      'constant 1',
      'step 1',
      'cosine,warmup=5% 1',
      'constant 2',
    ]);
    assert.deepEqual([...new Set(runs.map(({ spec }) => `${spec!.learningRate} ${spec!.epochs}`))], ['0.01 3']);
    assert.deepEqual(runs[2].spec!.schedule, parseSchedule('cosine,warmup=5%'));
  });

  const refused: [SchedulesChoice, RegExp][] = [
    [choiceOf(['step']), /at least two schedules/],
    [choiceOf(['step', 'step,factor=0.1']), /The schedule step is given twice/],
    [choiceOf(['step', 'constant'], { learningRate: 0 }), /must be a positive number, not 0/],
    [choiceOf(['constant', 'cosine,warmup=9999']), /takes up the whole run/],
  ];
  for (const [choice, message] of refused)
    it(`refuses what ${message.source} says`, () => assert.throws(() => schedules.plan(choice), message));

  it('calls a schedule worse only if it is so seed by seed', () => {
    const experiment = compared({ step: [0.1, 0.2, 0.3], constant: [0.15, 0.251, 0.352], cosine: [0.4, 0.19, 0.21] });
    assert.deepEqual(standings(experiment), [
      ['step', 'best'],
      ['cosine,warmup=5%', 'unclear'],
      ['constant', 'worse'],
    ]);
    const { table, answer } = schedules.describe(experiment, schedules.summarize(experiment), false);
    assert.deepEqual(table!.rows[2].cells, ['constant', '0.251', '0.15 to 0.352', '0.051 (0.0485 to 0.0535)', 'worse']);
    assert.equal(answer.value, 'step');
    assert.equal(
      answer.detail,
      '0.2, the median of 3 seeds. Clearly better than constant. No clear difference from cosine (warmup=5%).',
    );
  });

  it('says what wsd is short for where it is compared', () => {
    const experiment = compared({ constant: [0.2, 0.2], wsd: [0.1, 0.1] }, choiceOf(['constant', 'wsd'], { seeds: 2 }));
    const { notes } = schedules.describe(experiment, schedules.summarize(experiment), false);
    assert.match(notes.at(-1)!, /^wsd is short for warm-up, stable, decay/);
  });

  it('says nothing of differences with one seed, and nothing of runs to come', () => {
    const one = choiceOf(['constant', 'step'], { seeds: 1 });
    const experiment = compared({ constant: [0.2], step: [0.1] }, one);
    assert.deepEqual(standings(experiment), [
      ['step', 'best'],
      ['constant', 'unknown'],
    ]);
    const { notes } = schedules.describe(experiment, schedules.summarize(experiment), false);
    assert.match(notes[0], /at least 3 seeds/);
    assert.doesNotMatch(notes.join(), /wsd/);
    const begun = compared({ constant: [0.2], step: [], cosine: [] });
    assert.deepEqual(standings(begun), [['constant', 'best']]);
    assert.equal(schedules.describe(begun, schedules.summarize(begun), true).answer.title, 'Lowest final loss so far');
  });

  it('puts what diverged last, and names no best where all did', () => {
    const some = compared({ constant: [NaN, NaN, 0.1], step: [0.1, 0.2, 0.3], cosine: [0.5, 0.5, NaN] });
    assert.deepEqual(standings(some), [
      ['step', 'best'],
      ['cosine,warmup=5%', 'diverged'],
      ['constant', 'diverged'],
    ]);
    const all = compared({ constant: [NaN, NaN, NaN], step: [NaN, NaN, NaN], cosine: [NaN, NaN, NaN] });
    const { answer } = schedules.describe(all, schedules.summarize(all), false);
    assert.deepEqual([answer.value, answer.detail], [null, 'Most runs of every schedule diverged. Try a lower rate.']);
  });

  it('draws the rate of every step below the loss, also of a schedule that keeps or holds it', () => {
    const experiment = compared({ constant: [0.3], step: [0.2], cosine: [0.1] }, { ...CHOICE, seeds: 1 });
    const summary = schedules.summarize(experiment);
    const { figures } = curvesOf(experiment, summary, schedules.figures(experiment, summary));
    assert.deepEqual(
      figures.map(({ name }) => name),
      ['lossByStep', 'rateByStep', 'accuracyByEpoch'],
    );
    const [loss, rate] = figures;
    assert.deepEqual(rate.x.domain, loss.x.domain);
    const linesOf = (variant: number) =>
      rate.main.filter((point) => point.variant === variant).map(({ x, y }) => [x, Number(y.toPrecision(6))]);
    assert.deepEqual(linesOf(0), [
      [1, 0.01],
      [471, 0.01],
    ]);
    assert.deepEqual(linesOf(1), [
      [1, 0.01],
      [157, 0.01],
      [158, 0.001],
      [314, 0.001],
      [315, 1e-4],
      [471, 1e-4],
    ]);
    assert.equal(linesOf(2)[0][1], Number((0.01 / 25).toPrecision(6)));
  });

  it('names the command that runs it again', () => {
    const experiment = compared({ constant: [0.3], step: [0.2], cosine: [0.1] });
    assert.equal(
      schedules.describe(experiment, schedules.summarize(experiment), false).command,
      'goldilocks compare --schedules constant,step,cosine,warmup=5% --rate 0.01 --optimizer adam --batch 64 --train 10000 --epochs 3 --test 2000 --seeds 3',
    );
  });

  it('is at the middle rate of a preset, or at that of another optimizer', () => {
    const training = presetChoice(SLOW_FAST_FURIOUS);
    assert.equal(defaultRate(training), 0.01);
    assert.equal(defaultRate({ ...training, optimizer: DEFAULT_OPTIMIZERS.sgd }), 0.2);
  });
});

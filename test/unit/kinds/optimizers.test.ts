import assert from 'node:assert/strict';
import { curvesOf } from '../../../src/charts/curves.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { zoneWidth } from '../../../src/domain/zoneWidth.ts';
import { optimizers } from '../../../src/kinds/optimizers.ts';
import { COMPARED_OPTIMIZERS, optimizersChoice, ratesAround } from '../../../src/kinds/optimizers/choice.ts';
import type { OptimizersChoice } from '../../../src/kinds/optimizers/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { draw } from '../charts/draw.ts';
import { trained } from '../../support/comparisons.ts';

const TRAINING = presetChoice(SLOW_FAST_FURIOUS);
const TWO = [DEFAULT_OPTIMIZERS.sgd, DEFAULT_OPTIMIZERS.adam];
const RATES = [1e-4, 1e-3, 1e-2, 1e-1, 1];
const CHOICE = optimizersChoice(TRAINING, TWO, RATES);

/** Adam is just right at 1e-3 to 1e-1, SGD at 0.1 alone; at a rate of 1 both diverge. */
function compared(choice: OptimizersChoice = CHOICE): ExperimentOverview {
  const good: Readonly<Record<string, readonly number[]>> = { sgd: [0.1], adam: [1e-3, 1e-2, 1e-1] };
  return trained('optimizers', choice, ({ optimizer, learningRate }) => {
    if (learningRate >= 1) return NaN;
    return good[optimizer.name].includes(learningRate) ? 0.1 + learningRate / 100 : 2;
  });
}

describe('a comparison of optimizers', () => {
  it('sweeps each optimizer around its own central rate, two rates a decade', () => {
    assert.deepEqual(ratesAround(DEFAULT_OPTIMIZERS.adam), [1e-4, 3.2e-4, 1e-3, 3.2e-3, 0.01, 0.032, 0.1, 0.32, 1]);
    const { variants, runs } = optimizers.plan(optimizersChoice(TRAINING, COMPARED_OPTIMIZERS, null));
    assert.equal(runs.length, 27);
    assert.deepEqual(
      [variants[0].label, variants[9].label, variants[26].label],
      ['0.002 sgd', '4e-4 momentum', '1 adam'],
    );
    assert.deepEqual(runs[9].spec!.optimizer, DEFAULT_OPTIMIZERS.momentum);
    assert.equal(runs[9].facts.optimizer, 'momentum');
  });

  const refused: [OptimizersChoice, RegExp][] = [
    [optimizersChoice(TRAINING, TWO.slice(1), RATES), /at least two optimizers/],
    [optimizersChoice(TRAINING, [TWO[0], TWO[0]], RATES), /The optimizer sgd is given twice/],
    [optimizersChoice(TRAINING, TWO, [0.1]), /at least two learning rates/],
  ];
  for (const [choice, message] of refused)
    it(`refuses what ${message.source} says`, () => assert.throws(() => optimizers.plan(choice), message));

  it('gives each a zone, with its width from the rates in it to the next ones outside', () => {
    const { outcomes, verdicts } = optimizers.summarize(compared());
    assert.deepEqual(
      outcomes.map(({ optimizer, width }) => [optimizer.name, width!.atLeast, width!.below]),
      [
        ['adam', 2, 4],
        ['sgd', 0, 2],
      ],
    );
    assert.equal(verdicts['rate=0.001,optimizer=adam,engine=wasm'], 'fast');
    assert.equal(verdicts['rate=0.001,optimizer=sgd,engine=wasm'], 'slow');
  });

  it('says who forgives most, and where the zones may be as wide', () => {
    const experiment = compared();
    const { answer, table, scales } = optimizers.describe(experiment, optimizers.summarize(experiment), false);
    assert.equal(answer.value, 'Adam');
    assert.equal(answer.detail, 'Rates from 0.001 to 0.1 were just right; the highest is 100 times the lowest.');
    assert.deepEqual(
      table!.rows.map(({ cells }) => cells.slice(0, 3)),
      [
        ['Adam', '0.001 to 0.1', '2 to 4'],
        ['SGD', '0.1', '0 to 2'],
      ],
    );
    assert.deepEqual(
      scales.map(({ label }) => label),
      ['SGD', 'Adam'],
    );
    const same = trained('optimizers', CHOICE, ({ learningRate }) => (learningRate === 0.01 ? 0.1 : 2));
    assert.match(
      optimizers.describe(same, optimizers.summarize(same), false).answer.detail,
      /so far apart that the zone of Adam may be just as wide\./,
    );
  });

  it('does not know the width of a zone that reaches the last rate', () => {
    assert.deepEqual(zoneWidth({ low: 0.1, high: 1 }, [0.01, 0.1, 1]), { atLeast: 1, below: null });
    const open = trained('optimizers', CHOICE, ({ learningRate }) => (learningRate >= 0.1 ? 0.1 : 2));
    const { notes, table } = optimizers.describe(open, optimizers.summarize(open), false);
    assert.match(notes[0], /^These zones reach the end of the rates tried and may be wider: SGD and Adam\./);
    assert.equal(table!.rows[0].cells[2], 'at least 1');
  });

  it('names no width before a zone, nor where nothing learned', () => {
    for (const [loss, running, detail] of [
      [null, true, /Available when the first runs finish/],
      [2.3, false, /None of the rates tried learned enough/],
    ] as const) {
      const experiment = trained('optimizers', CHOICE, () => loss);
      const { answer, table, outcome } = optimizers.describe(experiment, optimizers.summarize(experiment), running);
      assert.deepEqual([answer.value, table, outcome], [null, null, null]);
      assert.match(answer.detail, detail);
    }
  });

  it('names the command that runs it again', () => {
    const commandOf = (choice: OptimizersChoice): string | null => {
      const experiment = compared(choice);
      return optimizers.describe(experiment, optimizers.summarize(experiment), false).command;
    };
    assert.equal(
      commandOf(CHOICE),
      'goldilocks compare --optimizers sgd,adam --rates 0.0001,0.001,0.01,0.1,1 --batch 64 --train 10000 --epochs 3 --test 2000 --seeds 1',
    );
    assert.match(commandOf(optimizersChoice(TRAINING, TWO, null))!, /--optimizers sgd,adam --batch/);
  });

  it('draws a line an optimizer in a colour of its own, with its zone thick', async () => {
    const experiment = compared();
    const summary = optimizers.summarize(experiment);
    const curves = curvesOf(experiment, summary, optimizers.figures(experiment, summary));
    const { comparison, caption } = curves.figures[0];
    assert.deepEqual(
      comparison!.variants.map(({ group, x, isInZone }) => [group, x, isInZone]),
      [0, 5].flatMap((group) =>
        RATES.map((rate) => [group, rate, group === 0 ? rate === 0.1 : rate >= 1e-3 && rate <= 0.1]),
      ),
    );
    assert.match(caption, /Thick: the Goldilocks zone\./);
    const { svg, complaints } = await draw(curves, 'finalLossByRate');
    assert.deepEqual(complaints, []);
    const thick = [...svg.matchAll(/<path [^>]*stroke="(#\w+)"[^>]*stroke-width="14"/g)].map(([, colour]) => colour);
    const thin = [...svg.matchAll(/<path [^>]*stroke="(#\w+)"[^>]*stroke-width="1\.5"/g)].map(([, colour]) => colour);
    assert.equal(new Set(thick).size, 2);
    assert.deepEqual(new Set(thick), new Set(thin));
  });
});

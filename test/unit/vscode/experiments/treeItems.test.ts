import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import { createEntry } from '../../../../src/app/experimentEntry.ts';
import type { ActiveTraining } from '../../../../src/app/experimentLibrary.ts';
import type { ExperimentOverview, RunOverview } from '../../../../src/domain/experiment.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { RunTracker } from '../../../../src/domain/runTracker.ts';
import { selectionOf } from '../../../../src/vscode/experiments/folderArgument.ts';
import { createExperimentNode } from '../../../../src/vscode/experiments/treeNodes.ts';
import type { TreeNode } from '../../../../src/vscode/experiments/treeNodes.ts';
import type { ShownExperiment } from '../../../../src/vscode/texts.ts';
import { finishedRun, line, sweepOf } from '../../../support/runs.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

const FOLDER = '/experiments/one';
const FALL = line(2.3, 0.1, 40);
const NO_FALL = line(2.3, 2.2, 40);

/** Two rates with three seeds each: the first learns with two of them, the second with none. */
const SEEDS = sweepOf(
  [1, 2, 3].flatMap((seed) => [
    finishedRun(2 * seed - 2, 0.01, seed === 3 ? [2.3, NaN] : line(2.3, 0.1 * seed, 40), seed),
    finishedRun(2 * seed - 1, 1e-5, NO_FALL, seed),
  ]),
);

type Items = typeof import('../../../../src/vscode/experiments/treeItems.ts');

describe('the items of the tree', () => {
  let items: Items;
  before(async () => {
    items = await withoutVscode(() => import('../../../../src/vscode/experiments/treeItems.ts'));
  });

  const itemOf = (node: TreeNode, overview: ExperimentOverview, active?: ActiveTraining): TreeItem => {
    const entry = createEntry(FOLDER, overview) as ShownExperiment;
    if (node.kind === 'variant') return items.variantItem(node, entry);
    assert.ok(node.kind === 'run');
    return items.runItem(node, overview.runs[node.index], entry, active);
  };
  const childrenOf = ({ runs }: ExperimentOverview): readonly TreeNode[] => createExperimentNode(FOLDER, runs).children;

  it('have the seeds of a rate below it, with their median', () => {
    const [good, slow] = childrenOf(SEEDS);
    assert.ok(good.kind === 'variant' && slow.kind === 'variant');
    assert.deepEqual(
      [good, slow]
        .map((node) => itemOf(node, SEEDS))
        .map(({ label, description }) => `${label as string} | ${description as string}`),
      ['0.01 | 2 fast, 1 NaN · median final loss 0.685', '1e-5 | slow · median final loss 2.22'],
    );
    assert.deepEqual(
      good.children
        .map((run) => itemOf(run, SEEDS))
        .map(({ label, description }) => `${label as string} | ${description as string}`),
      ['seed 1 | fast · final loss 0.608', 'seed 2 | fast · final loss 0.685', 'seed 3 | NaN · loss not finite'],
    );
  });

  it('offer to measure the edge of a run of a sweep that has ended, where its optimizer has one', () => {
    const offered = (run: RunOverview): boolean => {
      const overview = sweepOf([run]);
      return /\bedge\b/.test(itemOf(childrenOf(overview)[0], overview).contextValue!);
    };
    const run = finishedRun(0, 0.01, FALL);
    assert.ok(offered(run));
    assert.ok(!offered({ ...run, state: 'running', result: null }));
    assert.ok(!offered(finishedRun(0, 0.01, FALL, 1, { optimizer: DEFAULT_OPTIMIZERS.lion })));
    assert.ok(!offered(finishedRun(0, 0.01, FALL, 1, { groupRates: { output: 0.1 } })));
  });

  it('have runs of a single seed below the experiment', () => {
    const overview = sweepOf([finishedRun(0, 0.01, FALL), finishedRun(1, 1e-5, NO_FALL)]);
    assert.deepEqual(
      childrenOf(overview).map((node) => [node.kind, itemOf(node, overview).label]),
      [
        ['run', '0.01'],
        ['run', '1e-5'],
      ],
    );
  });

  it('name the loss that they show: the score of a run that finished, else the mean of its last epoch', () => {
    const finished = finishedRun(0, 0.01, FALL);
    const epoch = { epoch: 2, step: 20, loss: 0.93, accuracy: 0.8, validationLoss: 1, seconds: 1, images: 1 };
    const withEpochs = (run: RunOverview, score: number | null): RunOverview => {
      return { ...run, result: { ...run.result!, epochs: [epoch], score } };
    };
    const overview = sweepOf([withEpochs(finished, 0.0782), withEpochs(finishedRun(1, 1e-5, NO_FALL), null)]);
    const [first, second] = childrenOf(overview).map((node) => itemOf(node, overview));
    assert.equal(first.description, 'fast · final loss 0.0782 · 80.0%');
    assert.match(second.description as string, /mean loss 0\.93 in epoch 2 · 80\.0%$/);
    assert.match(
      first.tooltip as string,
      /Final training loss: 0\.0782\nMean training loss over the last tenth of the run \(at least 20 batches, but/,
    );
    assert.match(first.tooltip as string, /Mean training loss of epoch 2: 0\.93/);
  });

  it('say what helps against what was found', () => {
    const overview = sweepOf([finishedRun(0, 0.01, FALL), finishedRun(1, 1e-5, NO_FALL)]);
    const [, slow] = childrenOf(overview).map((node) => itemOf(node, overview));
    assert.match(slow.tooltip as string, /\. Try 0\.01\./);
  });

  it('of a run that trains show its loss so far, averaged as its score will be', () => {
    const { spec, facts, ...run } = finishedRun(0, 0.01, FALL);
    const tracker = new RunTracker({ facts, spec });
    tracker.apply({ type: 'started', run: '0', facts, spec: spec! });
    const losses = [...line(2.3, 1, 181), ...Array<number>(20).fill(0.6)];
    tracker.apply({ type: 'samples', samples: losses.map((loss, step) => ({ step, loss })) });
    const overview = sweepOf([{ ...run, spec, facts, state: 'running', result: null }]);
    const active = { training: { runs: [{ tracker, result: null }] } } as unknown as ActiveTraining;
    const [item] = childrenOf(overview).map((node) => itemOf(node, overview, active));
    assert.match(item.description as string, / · loss so far 0\.6$/);
  });

  it('select in the panel what they stand for', () => {
    const experiment = createExperimentNode(FOLDER, SEEDS.runs);
    const [good] = experiment.children;
    assert.ok(good.kind === 'variant');
    const { variant } = SEEDS.runs[0];
    assert.deepEqual([experiment, good, good.children[1], FOLDER].map(selectionOf), [
      null,
      { variant, run: null },
      { variant, run: 2 },
      undefined,
    ]);
    assert.deepEqual(itemOf(good.children[1], SEEDS).command?.arguments, [good.children[1]]);
  });
});

import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../../bench/engine/benchError.ts';
import { describeProgram, ENGINE_PROGRAMS } from '../../bench/diagnosis/generator/enginePrograms.ts';
import { EngineTrainer } from '../../bench/diagnosis/generator/engineTrainer.ts';
import { packedFiles, packFolder, readPacked } from '../../bench/diagnosis/packedJson.ts';
import { findKeras, programsBySource } from '../../bench/diagnosis/regenerate.ts';
import { temporaryFolders } from '../../support/folders.ts';

const TRUTH = path.join(import.meta.dirname, '../../bench/diagnosis/truth');
const MOST_BYTES = 6_000_000;

describe('the truth of the diagnosis', () => {
  it('holds programs of PyTorch, of Keras and of the built-in engine', async () => {
    const names = (await packedFiles(TRUTH)).map((file) => path.basename(file, '.json.br'));
    const bySource = programsBySource(names);
    assert.ok(bySource.get('torch')!.length >= 250);
    assert.ok(bySource.get('keras')!.length >= 10);
    assert.deepEqual(bySource.get('engine')!.toSorted(), Object.keys(ENGINE_PROGRAMS).toSorted());
  });

  it('takes up 6 MB at most', () => {
    const bytes = readdirSync(TRUTH).reduce((sum, name) => sum + statSync(path.join(TRUTH, name)).size, 0);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
  });
});

describe('generating the truth again', () => {
  const newFolder = temporaryFolders();

  it('packs what was summarised, and leaves the other programs as they are', async () => {
    const [summaries, folder] = [newFolder(), newFolder()];
    writeFileSync(path.join(summaries, 'a.json'), '{"program":"a"}');
    await packFolder(summaries, folder);
    writeFileSync(path.join(summaries, 'a.json'), '{"program":"a","steps":2}');
    const others = newFolder();
    writeFileSync(path.join(others, 'b.json'), '{"program":"b"}');
    await packFolder(others, folder);
    await packFolder(summaries, folder);
    const files = await packedFiles(folder);
    assert.deepEqual(await Promise.all(files.map(readPacked)), [{ program: 'a', steps: 2 }, { program: 'b' }]);
    assert.equal(readdirSync(folder).length, 2);
  });

  it('asks each source for its own programs, and for all without a choice', () => {
    assert.deepEqual(
      [...programsBySource(['keras-a', 'digits-b', 'keras-c'])],
      [
        ['torch', ['digits-b']],
        ['keras', ['keras-a', 'keras-c']],
      ],
    );
    assert.deepEqual([...programsBySource([]).values()], [[], [], []]);
  });

  it('does without Keras unless a Python was named for it', async () => {
    assert.equal(await findKeras(null, 'no-such-python'), null);
    await assert.rejects(findKeras('no-such-python', 'python3'), BenchError);
  });
});

describe('the programs of the built-in engine', () => {
  const trainer = new EngineTrainer();
  const request = { program: 'engine-softmax-adagrad', rate: 0.05, seed: 1, hasShuffledLabels: false };
  const last = (losses: readonly (number | string)[]): number => Number(losses.at(-1));

  it('log loss and gradient norm of each step, and a held-out loss after each epoch', async () => {
    const { steps } = describeProgram(request.program);
    const { initial, loss, norm, held, held_steps: heldSteps, per_epoch: perEpoch } = await trainer.train(request);
    assert.ok(Number(initial) > 2 && last(loss) < 0.5, `${initial} to ${last(loss)}`);
    assert.deepEqual([loss.length, norm.length], [steps, steps]);
    assert.ok(norm.every((value) => Number(value) > 0));
    assert.deepEqual(heldSteps.slice(0, 2), [perEpoch - 1, 2 * perEpoch - 1]);
    assert.equal(held.length, steps / perEpoch);
  });

  it('learn little from shuffled labels, and all again in the next run', async () => {
    const before = await trainer.train(request);
    const shuffled = await trainer.train({ ...request, hasShuffledLabels: true });
    assert.ok(last(shuffled.loss) > 1.5);
    assert.deepEqual(await trainer.train(request), before);
  });

  it('have as many losses when they break', async () => {
    const { loss } = await trainer.train({ ...request, program: 'engine-one-block-squared-sgd', rate: 1e10 });
    assert.equal(loss.length, describeProgram('engine-one-block-squared-sgd').steps);
    assert.equal(loss.at(-1), 'NaN');
  });

  it('name their schedules, with a share of the rate for each step', () => {
    const { steps, schedule, factors } = describeProgram('engine-mlp-adamw-cosine-batch-256');
    assert.deepEqual([schedule, factors!.length, factors![0]], ['cosine', steps, 1]);
    assert.ok(factors!.at(-1)! < 0.01);
    assert.equal(describeProgram('engine-mlp-sgd').factors, null);
  });
});

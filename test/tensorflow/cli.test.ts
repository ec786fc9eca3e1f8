import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

interface SweepJson {
  engine: string;
  build: string;
  runs: {
    learningRate: number;
    engine: string;
    state: string;
    verdict: string;
    epochs: { loss: number; accuracy: number }[];
  }[];
  suggestedRate: number | null;
}

describe('goldilocks sweep with TensorFlow', () => {
  const newFolder = temporaryFolders();

  it('finds slow, fast and furious rates with the preset of the article', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(
      ['sweep', '--preset', 'slow-fast-furious', '--engine', 'tensorflow', '--json', '--out', 'e'],
      folder,
    );
    assert.equal(code, 0);
    const { engine, build, runs, suggestedRate } = fromJson(stdout) as SweepJson;
    assert.deepEqual(
      runs.map(({ verdict }) => verdict),
      ['furious', 'fast', 'slow'],
    );
    assert.ok(runs[1].epochs[2].accuracy >= 0.94, `accuracy ${runs[1].epochs[2].accuracy} at 0.01`);
    assert.equal(suggestedRate, 0.01);
    assert.equal(engine, 'tensorflow');
    assert.match(build, /^tfjs-node 4\.\d+\.\d+, libtensorflow \d+\.\d+/);
    const result = readFileSync(path.join(folder, 'e', 'runs', '0', 'attempt-1', 'result.json'), 'utf8');
    assert.equal((fromJson(result) as { engine: string }).engine, `tensorflow ${build}`);
  });

  it('trains each run with both engines for comparison', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(
      [
        'sweep',
        '--rates',
        '0.01,0.001',
        '--train',
        '1280',
        '--test',
        '200',
        '--epochs',
        '1',
        '--engine',
        'both',
        '--json',
        '--out',
        'e',
      ],
      folder,
    );
    assert.equal(code, 0);
    const { runs } = fromJson(stdout) as SweepJson;
    assert.deepEqual(
      runs.map(({ learningRate, engine }) => [learningRate, engine]),
      [
        [0.01, 'wasm'],
        [0.01, 'tensorflow'],
        [0.001, 'wasm'],
        [0.001, 'tensorflow'],
      ],
    );
    for (const [wasm, tensorflow] of [runs.slice(0, 2), runs.slice(2)]) {
      assert.ok(
        Math.abs(wasm.epochs[0].loss - tensorflow.epochs[0].loss) < 0.001 * wasm.epochs[0].loss,
        `${wasm.epochs[0].loss} and ${tensorflow.epochs[0].loss}`,
      );
    }
    assert.match(readFileSync(path.join(folder, 'e', 'experiment.json'), 'utf8'), /"secondEngine": "tensorflow"/);
    const report = await runCli(['report', 'e'], folder);
    assert.equal(report.code, 0);
    assert.match(readFileSync(path.join(folder, 'e', 'report.html'), 'utf8'), /0\.01 tensorflow/);
  });
});

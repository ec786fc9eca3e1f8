import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import { temporaryFolders } from '../support/folders.ts';
import { needsPosixProcesses, runCli, startCli, until } from '../support/processes.ts';

interface EdgePoint {
  step: number;
  eigenvalue: number;
  limit: number;
  rate: number;
}

interface EdgeJson {
  experiment: string;
  points: EdgePoint[];
  runs: { learningRate: number; seed: number; points: EdgePoint[]; epochs: { loss: number }[] }[];
  seconds: number;
}

const FEW = ['--points', '3', '--images', '16'];
const SMALL = ['--optimizer', 'sgd', '--train', '256', '--epochs', '1'];

describe('goldilocks edge', function () {
  this.timeout(240_000);
  const newFolder = temporaryFolders();

  it('measures each rate without changing its training, and prints the points', async () => {
    const folder = newFolder();
    const rates = ['--rates', '0.1,0.5'];
    const measured = await runCli(['edge', ...rates, ...SMALL, ...FEW, '--json', '--out', 'e'], folder);
    assert.equal(measured.code, 0, measured.stderr);
    const { experiment, points, runs, ...rest } = fromJson(measured.stdout) as EdgeJson;
    assert.equal(experiment, path.join(folder, 'e'));
    assert.deepEqual(Object.keys(rest), ['seconds']);
    assert.deepEqual(points, runs[0].points);
    for (const run of runs) {
      assert.deepEqual(
        run.points.map(({ step, rate }) => [step, rate]),
        [0, 1, 4].map((step) => [step, run.learningRate]),
      );
      for (const { eigenvalue, limit } of run.points) assert.equal(limit, 2 / eigenvalue);
    }
    assert.equal(runs[0].points[0].eigenvalue, runs[1].points[0].eigenvalue, 'they begin at the same weights');
    assert.notEqual(runs[0].points[2].eigenvalue, runs[1].points[2].eigenvalue);

    const swept = await runCli(['sweep', ...rates, ...SMALL, '--test', '0', '--json', '--out', 's'], folder);
    const losses = (text: string): number[][] =>
      (fromJson(text) as EdgeJson).runs.map(({ epochs }) => epochs.map(({ loss }) => loss));
    assert.deepEqual(losses(measured.stdout), losses(swept.stdout));

    const again = await runCli(['edge', 's', '--run', '1', ...FEW, '--json', '--out', 'again'], folder);
    assert.deepEqual((fromJson(again.stdout) as EdgeJson).points, runs[1].points);
  });

  it('tells which point it measures, and ends in the middle of one on Ctrl+C', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const many = ['--points', '2', '--images', '1000', '--train', '1000'];
    const call = startCli(['edge', '--rates', '0.1', '--optimizer', 'sgd', ...many, '--out', 'e'], folder);
    await until('the first point is measured', () => /0\.1 {2}measuring point 1 of 2\n/.test(call.errors()), 60_000);
    call.process.kill('SIGINT');
    const { code, stdout } = await call.ended;
    assert.equal(code, 130);
    assert.match(stdout, /cancelled/);
    assert.doesNotMatch(call.errors(), /measuring point 2/);
  });

  it('says in words which rate was above its limit', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(['edge', '--rates', '0.001,100', ...SMALL, ...FEW, '--out', 'e'], folder);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /0\.001 was below its limit at every point measured\.[^]*100 was above[^]*Lowest limit of the learning rate {2}\d/,
    );
    assert.ok(existsSync(path.join(folder, 'e', 'report.html')));
  });

  const wrong: [string, string[], RegExp][] = [
    ['nothing to train', [], /the folder of a sweep, --preset or --rates/],
    ['an optimizer without a known edge', ['--rates', '0.1', '--optimizer', 'lion'], /not for lion/],
    ['a single point', ['--rates', '0.1', '--points', '1'], /--points must be a whole number from 2 to 100/],
    ['a run without a folder', ['--rates', '0.1', '--run', '0'], /--run goes with the folder/],
    ['a folder and rates', ['nowhere', '--rates', '0.1'], /--rates does not go with a folder/],
    ['a folder that is none', ['nowhere'], /nowhere/],
  ];
  for (const [what, options, message] of wrong) {
    it(`refuses ${what} before it makes a folder`, async () => {
      const folder = newFolder();
      const { code, stderr } = await runCli(['edge', ...options, '--out', 'e'], folder);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.ok(!existsSync(path.join(folder, 'e')));
    });
  }
});

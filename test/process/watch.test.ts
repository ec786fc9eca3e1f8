import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../support/folders.ts';
import { runCli, startCli, until } from '../support/processes.ts';

const rows = (from: number, to: number, loss: (step: number) => number): string =>
  Array.from({ length: to - from }, (_, index) => `${from + index},${loss(from + index)},0.1\n`).join('');

describe('goldilocks watch', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('follows a log that appears later, tells each problem once, and ends when nothing is written any more', async () => {
    const folder = newFolder();
    const call = startCli(['watch', 'runs', '--until-end', '--idle', '3'], folder);
    await until('the command to wait', () => call.output().includes('Watching'));
    mkdirSync(path.join(folder, 'runs'));
    const log = path.join(folder, 'runs', 'train.csv');
    writeFileSync(log, `step,loss,lr\n${rows(0, 50, (step) => 2 / (step + 1))}`);
    await until('the curve', () => call.output().includes('step 48  loss 0.04'));
    appendFileSync(
      log,
      rows(50, 60, () => NaN),
    );
    const { code, stdout } = await call.ended;
    assert.equal(code, 0);
    assert.equal(stdout.match(/error: The loss is NaN from step 50 on\./g)?.length, 1, stdout);
    assert.match(stdout, /step 59 .*rate 0\.1 .*×+ {2}ended\n$/);
  });

  it('ends with exit code 1 at the first problem that is severe enough, and only then', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'train.csv'), `step,loss,lr\n${rows(0, 50, () => NaN)}`);
    writeFileSync(path.join(folder, 'good.csv'), `step,loss,lr\n${rows(0, 50, (step) => 2 / (step + 1))}`);
    assert.equal((await runCli(['watch', 'train.csv', '--fail-on', 'error'], folder)).code, 1);
    assert.equal((await runCli(['watch', 'good.csv', '--fail-on', 'error', '--timeout', '1'], folder)).code, 0);
  });

  it('says so when the trainings have not ended in time', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(['watch', '.', '--until-end', '--timeout', '1'], folder);
    assert.equal(code, 1);
    assert.match(stdout, /Stopped after 1 s \(--timeout\); some runs had not ended\./);
  });

  it('refuses what it cannot do with a sentence', async () => {
    const folder = newFolder();
    for (const [args, message] of [
      [[], /Specify one log or folder to watch/],
      [['a', 'b'], /Specify one log or folder to watch/],
      [['a', '--fail-on', 'hint'], /--fail-on must be error or warning, not "hint"/],
      [['a', '--idle', '0'], /--idle must be a whole number of at least 1/],
    ] as const) {
      const { code, stderr } = await runCli(['watch', ...args], folder);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../src/domain/sample.ts';
import { Attempt } from '../../src/store/attempt.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';
import { needsPosixProcesses, runCli, startCli, until } from '../support/processes.ts';

/** One run of a second or two. */
const SHORT = [
  '--rates',
  '0.01',
  '--schedule',
  'cosine',
  '--train',
  '10000',
  '--test',
  '256',
  '--epochs',
  '15',
  '--jobs',
  '1',
];
/** One run that trains for minutes, for tests that stop it before. */
const LONG = ['--rates', '0.01', '--train', '10000', '--test', '64', '--epochs', '1000', '--jobs', '1'];

/** Everything in a result that does not measure time. */
async function numbersOf(folder: string, number: number): Promise<unknown> {
  const result = await new Attempt(path.join(folder, 'runs', '0', `attempt-${number}`), number).result();
  assert.ok(result);
  const { seconds: _, ...series } = result.series;
  return { ...result, imagesPerSecond: 0, epochs: result.epochs.map((epoch) => ({ ...epoch, seconds: 0 })), series };
}

describe('goldilocks resume', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  const checkpointOf = (folder: string, attempt: number): string =>
    path.join(folder, 'runs', '0', `attempt-${attempt}`, 'checkpoint.bin');
  const measured = async (folder: string): Promise<readonly Sample[]> => {
    const measurements = await (await ExperimentFolder.open(folder)).metricsTail(0);
    await measurements!.read();
    return measurements!.samples;
  };

  /** Starts `goldilocks`, and ends it with a signal once its run has come so far. */
  async function cut(
    args: readonly string[],
    cwd: string,
    signal: NodeJS.Signals,
    isFarEnough: (errors: string) => boolean,
  ): Promise<string> {
    const call = startCli(args, cwd);
    await until('the run is far enough', () => isFarEnough(call.errors()));
    call.process.kill(signal);
    await call.ended;
    return call.errors();
  }

  it('ends a run that was cancelled, and then killed, with the numbers of one that never was', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    assert.equal((await runCli(['sweep', ...SHORT, '--json', '--out', 'whole'], folder)).code, 0);
    const whole = path.join(folder, 'whole');

    const experiment = path.join(folder, 'cut');
    await cut(['sweep', ...SHORT, '--out', 'cut'], folder, 'SIGINT', (errors) => /epoch 1\/15/.test(errors));
    assert.ok(existsSync(checkpointOf(experiment, 1)), 'a cancelled run leaves a checkpoint');
    const last = (await measured(experiment)).at(-1)!.step;
    const errors = await cut(['resume', 'cut'], folder, 'SIGKILL', (text) =>
      /continues from step [\d,]+\n[^]*epoch \d+\/15/.test(text),
    );
    assert.equal(
      Number(/continues from step ([\d,]+)/.exec(errors)![1].replaceAll(',', '')),
      last,
      'from the very step',
    );
    assert.ok((await measured(experiment)).at(-1)!.step > last, 'trained on before it was killed');
    assert.ok(!existsSync(path.join(experiment, 'runs', '0', 'attempt-2', 'result.json')), 'killed in the middle');

    const { code, stderr } = await runCli(['resume', 'cut', '--json'], folder);
    assert.equal(code, 0);
    assert.match(stderr, /continues from step/);
    assert.deepEqual(await numbersOf(experiment, 3), await numbersOf(whole, 1));
    for (const attempt of [1, 2, 3])
      assert.ok(!existsSync(checkpointOf(experiment, attempt)), 'no checkpoint is left of a finished run');
  });

  it('goes on from the checkpoint that a killed run had written some seconds before', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const experiment = path.join(folder, 'e');
    await cut(['sweep', ...LONG, '--out', 'e'], folder, 'SIGKILL', () => existsSync(checkpointOf(experiment, 1)));
    const before = await measured(experiment);
    const errors = await cut(['resume', 'e'], folder, 'SIGINT', (text) =>
      /continues from step [\d,]+\n[^]*epoch \d+\/1000/.test(text),
    );
    const step = Number(/continues from step ([\d,]+)/.exec(errors)![1].replaceAll(',', ''));
    assert.ok(step > 0 && step <= before.at(-1)!.step);
    const lossesOf = (samples: readonly Sample[], last: number): unknown[] =>
      samples.flatMap((sample) =>
        sample.loss === undefined || sample.step > last ? [] : [[sample.step, sample.loss]],
      );
    const after = await measured(experiment);
    const last = Math.min(before.at(-1)!.step, after.at(-1)!.step);
    assert.deepEqual(
      lossesOf(after, last),
      lossesOf(before, last),
      'what was lost is trained again to the same numbers',
    );
    assert.ok(after.at(-1)!.step > step);
  });

  it('begins again, and says why, when the checkpoint is damaged', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const experiment = path.join(folder, 'e');
    await cut(['sweep', ...SHORT, '--out', 'e'], folder, 'SIGINT', (errors) => /epoch 1\/15/.test(errors));
    const checkpoint = checkpointOf(experiment, 1);
    writeFileSync(checkpoint, readFileSync(checkpoint).subarray(0, 1000));
    const { code, stderr } = await runCli(['resume', 'e'], folder);
    assert.equal(code, 0);
    assert.match(stderr, /^rate 0\.01 {2}The checkpoint .*checkpoint\.bin is damaged\. The run starts over\.$/m);
    assert.match(stderr, /epoch 1\/15/);
  });
});

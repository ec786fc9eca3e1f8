import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

interface FindJson {
  experiment: string;
  repeats: { seed: number; points: [rate: number, loss: number][]; stopped: boolean }[];
  suggestion: { rate: number; low: number; high: number; confidence: number } | null;
  refusal: { reason: string; message: string } | null;
  others: Record<string, number | null> | null;
  confirmation: { rate: number; score: number | string }[] | null;
  share: number;
  seconds: number;
}

describe('goldilocks find', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('suggests a rate with an interval for the small network, names other finders, and says what it cost', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(['find', '--preset', 'slow-fast-furious', '--json', '--out', 'e'], folder);
    assert.equal(code, 0);
    const found = fromJson(stdout) as FindJson;
    assert.deepEqual(Object.keys(found), [
      'experiment',
      'repeats',
      'suggestion',
      'refusal',
      'others',
      'confirmation',
      'share',
      'seconds',
    ]);
    const { rate, low, high, confidence } = found.suggestion!;
    assert.ok(low < rate && rate < high && rate > 1e-3 && rate < 2e-2, `${low} ${rate} ${high}`);
    assert.ok(confidence > 0.5 && confidence < 1);
    assert.deepEqual(Object.keys(found.others!), [
      'article',
      'fastaiValley',
      'fastaiSlide',
      'fastaiSteep',
      'fastaiMinimum',
      'lightning',
      'pytorchLrFinder',
    ]);
    assert.deepEqual([found.refusal, found.confirmation], [null, null]);
    assert.deepEqual(
      found.repeats.map(({ seed, points }) => [seed, points[0][0]]),
      [
        [1, 1e-5],
        [2, 1e-5],
        [3, 1e-5],
      ],
    );
    assert.notDeepEqual(found.repeats[0].points, found.repeats[1].points);
    const steps = found.repeats.reduce((sum, { points }) => sum + points.length, 0);
    // Three epochs of 157 steps are a whole training.
    assert.ok(Math.abs(found.share - steps / 471) < 1e-12, `${found.share}`);
    assert.equal(found.experiment, path.join(folder, 'e'));
    const { runs } = await (await ExperimentFolder.open(found.experiment)).overview();
    assert.deepEqual(
      runs.map(({ state, seed: kept }) => [state, kept]),
      [
        ['finished', 1],
        ['finished', 2],
        ['finished', 3],
      ],
    );
  });

  it('says the rate to a person, and writes a report', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(['find', '--train', '2000', '--out', 'e'], folder);
    assert.equal(code, 0, stdout);
    assert.match(
      stdout,
      /Other finders on the same curves: [^\n]+\nSuggested learning rate {2}0\.0\d+ {2}\(The middle of the Goldilocks zone is likely between 0\.0\S+ and 0\.\d+\. .* Tried from 1e-5/,
    );
    assert.match(stdout, /Report {6}.*report\.html/);
    assert.ok(existsSync(path.join(folder, 'e', 'report.html')));
  });

  it('confirms the rate by short runs when it is asked to, and answers with what they say', async () => {
    const folder = newFolder();
    const { code, stdout } = await runCli(['find', '--confirm', '--train', '2000', '--json', '--out', 'e'], folder);
    assert.equal(code, 0);
    const { suggestion, confirmation, repeats, share } = fromJson(stdout) as FindJson;
    const rates = confirmation!.map(({ rate }) => rate);
    assert.equal(rates.length, 3);
    assert.ok(Math.abs(rates[2] / rates[1] - 3) < 0.2 && Math.abs(rates[1] / rates[0] - 3) < 0.2, rates.join(' '));
    assert.ok(
      rates.includes(suggestion!.rate) && suggestion!.low <= suggestion!.rate && suggestion!.high >= suggestion!.rate,
    );
    const { record, runs } = await (await ExperimentFolder.open(path.join(folder, 'e-confirmation'))).overview();
    assert.deepEqual(
      [record.kind, runs.length, new Set(runs.map(({ seed }) => seed)).has(4)],
      ['confirmation', 3, true],
    );
    // A full run is three epochs of 32 steps; the confirmation counts, too.
    const tested = repeats.reduce((sum, { points }) => sum + points.length, 0) / 96;
    assert.ok(share > tested && share < tested + 1.3, `${share} ${tested}`);
  });

  it('trains with the range, the optimizer and the batch size that are asked for', async () => {
    const folder = newFolder();
    const options = [
      '--from',
      '1e-5',
      '--to',
      '1',
      '--steps',
      '40',
      '--optimizer',
      'sgd',
      '--batch',
      '16',
      '--train',
      '256',
    ];
    const { code, stdout } = await runCli(['find', ...options, '--json', '--out', 'e'], folder);
    assert.equal(code, 0);
    const [{ points }] = (fromJson(stdout) as FindJson).repeats;
    assert.equal(points.length, 40);
    assert.ok(Math.abs(points[0][0] / 1e-5 - 1) < 1e-9 && Math.abs(points[39][0] - 1) < 1e-9);
    const [{ spec }] = await (await ExperimentFolder.open(path.join(folder, 'e'))).runs();
    assert.deepEqual([spec!.optimizer.name, spec!.batchSize, spec!.dataset.train], ['sgd', 16, 256]);
  });

  it('refuses to suggest a rate where the loss did not fall, and that is no failure', async () => {
    const folder = newFolder();
    const options = ['--from', '1e-9', '--to', '1e-8', '--steps', '30', '--train', '256'];
    const { code, stdout } = await runCli(['find', ...options, '--json', '--out', 'e'], folder);
    const { suggestion, refusal } = fromJson(stdout) as FindJson;
    assert.deepEqual([code, suggestion, refusal!.reason], [0, null, 'flat']);
  });

  const wrong: [string, string[], RegExp][] = [
    ['a range that falls', ['--from', '1', '--to', '0.1'], /must be positive and rise/],
    ['a rate that is none', ['--from', '0,1'], /--from: "0,1" is not a learning rate/],
    ['too few steps', ['--steps', '5'], /--steps must be a whole number from 20 to 1999, not "5"/],
    ['both engines', ['--engine', 'both'], /--engine must be auto or wasm or tensorflow, not "both"/],
    ['the rates of a sweep', ['--rates', '0.1'], /no option --rates/],
  ];
  for (const [what, options, message] of wrong) {
    it(`refuses ${what} before it makes a folder`, async () => {
      const folder = newFolder();
      const { code, stderr } = await runCli(['find', ...options, '--out', 'e'], folder);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.ok(!existsSync(path.join(folder, 'e')));
    });
  }
});

import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import type { Sample } from '../../src/domain/sample.ts';
import type { RunExtras } from '../../src/domain/runExtras.ts';
import type { RunSeries } from '../../src/domain/series.ts';
import { median } from '../../src/domain/score.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';
import { childrenOf, isRunning, needsPosixProcesses, runCli, startCli, until } from '../support/processes.ts';

const SMALL = ['--train', '256', '--test', '64', '--epochs', '2'];
/** Trains for minutes, for tests that stop it before. */
const LONG = ['--train', '10000', '--test', '64', '--epochs', '1000'];

interface SweepJson {
  experiment: string;
  runs: {
    learningRate: number;
    seed: number;
    state: string;
    reason: string | null;
    verdict: string | null;
    epochs: { epoch: number; loss: number; accuracy: number | null }[];
  }[];
  suggestedRate: number | null;
}

describe('goldilocks', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  const states = async (folder: string): Promise<string[]> =>
    (await (await ExperimentFolder.open(folder)).overview()).runs.map(({ state }) => state);

  /** What the result of the first run keeps of its measurements. */
  const seriesOf = async (folder: string): Promise<RunSeries> => {
    const [{ result }] = (await (await ExperimentFolder.open(folder)).overview()).runs;
    return result!.series;
  };

  describe('sweep', () => {
    it('shows slow, fast and furious in real numbers with the preset of the article', async () => {
      const folder = newFolder();
      const { code, stdout } = await runCli(
        ['sweep', '--preset', 'slow-fast-furious', '--seeds', '3', '--json', '--out', 'e'],
        folder,
      );
      assert.equal(code, 0);
      const { runs, suggestedRate } = fromJson(stdout) as SweepJson;
      const atEnd = (rate: number, what: 'loss' | 'accuracy'): number =>
        median(runs.filter((run) => run.learningRate === rate).map((run) => run.epochs[2][what]!));
      const [furious, fast, slow] = [0.1, 0.01, 0.0001].map((rate) => ({
        accuracy: atEnd(rate, 'accuracy'),
        loss: atEnd(rate, 'loss'),
      }));
      assert.ok(fast.accuracy >= 0.94, `accuracy ${fast.accuracy} at 0.01`);
      assert.ok(
        furious.accuracy >= 0.08 && furious.accuracy <= 0.15 && furious.loss >= 2.25 && furious.loss <= 2.45,
        `${furious.accuracy}, ${furious.loss} at 0.1`,
      );
      assert.ok(slow.accuracy > 0.4 && slow.accuracy < fast.accuracy, `accuracy ${slow.accuracy} at 1e-4`);
      assert.deepEqual(
        runs.slice(0, 3).map(({ verdict }) => verdict),
        ['furious', 'fast', 'slow'],
      );
      assert.equal(suggestedRate, 0.01);
    });

    it('prints the article beside our figures, the verdicts, the suggested rate and the way to the report', async () => {
      const folder = newFolder();
      const { code, stdout, stderr } = await runCli(['sweep', '--preset', 'slow-fast-furious'], folder);
      assert.equal(code, 0);
      assert.match(
        stdout,
        /Slow, Fast, or Furious: MNIST CNN with Adam, batch 64, 10,000 training images, 3 epochs, 3 rates, built-in engine\n/,
      );
      assert.match(stdout, /^0\.1 +1 +furious/m);
      assert.match(stdout, /\(article\) +0\.516 +0\.124 +0\.0872 +94\.3% +96\.2% +96\.2%/);
      assert.match(stdout, /Suggested learning rate {2}0\.01/);
      assert.match(stderr, /^rate 1e-4 {2}epoch 3\/3 {2}loss .+ images\/s/m);
      const losses = [
        /^rate 0\.01 +epoch 3\/3 +loss ([\d.]+)/m.exec(stderr),
        /^0\.01 +1 +fast +([\d.]+)/m.exec(stdout),
      ];
      assert.equal(losses[0]![1], losses[1]![1], 'the last loss of the progress is that of the table');
      const report = /^Report +(.+)$/m.exec(stdout)![1];
      assert.ok(report.startsWith(path.join(folder, 'goldilocks-experiments')), report);
      assert.match(readFileSync(report, 'utf8'), /^<!doctype html>/i);
    });

    it('prints one JSON document of the promised shape and nothing else on standard output', async () => {
      const folder = newFolder();
      const { code, stdout } = await runCli(
        [
          'sweep',
          '--rates',
          '1e30 0.01',
          '--optimizer',
          'sgd',
          '--batch',
          '32',
          '--seeds',
          '1',
          ...SMALL,
          '--json',
          '--out',
          'e',
        ],
        folder,
      );
      assert.equal(code, 0);
      const json = JSON.parse(stdout) as Record<string, unknown> & { runs: Record<string, unknown>[] };
      assert.deepEqual(Object.keys(json).sort(), [
        'build',
        'engine',
        'experiment',
        'runs',
        'seconds',
        'suggestedRate',
        'zone',
        'zones',
      ]);
      assert.equal(json.experiment, path.join(folder, 'e'));
      assert.equal(json.engine, 'wasm');
      const [broken, healthy] = json.runs as { findings: object[]; epochs: object[] }[];
      for (const run of [broken, healthy]) {
        assert.deepEqual(Object.keys(run), [
          'index',
          'learningRate',
          'optimizer',
          'batchSize',
          'seed',
          'engine',
          'state',
          'reason',
          'verdict',
          'epochs',
          'findings',
          'imagesPerSecond',
        ]);
        // Only a finding that blames the rate, or clears it, has reasons.
        const fields = Object.keys(run.findings[0]).filter((field) => field !== 'reasons');
        assert.deepEqual(fields.sort(), [
          'cause',
          'confidence',
          'estimate',
          'evidence',
          'factor',
          'fromStep',
          'message',
          'remedies',
          'severity',
          'suggestedRate',
          'symptom',
          'toStep',
        ]);
      }
      assert.deepEqual(
        { ...broken, findings: [], epochs: [], imagesPerSecond: 0 },
        {
          index: 0,
          learningRate: 1e30,
          optimizer: 'sgd',
          batchSize: 32,
          seed: 1,
          engine: 'wasm',
          state: 'finished',
          reason: null,
          verdict: 'nan',
          epochs: [],
          findings: [],
          imagesPerSecond: 0,
        },
      );
      assert.match(JSON.stringify(broken.findings[0]), /"symptom":"nan".*"loss":"(NaN|Infinity)"/);
      assert.deepEqual(Object.keys(healthy.epochs[0]), ['epoch', 'loss', 'accuracy', 'seconds']);
      assert.ok(!existsSync(path.join(folder, 'e', 'report.html')));
    });

    it('trains by a schedule, says so, and tells the rate of every step', async () => {
      const folder = newFolder();
      const { code, stdout } = await runCli(
        ['sweep', '--rates', '0.01', '--schedule', 'multi-step,at=2,warmup=1', ...SMALL, '--json', '--out', 'e'],
        folder,
      );
      assert.equal(code, 0);
      const [run] = (JSON.parse(stdout) as { runs: { schedule: object }[] }).runs;
      assert.deepEqual(run.schedule, { name: 'multi-step', at: [2], factor: 0.1, warmup: 1 });
      const { rate } = await seriesOf(path.join(folder, 'e'));
      assert.deepEqual([...rate!.steps], [1, 2, 3]);
      assert.deepEqual([...rate!.values], [0.005, 0.01, 0.001]);
    });

    it('measures, clips and gives layers rates of their own as it is told, says so, and keeps that on disk', async () => {
      const folder = newFolder();
      const asked = [
        '--measure',
        'gradient-norm,update-ratio',
        '--clip',
        '0.1',
        '--layer-rates',
        'output=0.1,convolution1=0',
      ];
      const { code, stdout } = await runCli(
        ['sweep', '--rates', '0.01', '--optimizer', 'sgd', ...asked, ...SMALL, '--json', '--out', 'e'],
        folder,
      );
      assert.equal(code, 0);
      const [{ measures, clip, groupRates }] = (JSON.parse(stdout) as { runs: RunExtras[] }).runs;
      assert.deepEqual(
        { measures, clip, groupRates },
        { measures: ['gradient-norm', 'update-ratio'], clip: 0.1, groupRates: { output: 0.1, convolution1: 0 } },
      );
      const attempt = path.join(folder, 'e/runs/0/attempt-1');
      const lines = readFileSync(path.join(attempt, 'metrics.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => fromJson(line) as Sample)
        .filter(({ gradientNorm }) => gradientNorm !== undefined);
      assert.deepEqual(
        lines.map(({ step }) => step),
        [1, 2, 3, 4, 5, 6, 7, 8],
      );
      for (const { gradientNorm, updateRatio, deadShare, extra } of lines) {
        assert.ok(gradientNorm! > 0 && updateRatio! > 0 && deadShare === undefined);
        assert.equal(extra!['updateRatio.convolution1'], 0);
        assert.ok(extra!['updateRatio.output'] > extra!['updateRatio.dense1']);
      }
      const series = await seriesOf(path.join(folder, 'e'));
      assert.deepEqual(
        [...series.gradientNorm!.values],
        lines.map(({ gradientNorm }) => gradientNorm),
      );
      assert.deepEqual(
        [...series['updateRatio.output']!.values],
        lines.map(({ extra }) => extra!['updateRatio.output']),
      );
    });

    it('stops runs that cannot win if told so, says why and what that saved, and keeps the winner', async () => {
      const folder = newFolder();
      const { code, stdout } = await runCli(
        [
          'sweep',
          '--rates',
          '1e-6 1e-5 0.003 0.01 10',
          ...['--train', '4000', '--test', '0', '--jobs', '2', '--prune', '--out', 'e'],
        ],
        folder,
      );
      assert.equal(code, 0);
      assert.match(stdout, /^1e-6 +1 +slow +– /m);
      assert.match(
        stdout,
        /^1e-6: Stopped early, after \d+% of its steps: its loss was 2\.\d+ when that of the run at 0\.0\d+ was [01]\.\d+, too far behind to catch up\.$/m,
      );
      assert.match(stdout, /^Stopped [23] of 5 runs early: about \d\d% of the time saved\.$/m);
      assert.match(stdout, /Suggested learning rate {2}0\.0/);
      const { record, runs } = await (await ExperimentFolder.open(path.join(folder, 'e'))).overview();
      assert.equal((record.choice as { prune?: boolean }).prune, true);
      const stateAt = (rate: number): string => runs.find(({ facts }) => facts.rate === rate)!.state;
      assert.deepEqual([1e-6, 1e-5, 0.003, 0.01].map(stateAt), ['pruned', 'pruned', 'finished', 'finished']);
      for (const { index, state } of runs) {
        const checkpoint = path.join(folder, 'e', 'runs', String(index), 'attempt-1', 'checkpoint.bin');
        assert.equal(existsSync(checkpoint), false, `${state} run ${index}`);
      }
      const resumed = await runCli(['resume', 'e'], folder);
      assert.match(resumed.stderr, /All runs of the experiment in .+ are finished; there is nothing to resume\./);
      const { stdout: json } = await runCli(['report', 'e', '--out', 'r.html'], folder);
      assert.ok(json.length > 0);
      assert.match(readFileSync(path.join(folder, 'r.html'), 'utf8'), /Stopped [23] of 5 runs early/);
    });

    it('gives the same numbers however many runs train at the same time', async () => {
      const folder = newFolder();
      const numbers = async (jobs: string): Promise<unknown> => {
        const { stdout } = await runCli(
          ['sweep', '--rates', '0.1,0.01,0.001', ...SMALL, '--jobs', jobs, '--json', '--out', jobs],
          folder,
        );
        return (fromJson(stdout) as SweepJson).runs.map(({ epochs }) =>
          epochs.map(({ loss, accuracy }) => [loss, accuracy]),
        );
      };
      assert.deepEqual(await numbers('3'), await numbers('1'));
    });

    it('trains a network from a file on a data set from a folder, without test images if told so', async () => {
      const folder = newFolder();
      const images = path.join(folder, 'fashion');
      mkdirSync(images);
      for (const [split, count] of [
        ['train', 40],
        ['t10k', 10],
      ] as const) {
        writeFileSync(
          path.join(images, `${split}-images-idx3-ubyte`),
          Buffer.concat([header(0x803, count, 8, 8), Buffer.alloc(count * 64, 100)]),
        );
        writeFileSync(
          path.join(images, `${split}-labels-idx1-ubyte`),
          Buffer.concat([header(0x801, count), Buffer.alloc(count, 2)]),
        );
      }
      writeFileSync(
        path.join(folder, 'net.json'),
        JSON.stringify({ input: [8, 8, 1], blocks: [{ channels: 8 }], outputs: 3 }),
      );
      const { code, stdout } = await runCli(
        ['sweep', '--rates', '0.01', '--network', 'net.json', '--dataset', 'fashion', '--epochs', '2', '--test', '0'],
        folder,
      );
      assert.equal(code, 0);
      assert.match(stdout, /fashion CNN with Adam, batch 64, 40 training images, 2 epochs/);
    });

    const wrong: [string, string[], RegExp][] = [
      ['nothing to do', [], /needs --preset or --rates/],
      ['an unknown option', ['--rate', '0.1'], /There is no option --rate; allowed are --preset, --rates/],
      ['an option without its value', ['--rates'], /--rates needs a value/],
      [
        'an unknown preset',
        ['--preset', 'fast'],
        /--preset: Unknown preset "fast"\. Available: slow-fast-furious and riding-the-curve/,
      ],
      ['a decimal comma', ['--rates', '0,001'], /write 0\.001; commas separate rates/],
      ['rates outside quotes', ['--rates', '0.1', '0.01'], /"0\.01" is not an option/],
      [
        'an unknown optimizer',
        ['--rates', '0.1', '--optimizer', 'newton'],
        /--optimizer: The optimizer must be sgd, momentum, nesterov, adam, .*radam or lion, not "newton"/,
      ],
      [
        'a constant that Adam has not',
        ['--rates', '0.1', '--optimizer', 'adam,alpha=0.9'],
        /adam has no option alpha\. Its options are beta1, beta2, epsilon and weight-decay/,
      ],
      [
        'momentum for Adam',
        ['--rates', '0.1', '--momentum', '0.9'],
        /--momentum: A momentum goes with the optimizer momentum, nesterov or rmsprop, not with adam/,
      ],
      [
        'a momentum of one',
        ['--rates', '0.1', '--optimizer', 'momentum', '--momentum', '1'],
        /--momentum: .* of at least 0 and below 1, not "1"/,
      ],
      [
        'two momentums',
        ['--rates', '0.1', '--optimizer', 'nesterov,momentum=0.8', '--momentum', '0.9'],
        /--momentum: The momentum is given twice: "nesterov,momentum=0\.8" has one too/,
      ],
      [
        'an unknown schedule',
        ['--rates', '0.1', '--schedule', 'triangular'],
        /--schedule: Unknown schedule "triangular"\. Available: constant, .* and reduce-on-plateau/,
      ],
      [
        'an option that cosine has not',
        ['--rates', '0.1', '--schedule', 'cosine,factor=0.5'],
        /--schedule: cosine has no option factor\. Its options are over, end, warmup and warmup-start/,
      ],
      [
        'a warm-up without end',
        ['--rates', '0.1', '--schedule', 'cosine,warmup=471'],
        /A warm-up of 471 steps takes up the whole run of 471/,
      ],
      [
        'an unknown measure',
        ['--rates', '0.1', '--measure', 'loss'],
        /--measure: Unknown measure "loss"\. Available: gradient-norm, /,
      ],
      [
        'clipping to nothing',
        ['--rates', '0.1', '--clip', '0'],
        /--clip: .* must be a positive number such as 1\.0, not "0"/,
      ],
      [
        'a rate for a layer that is not there',
        ['--rates', '0.1', '--layer-rates', 'dense7=1'],
        /no layer "dense7" .*; its layers are convolution1, /,
      ],
      ['a hundred jobs', ['--rates', '0.1', '--jobs', '100'], /--jobs must be a whole number from 1 to 64, not "100"/],
      [
        'no epochs',
        ['--rates', '0.1', '--epochs', '0'],
        /--epochs: The number of epochs must be a whole number from 1 to 1000, not "0"/,
      ],
      [
        'more images than there are',
        ['--rates', '0.1', '--train', '60001'],
        /60001 train images are requested, but .* has 60000/,
      ],
      ['a network that is no JSON', ['--rates', '0.1', '--network', 'net.json'], /net\.json is not JSON/],
      [
        'a network that the engine cannot train',
        ['--rates', '0.1', '--network', 'odd.json', '--engine', 'wasm'],
        /needs the number of channels to be a multiple of 4, not 5 as in block 1/,
      ],
      ['a network that is not there', ['--rates', '0.1', '--network', 'none.json'], /none\.json cannot be read/],
      ['a folder that is taken', ['--rates', '0.1', '--out', '.'], /is not empty; name a new or empty folder/],
    ];
    for (const [what, args, message] of wrong) {
      it(`refuses ${what} with exit code 2 and a sentence, and writes nothing`, async () => {
        const folder = newFolder();
        writeFileSync(path.join(folder, 'net.json'), '{');
        writeFileSync(
          path.join(folder, 'odd.json'),
          JSON.stringify({ input: [28, 28, 1], blocks: [{ channels: 5 }], outputs: 10 }),
        );
        const { code, stdout, stderr } = await runCli(['sweep', ...args], folder);
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, message);
        assert.match(stderr, /^goldilocks: .*\n$/);
        assert.ok(!existsSync(path.join(folder, 'goldilocks-experiments')));
      });
    }

    it('says what is wrong with a data set before it starts anything', async () => {
      const folder = newFolder();
      mkdirSync(path.join(folder, 'images'));
      const { code, stderr } = await runCli(['sweep', '--rates', '0.1', '--dataset', 'images'], folder);
      assert.equal(code, 2);
      assert.match(stderr, /train-images/);
      assert.ok(!existsSync(path.join(folder, 'goldilocks-experiments')));
    });

    it('trains on when nobody reads its progress any more', async () => {
      const folder = newFolder();
      const call = startCli(['sweep', '--rates', '0.1,0.01', ...SMALL, '--json', '--out', 'e'], folder);
      call.process.stderr!.destroy();
      const { code, stdout } = await call.ended;
      assert.equal(code, 0);
      assert.deepEqual(
        (fromJson(stdout) as SweepJson).runs.map(({ state }) => state),
        ['finished', 'finished'],
      );
    });

    it('trains to the end when its results cannot be printed, says so, and exits with 1', async function () {
      if (!existsSync('/dev/full')) this.skip();
      const folder = newFolder();
      const full = openSync('/dev/full', 'w');
      const { code, stderr } = await startCli(['sweep', '--rates', '0.01', ...SMALL, '--out', 'e'], folder, full).ended;
      closeSync(full);
      assert.equal(code, 1);
      assert.match(stderr, /^goldilocks: The output cannot be written: ENOSPC.*\.$/m);
      assert.doesNotMatch(stderr, /^ +at /m);
      assert.deepEqual(await states(path.join(folder, 'e')), ['finished']);
      assert.ok(existsSync(path.join(folder, 'e', 'report.html')));
    });

    it('fails the run of a worker that is killed, finishes the others, and exits with 1', async function () {
      needsPosixProcesses(this);
      const folder = newFolder();
      const call = startCli(
        [
          'sweep',
          '--rates',
          '0.1,0.01',
          '--train',
          '10000',
          '--test',
          '64',
          '--epochs',
          '30',
          '--jobs',
          '2',
          '--json',
          '--out',
          'e',
        ],
        folder,
      );
      await until('an epoch is done', () => /epoch 1\/30/.test(call.errors()));
      process.kill(childrenOf(call.process.pid!)[0], 'SIGKILL');
      const { code, stdout, stderr } = await call.ended;
      assert.equal(code, 1);
      const { runs } = fromJson(stdout) as SweepJson;
      const failed = runs.filter(({ state }) => state === 'failed');
      assert.deepEqual(runs.map(({ state }) => state).sort(), ['failed', 'finished']);
      assert.match(failed[0].reason ?? '', /^The training process was killed/);
      assert.match(stderr, /failed: The training process was killed/);
    });
  });

  describe('when it is interrupted', () => {
    it('ends its runs as cancelled on Ctrl+C, keeps the folder and exits with 130', async function () {
      needsPosixProcesses(this);
      const folder = newFolder();
      const call = startCli(['sweep', '--rates', '0.1,0.01,0.001', ...LONG, '--jobs', '1', '--out', 'e'], folder);
      await until('an epoch is done', () => /epoch 1\/1000/.test(call.errors()));
      const workers = childrenOf(call.process.pid!);
      // A terminal sends the signal to the workers as well, and whoever started the command may pass it on once more.
      for (const pid of [...workers, call.process.pid!, call.process.pid!]) process.kill(pid, 'SIGINT');
      const { code, stdout } = await call.ended;
      assert.equal(code, 130);
      assert.match(stdout, /cancelled/);
      assert.deepEqual(await states(path.join(folder, 'e')), ['cancelled', 'cancelled', 'cancelled']);
      await until('the workers are gone', () => !workers.some(isRunning));
    });

    it('lets workers write their last checkpoints when the whole process group is told to end', async function () {
      needsPosixProcesses(this);
      const folder = newFolder();
      const call = startCli(['sweep', '--rates', '0.01', ...LONG, '--out', 'e'], folder);
      await until('an epoch is done', () => /epoch 1\/1000/.test(call.errors()));
      const workers = childrenOf(call.process.pid!);
      for (const pid of [...workers, call.process.pid!]) process.kill(pid, 'SIGTERM');
      assert.equal((await call.ended).code, 130);
      assert.deepEqual(await states(path.join(folder, 'e')), ['cancelled']);
      assert.ok(existsSync(path.join(folder, 'e', 'runs', '0', 'attempt-1', 'checkpoint.bin')));
      await until('the workers are gone', () => !workers.some(isRunning));
    });

    it('leaves no worker and an interrupted experiment when it is killed, which resume trains again as new attempts', async function () {
      needsPosixProcesses(this);
      const folder = newFolder();
      const call = startCli(
        [
          'sweep',
          '--rates',
          '0.1,0.01',
          '--train',
          '2000',
          '--test',
          '64',
          '--epochs',
          '12',
          '--jobs',
          '1',
          '--out',
          'e',
        ],
        folder,
      );
      await until('the second run has begun', () =>
        existsSync(path.join(folder, 'e', 'runs', '1', 'attempt-1', 'metrics.jsonl')),
      );
      const workers = childrenOf(call.process.pid!);
      assert.equal(workers.length, 1);
      call.process.kill('SIGKILL');
      await call.ended;
      await until('the worker is gone', () => !workers.some(isRunning), 2_000);
      const experiment = path.join(folder, 'e');
      assert.deepEqual(await states(experiment), ['finished', 'interrupted']);
      const finished = readFileSync(path.join(experiment, 'runs', '0', 'attempt-1', 'metrics.jsonl'), 'utf8');

      const { code, stdout } = await runCli(['resume', 'e', '--json'], folder);
      assert.equal(code, 0);
      assert.deepEqual(
        (fromJson(stdout) as SweepJson).runs.map(({ state, verdict }) => [state, verdict !== null]),
        [
          ['finished', true],
          ['finished', true],
        ],
      );
      assert.deepEqual(await states(experiment), ['finished', 'finished']);
      assert.ok(existsSync(path.join(experiment, 'runs', '1', 'attempt-2', 'result.json')));
      assert.equal(readFileSync(path.join(experiment, 'runs', '0', 'attempt-1', 'metrics.jsonl'), 'utf8'), finished);

      const again = await runCli(['resume', 'e'], folder);
      assert.equal(again.code, 1);
      assert.match(again.stderr, /there is nothing to resume/);
    });
  });

  describe('report', () => {
    it('writes the report of an experiment again, also elsewhere', async () => {
      const folder = newFolder();
      await runCli(['sweep', '--rates', '0.01', ...SMALL, '--json', '--out', 'e'], folder);
      const { code, stdout } = await runCli(['report', 'e', '--out', 'mine.html'], folder);
      assert.deepEqual([code, stdout.trim()], [0, path.join(folder, 'mine.html')]);
      assert.match(readFileSync(path.join(folder, 'mine.html'), 'utf8'), /MNIST CNN with Adam/);
    });
    it('says so when there is no experiment, or no such place for the report', async () => {
      const folder = newFolder();
      const missing = await runCli(['report', 'nowhere'], folder);
      assert.equal(missing.code, 1);
      assert.match(missing.stderr, /nowhere holds no experiment/);
      await runCli(['sweep', '--rates', '0.01', ...SMALL, '--json', '--out', 'e'], folder);
      const unwritable = await runCli(['report', 'e', '--out', path.join('no', 'such', 'folder.html')], folder);
      assert.equal(unwritable.code, 1);
      assert.match(unwritable.stderr, /cannot be written/);
    });
    it('wants exactly one folder', async () => {
      assert.equal((await runCli(['report'], newFolder())).code, 2);
    });
  });

  it('explains itself', async () => {
    const folder = newFolder();
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await runCli(['--version'], folder), { code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await runCli(['--help'], folder);
    assert.equal(help.code, 0);
    for (const command of ['sweep', 'find', 'diagnose', 'resume', 'report']) {
      assert.match(help.stdout, new RegExp(`^  ${command} `, 'm'));
      const own = await runCli([command, '--help'], folder);
      assert.equal(own.code, 0);
      assert.match(own.stdout, new RegExp(`^Usage: goldilocks ${command}`));
      assert.deepEqual(await runCli(['help', command], folder), own);
    }
    const unknown = await runCli(['swep'], folder);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /There is no command "swep"; there are sweep, find, .*resume, report/);
  });
});

function header(magic: number, ...dimensions: number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * dimensions.length);
  [magic, ...dimensions].forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

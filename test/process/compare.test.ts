import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

interface CompareJson {
  experiment: string;
  kind: string;
  variants: { id: string; label: string; values: Record<string, unknown> }[];
  runs: { variant: string; seed: number; state: string; learningRate: number; score: number }[];
  zones: unknown[];
  ranking: { variant: string; standing: string }[];
  seconds: number;
}

const SMALL = ['--train', '640', '--test', '100', '--epochs', '1'];

describe('goldilocks compare', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('trains schedules from three seeds and prints variants, runs and their ranking as JSON', async () => {
    const args = ['--schedules', 'constant,cosine,warmup=10%,wsd', '--rate', '0.003', ...SMALL, '--json', '--out', 'e'];
    const { code, stdout } = await runCli(['compare', ...args], newFolder());
    assert.equal(code, 0);
    const { kind, variants, runs, ranking, ...rest } = fromJson(stdout) as CompareJson;
    assert.deepEqual(Object.keys(rest), ['experiment', 'zones', 'seconds']);
    assert.deepEqual([kind, rest.zones], ['schedules', []]);
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['constant', 'cosine,warmup=10%', 'wsd'],
    );
    assert.deepEqual(
      runs.map(({ seed, state, learningRate }) => [seed, state, learningRate]),
      [1, 1, 1, 2, 2, 2, 3, 3, 3].map((seed) => [seed, 'finished', 0.003]),
    );
    assert.ok(runs.every(({ score }) => score > 0 && score < 2.4));
    assert.deepEqual(ranking.map(({ variant }) => variant).sort(), variants.map(({ id }) => id).sort());
    assert.equal(ranking[0].standing, 'best');
  });

  it('says to a person which schedule ends lowest, and writes it into the report', async () => {
    const folder = newFolder();
    const args = ['--schedules', 'constant,linear', '--seeds', '2', ...SMALL, '--out', 'e'];
    const { code, stdout } = await runCli(['compare', ...args], folder);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^Schedules at 0\.01: MNIST CNN with Adam/m);
    assert.match(stdout, /^Schedule {2}Final loss {2}Lowest to highest seed/m);
    assert.match(stdout, /^Lowest final loss {2}(constant|linear) {2}\(/m);
    const report = await readFile(path.join(folder, 'e', 'report.html'), 'utf8');
    assert.match(report, /<h2 id="results-title">Final losses<\/h2>/);
  });

  it('sweeps optimizers and prints the zone of each with its width', async () => {
    const args = [
      '--optimizers',
      'momentum,adam',
      '--rates',
      '1e-4..1x5',
      ...SMALL,
      '--train',
      '2560',
      '--epochs',
      '3',
      '--json',
      '--out',
      'e',
    ];
    const { code, stdout } = await runCli(['compare', ...args], newFolder());
    assert.equal(code, 0);
    const { kind, variants, runs, zones } = fromJson(stdout) as CompareJson;
    assert.deepEqual([kind, variants.length, runs.length], ['optimizers', 10, 10]);
    const [momentum, adam] = zones as { group: string; low: number; high: number; decades: { atLeast: number } }[];
    assert.deepEqual([momentum.group, adam.group], ['optimizer=momentum,engine=wasm', 'optimizer=adam,engine=wasm']);
    assert.ok(adam.low <= 0.01 && adam.high >= 0.01, JSON.stringify(adam));
    assert.ok(Math.abs(adam.decades.atLeast - Math.log10(adam.high / adam.low)) < 1e-12);
  });

  it('sweeps batch sizes at equal steps and prints how the best rate grows', async () => {
    const args = ['--batches', '16,32', '--rates', '3e-4..0.3x4', '--equal', 'steps', ...SMALL, '--json', '--out', 'e'];
    const { code, stdout } = await runCli(['compare', ...args], newFolder());
    assert.equal(code, 0);
    const found = fromJson(stdout) as CompareJson & { bests: { batchSize: number }[]; slope: { value: number } | null };
    assert.equal(found.kind, 'batch-sizes');
    assert.deepEqual(found.variants[0].values, { rate: 3e-4, batchSize: 16, engine: 'wasm' });
    assert.equal(found.runs.length, 8);
    assert.ok(found.bests.every(({ batchSize }) => [16, 32].includes(batchSize)));
    assert.equal(found.slope === null, new Set(found.bests.map(({ batchSize }) => batchSize)).size < 2);
  });

  const refused: [args: string[], message: RegExp][] = [
    [[], /Say what to compare: --schedules/],
    [['--schedules', 'constant'], /at least two schedules/],
    [['--schedules', 'constant,triangular'], /--schedules: Unknown schedule "triangular"/],
    [['--schedules', 'constant,step', '--rate', 'high'], /--rate: /],
    [['--schedules', 'constant,step', '--optimizers', 'sgd,adam'], /compared one at a time/],
    [['--schedules', 'constant,step', '--rates', '0.1,0.2'], /--rates does not go with --schedules/],
    [['--batches', '16,32', '--batch', '64'], /--batch does not go with --batches/],
    [['--batches', '16,big'], /--batches: The batch size must be a whole number/],
    [['--batches', '16,32', '--equal', 'time'], /--equal must be images or steps/],
    [['--optimizers', 'sgd,adam', '--optimizer', 'sgd'], /--optimizer does not go with --optimizers/],
    [['--optimizers', 'sgd,adem'], /--optimizers: The optimizer must be .* not "adem"/],
    [['--schedules', 'constant,step', '--prune'], /There is no option --prune/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(' ') || 'to guess what'}`, async () => {
      const { code, stderr } = await runCli(['compare', ...args], newFolder());
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it('teaches a network new digits in four ways, and prints the accuracies', async () => {
    const args = ['--layers', '--train', '60', '--test', '50', '--epochs', '2', '--seeds', '1', '--json', '--out', 'e'];
    const { code, stdout } = await runCli(['compare', ...args], newFolder());
    assert.equal(code, 0);
    const { kind, variants, runs, accuracies } = fromJson(stdout) as CompareJson & {
      accuracies: { variant: string; accuracy: number }[];
    };
    assert.equal(kind, 'layers');
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['one rate', 'features at a tenth', 'features frozen', 'from scratch'],
    );
    assert.ok(runs.every(({ state, learningRate }) => state === 'finished' && learningRate === 0.003));
    assert.deepEqual(accuracies.map(({ variant }) => variant).sort(), variants.map(({ id }) => id).sort());
  });

  it('refuses rates for layers, which have one', async () => {
    const { code, stderr } = await runCli(['compare', '--layers', '--rates', '0.1'], newFolder());
    assert.equal(code, 2);
    assert.match(stderr, /--rates does not go with --layers/);
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { fromJson } from '../../src/domain/json.ts';
import type { SweepChoice } from '../../src/kinds/sweep/choice.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

interface SweepJson {
  readonly runs: readonly { readonly learningRate: number; readonly seed: number; readonly state: string }[];
  readonly zones: readonly { readonly best: number; readonly bracketed: boolean }[];
}

const SETTINGS = ['--train', '2000', '--test', '64', '--epochs', '2', '--batch', '50', '--json'];

describe('goldilocks sweep --refine and --widen', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();

  async function sweep(folder: string, ...args: string[]): Promise<SweepJson> {
    const { code, stdout, stderr } = await runCli(['sweep', ...args], folder);
    assert.equal(code, 0, stderr);
    return fromJson(stdout) as SweepJson;
  }

  async function choiceIn(folder: string): Promise<SweepChoice> {
    return (await ExperimentFolder.open(folder)).record.choice as SweepChoice;
  }

  it('go on from a finished sweep with other rates and all else as it was', async () => {
    const folder = newFolder();
    const first = await sweep(
      folder,
      '--rates',
      '0.1,0.01',
      '--seeds',
      '2',
      '--optimizer',
      'adamw',
      ...SETTINGS,
      '--out',
      'first',
    );
    assert.deepEqual(
      first.zones.map(({ best, bracketed }) => [best, bracketed]),
      [[0.01, false]],
    );

    const before = await choiceIn(path.join(folder, 'first'));
    for (const [option, rates] of [
      ['--widen', [1e-5, 1e-4, 1e-3]],
      ['--refine', [0.0022, 0.0046, 0.022, 0.046]],
    ] as const) {
      const { runs } = await sweep(folder, option, 'first', '--json', '--out', option.slice(2));
      assert.deepEqual(
        runs.map(({ learningRate, seed, state }) => [learningRate, seed, state]),
        [1, 2].flatMap((seed) => rates.map((rate) => [rate, seed, 'finished'])),
      );
      const { name: _, learningRates, ...rest } = await choiceIn(path.join(folder, option.slice(2)));
      const { name: __, learningRates: ___, ...expected } = before;
      assert.deepEqual([learningRates, rest], [rates, expected]);
    }
  });

  it('say why they cannot, and exit with 2', async () => {
    const folder = newFolder();
    await sweep(folder, '--rates', '0.01', ...SETTINGS, '--out', 'one');
    for (const [args, message] of [
      [['--refine', 'one'], /^goldilocks: --refine: There are no rates to add around 0\.01\./m],
      [['--widen', 'one'], /^goldilocks: --widen: The best rate, 0\.01, isn't the lowest or the highest of several/m],
      [['--refine', 'one', '--epochs', '3'], /takes everything from the sweep .*leave out --epochs/],
      [['--refine', 'one', '--prune'], /leave out --prune/],
      [['--refine', 'one', '--widen', 'one'], /leave out --widen/],
      [['--refine', 'nowhere'], /holds no experiment/],
    ] as const) {
      const { code, stdout, stderr } = await runCli(['sweep', ...args], folder);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, message);
    }
  });
});

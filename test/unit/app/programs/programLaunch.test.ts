import assert from 'node:assert/strict';
import path from 'node:path';
import { launchIn, sweepLaunch, testLaunch } from '../../../../src/app/programs/programLaunch.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import type { ProgramSetup, RateWay } from '../../../../src/kinds/program.ts';
import { programTestChoice } from '../../../../src/kinds/programTest/choice.ts';

const SITE = { file: '/work/train.py', line: 3, column: 6, endLine: 3, endColumn: 9, text: '0.1' };
const COPY = { folder: '/copy', root: '/copy' };

function launch(
  way: RateWay,
  command: ProgramSetup['command'] = ['python', 'train.py'],
  steps: number | null = null,
  rate = 1e-7,
) {
  const program = { command, cwd: '/work', way };
  const choice = { name: 'train', program, learningRates: [rate], seeds: 1, steps, confirms: null };
  const variant = { id: `rate=${rate}`, label: String(rate), values: { rate } };
  return sweepLaunch(choice, { variant, seed: 2, facts: NO_FACTS, spec: null });
}

describe('the launch of a run of a sweep', () => {
  it('gives the rate to the probe', () => {
    assert.deepEqual(launch({ kind: 'probe' }, ['python', 'train.py'], 40), {
      command: ['python', 'train.py'],
      cwd: '/work',
      env: {},
      mode: { name: 'rate', rate: 1e-7, seed: 2, maxSteps: 40 },
    });
  });

  it('replaces the number in the code', () => {
    const { text: expected, ...range } = SITE;
    assert.deepEqual(launch({ kind: 'literal', site: SITE }).mode, {
      name: 'watch',
      seed: 2,
      maxSteps: null,
      replace: [{ ...range, expected, text: '1e-7' }],
    });
    assert.equal(launch({ kind: 'literal', site: SITE }).assumedRate, undefined);
    assert.equal(launch({ kind: 'literal', site: SITE, isAssumed: true }).assumedRate, 1e-7);
  });

  it('replaces a number in the code by a float, also with a whole rate', () => {
    const way = { kind: 'literal', site: SITE } as const;
    assert.equal(launch(way, ['python', 'train.py'], null, 3).mode.replace?.[0].text, '3.0');
  });

  it('edits the number in settings, as a number of their format', () => {
    const edited = (file: string, text: string) => {
      const launched = launch({ kind: 'settings', site: { ...SITE, file, text } });
      assert.deepEqual(launched.mode, { name: 'watch', seed: 2, maxSteps: null });
      return launched.edits?.map(({ expected, text: written }) => [expected, written]);
    };
    assert.deepEqual(edited('/work/config.json', '0.1'), [['0.1', '1e-7']]);
    assert.deepEqual(edited('/work/config.yaml', '0.1'), [['0.1', '1.0e-7']]);
    const site = { ...SITE, file: '/work/conf/base.toml' };
    const assumed = launch({ kind: 'settings', site, isAssumed: true });
    assert.equal(assumed.assumedRate, 1e-7);
    assert.equal(launchIn(assumed, COPY).edits?.[0].file, '/copy/conf/base.toml');
  });

  it('sets an option where it is given already, or adds it', () => {
    const way = { kind: 'option', name: '--lr' } as const;
    const cases = [
      [['python', 'train.py'], 'python train.py --lr 1e-7'],
      [['python', 'train.py', '--lr', '3', 'x'], 'python train.py --lr 1e-7 x'],
      [['python', 'train.py', '--lr=3', 'x'], 'python train.py --lr=1e-7 x'],
      [['python', 'train.py', '--lr-decay', '3'], 'python train.py --lr-decay 3 --lr 1e-7'],
    ] as const;
    for (const [command, expected] of cases) {
      const launched = launch(way, command).command;
      assert.equal('join' in launched && launched.join(' '), expected);
    }
  });

  it('sets an environment variable, or what stands for the rate in the command', () => {
    assert.deepEqual(launch({ kind: 'environment', name: 'LR' }).env, { LR: '1e-7' });
    const way = { kind: 'placeholder' } as const;
    assert.deepEqual(launch(way, ['train', '--lr={rate}']).command, ['train', '--lr=1e-7']);
    assert.deepEqual(launch(way, { shellLine: 'a {rate} | b {rate}' }).command, { shellLine: 'a 1e-7 | b 1e-7' });
  });

  it('is the same in a copy of the folder, with the paths of its own files', () => {
    const launched = launch({ kind: 'literal', site: SITE }, [
      'python',
      '/work/train.py',
      '/data',
      '--out=/work/runs',
      '--root=/work',
      '/work/../data',
      '../x.py',
      '..',
      '--data=../data',
      '..cache',
    ]);
    const { command, cwd, mode } = launchIn(launched, COPY);
    assert.deepEqual(command, [
      'python',
      '/copy/train.py',
      '/data',
      '--out=/copy/runs',
      '--root=/copy',
      '/work/../data',
      path.resolve('/x.py'),
      path.resolve('/'),
      `--data=${path.resolve('/data')}`,
      '..cache',
    ]);
    assert.equal(cwd, '/copy');
    assert.equal(mode.replace?.[0].file, '/copy/train.py');
    assert.equal(launchIn(launched, { folder: '/work', root: '/work' }), launched);
  });
});

describe('the launch in a copy of a repository', () => {
  it('names its files in the copy, also those beside the folder', () => {
    const program = {
      command: ['python', '../train.py', '--out=../runs', '--root=/repo', '/data', '../../data', '/repository'],
      cwd: '/repo/work',
      way: { kind: 'literal', site: { ...SITE, file: '/repo/src/model.py' } },
      logFile: '../logs/log.csv',
    } as const;
    const choice = { name: 'train', program, learningRates: [0.1], seeds: 1, steps: null, confirms: null };
    const variant = { id: '', label: '', values: { rate: 0.1 } };
    const launched = sweepLaunch(choice, { variant, seed: 1, facts: NO_FACTS, spec: null });
    const { command, mode, logFile } = launchIn(launched, { folder: '/copy/repo/work', root: '/copy/repo' });
    assert.deepEqual(command, [
      'python',
      '../train.py',
      '--out=../runs',
      '--root=/copy/repo',
      '/data',
      path.resolve('/data'),
      '/repository',
    ]);
    assert.equal(mode.replace?.[0].file, '/copy/repo/src/model.py');
    assert.equal(logFile, '../logs/log.csv');
  });
});

describe('the launch of a range test', () => {
  it('raises the rate over the range that fits the optimizer and a decade above, or over one that fits most', () => {
    const program = { command: ['python', 'train.py'], cwd: '/work', way: { kind: 'probe' } } as const;
    const record = { variant: { id: '', label: '', values: {} }, seed: 3, facts: NO_FACTS, spec: null };
    const known = programTestChoice({ name: 'train', program, optimizer: 'AdamW' });
    assert.deepEqual(testLaunch(known, record).mode, {
      name: 'find',
      from: 1e-5,
      to: 10,
      steps: 240,
      stopAbove: 4,
      seed: 3,
    });
    const { from, to, steps } = programTestChoice({ name: 'train', program, optimizer: null });
    assert.deepEqual([from, to, steps], [1e-6, 10, 300]);
  });
});

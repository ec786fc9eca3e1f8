import assert from 'node:assert/strict';
import path from 'node:path';
import { temporaryFolders } from '../support/folders.ts';
import { runProbed, samplesOf } from '../support/probe.ts';
import type { ProbeLine, Watched } from '../support/probe.ts';

/** Where the suite has put the frameworks. */
const FRAMEWORKS = process.env.PYTHONPATH!;

interface Case {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How far the losses told may be from the printed ones, relative to them. */
  readonly within: number;
  /** The notice, or notices in their order, that must be there. */
  readonly notice?: RegExp | readonly RegExp[];
}

/** Programs print `step <loss in hexadecimal> <rates>` at each step. */
const CASES: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    [
      'functions',
      'classes',
      'arguments',
      'yamlSettings',
      'accumulation',
      'groups',
      'workers',
      'compiled',
      'lightningFit',
    ].map((name): [string, Case] => [name, { args: [`${name}.py`], within: 1e-12 }]),
  ),
  'accumulation from the second epoch on': { args: ['accumulation.py', 'later'], within: 1e-12 },
  'arguments with options': { args: ['arguments.py', '--lr', '0.2', '--steps', '25'], within: 1e-12 },
  mixedPrecision: { args: ['mixedPrecision.py'], within: 1e-12, notice: /GradScaler skips/ },
  fusedScaler: { args: ['fusedScaler.py'], within: 1e-12, notice: /GradScaler skips/ },
  gan: { args: ['gan.py'], within: 1e-12, notice: /several optimizers/ },
  severalLosses: { args: ['severalLosses.py'], within: 1e-12 },
  zippedLoaders: { args: ['zippedLoaders.py'], within: 1e-12 },
  skippedPairs: { args: ['skippedPairs.py'], within: 1e-12, notice: /GradScaler skips/ },
  byHand: { args: ['byHand.py'], within: 1e-12, notice: /without an optimizer/ },
  ownOptimizer: { args: ['ownOptimizer.py'], within: 1e-12 },
  lbfgs: { args: ['lbfgs.py'], within: 1e-12, notice: /LBFGS evaluates/ },
  'distributed by the program': { args: ['distributed.py'], within: 1e-12 },
  'distributed by torchrun': {
    args: ['-m', 'torch.distributed.run', '--nproc-per-node', '2', '--master-port', '29633', 'distributed.py'],
    // Otherwise its warning about threads has a time in it. A process that aborts shows where.
    env: { OMP_NUM_THREADS: '1', PYTHONFAULTHANDLER: '1' },
    within: 1e-12,
  },
  torchThenKeras: { args: ['torchThenKeras.py'], within: 1e-12, notice: /several frameworks/ },
  'torchThenKeras without PyTorch': {
    args: ['torchThenKeras.py', 'keras'],
    within: 1e-12,
    notice: /several optimizers/,
  },
  accelerated: { args: ['accelerated.py'], within: 1e-6 },
  huggingFace: { args: ['huggingFace.py'], within: 1e-6 },
  ...Object.fromEntries(
    ['torch', 'tensorflow', 'jax'].flatMap((backend) =>
      [
        'kerasFit',
        'kerasOwnSchedule',
        'kerasBatches',
        'kerasOwnStep',
        'kerasRecompiled',
        ...(backend === 'jax' ? [] : ['kerasLoop', 'kerasGan']),
      ].map((name): [string, Case] => [
        `${name} on ${backend}`,
        {
          args: [`${name}.py`],
          env: { KERAS_BACKEND: backend, TF_CPP_MIN_LOG_LEVEL: '3' },
          within: 1e-5,
          notice:
            name === 'kerasRecompiled'
              ? [/several optimizers/, /^From step 8 on, the probe follows another optimizer/]
              : undefined,
        },
      ]),
    ),
  ),
};

describe('programs with and without the probe', () => {
  const newFolder = temporaryFolders();

  for (const [name, { args, env, within, notice }] of Object.entries(CASES))
    it(`${name}: prints the same to the last bit, and its steps, losses and rates are told`, async () => {
      const run = (mode?: object): Promise<Watched> =>
        runProbed(newFolder(), args.map(inPrograms), { mode, modules: [FRAMEWORKS], env });
      const alone = await run();
      const probed = await run({ name: 'watch' });
      assert.equal(alone.code, 0, alone.stderr);
      assert.equal(probed.code, 0, probed.stderr);
      assert.equal(probed.stdout, alone.stdout);
      assert.equal(probed.reports.length, 1);
      const report = probed.reports[0];
      assert.equal(report.at(-1)!.state, 'finished');
      const notices = report.flatMap(({ text }) => text ?? []);
      const expected = [notice ?? []].flat();
      assert.equal(notices.length, expected.length, notices.join('\n'));
      for (const [index, each] of expected.entries()) assert.match(notices[index], each);

      const printed = alone.stdout
        .split('\n')
        .filter((line) => line.startsWith('step '))
        .map((line) => line.trim().split(' ').slice(1));
      const samples = samplesOf(report);
      assert.ok(printed.length > 5);
      assert.equal(samples.length, printed.length);
      for (const [index, [loss, ...rates]] of printed.entries()) {
        const { step, loss: told, rate, extra } = samples[index];
        assert.equal(step, index);
        assertNear(Number(told), fromHexadecimal(loss), within);
        // Reading a schedule of Keras costs too much for each step.
        if (rate !== undefined) assertNear(rate, Number(rates[0]), 1e-6);
        for (const [group, own] of rates.entries())
          if (group && Number(own) !== Number(rates[0])) assertNear(extra![`rate.${group}`], Number(own), 1e-6);
      }
      assert.equal(samples[0].rate !== undefined, printed[0].length > 1);
    });

  for (const name of [
    'compiled',
    'distributed by the program',
    'distributed by torchrun',
    'lightningFit',
    'accelerated',
    'huggingFace',
    'kerasFit on torch',
    'kerasFit on tensorflow',
    'kerasFit on jax',
  ]) {
    const { args, env, within } = CASES[name];
    const run = async (mode: object): Promise<[readonly ProbeLine[], string[][]]> => {
      const watched = await runProbed(newFolder(), args.map(inPrograms), { mode, modules: [FRAMEWORKS], env });
      assert.equal(watched.code, 0, watched.stderr);
      const printed = Array.from(watched.stdout.matchAll(/^step (.*)$/gm), ([, values]) => values.trim().split(' '));
      const samples = samplesOf(watched.reports[0]);
      // A program of PyTorch is ended by its step, before it prints the loss.
      assert.ok(printed.length >= samples.length - 1);
      for (const [index, [loss]] of printed.slice(0, samples.length).entries())
        // A loss far below the mean of its epoch, which Keras tells, has fewer digits.
        assertNear(Number(samples[index].loss), fromHexadecimal(loss), 10 * within);
      return [watched.reports[0], printed];
    };

    it(`${name}: a range test raises the rate with each step, and ends the program`, async () => {
      const [report] = await run({ name: 'find', from: 1e-4, to: 1e-2, steps: 10, stopAbove: 1000 });
      assert.equal(report.find(({ why }) => why)?.why, 'steps');
      const samples = samplesOf(report);
      assert.equal(samples.length, 10);
      for (const { step, rate } of samples) assertNear(rate!, 1e-4 * 100 ** (step / 9), 1e-6);
    });

    it(`${name}: another rate keeps the shape of the schedule, for so many steps`, async () => {
      const [report, printed] = await run({ name: 'rate', rate: 0.1, maxSteps: 8 });
      assert.equal(report.find(({ why }) => why)?.why, 'maxSteps');
      const samples = samplesOf(report);
      assert.equal(samples.length, 8);
      const own = report.find(({ facts }) => facts?.rate)!.facts!.rate as number;
      for (const [index, [, rate]] of printed.slice(0, 8).entries())
        if (samples[index].rate !== undefined) assertNear(samples[index].rate, (0.1 / own) * Number(rate), 1e-5);
    });
  }

  it('severalModels: each training is told as one of its own, from its first step on', async () => {
    const run = (mode?: object): Promise<Watched> =>
      runProbed(newFolder(), [inPrograms('severalModels.py')], { mode, modules: [FRAMEWORKS] });
    const [alone, probed] = [await run(), await run({ name: 'watch' })];
    assert.equal(probed.stdout, alone.stdout);
    const trainings = alone.stdout.split('training\n').slice(1);
    assert.deepEqual(
      probed.reports.map((report) => report.at(-1)!.state),
      ['over', 'finished'],
    );
    for (const [index, training] of trainings.entries()) {
      const samples = samplesOf(probed.reports[index]);
      const printed = Array.from(training.matchAll(/^step (\S+) (\S+)$/gm), ([, loss, rate]) => [loss, rate]);
      assert.equal(samples.length, 30);
      for (const [step, [loss, rate]] of printed.entries()) {
        assert.equal(samples[step].step, step);
        assertNear(Number(samples[step].loss), fromHexadecimal(loss), 1e-12);
        assertNear(samples[step].rate!, Number(rate), 1e-6);
      }
    }
  });

  it('ownOptimizer: a range test leaves an optimizer alone whose rate has another name, and says so', async () => {
    const run = (mode?: object): Promise<Watched> =>
      runProbed(newFolder(), [inPrograms('ownOptimizer.py')], { mode, modules: [FRAMEWORKS] });
    const alone = await run();
    const probed = await run({ name: 'find', from: 1e-4, to: 1e-2, steps: 10, stopAbove: 1000 });
    assert.equal(probed.stdout, alone.stdout);
    assert.deepEqual(samplesOf(probed.reports[0]), []);
    assert.match(probed.reports[0][0].text!, /^__main__\.Descent has no learning rate called lr/);
  });

  it('tells the momentum of PyTorch and of Keras, which good rates depend on', async () => {
    const momentumOf = async (name: string): Promise<unknown> => {
      const { reports } = await runProbed(newFolder(), [inPrograms(`${name}.py`)], {
        mode: { name: 'watch' },
        modules: [FRAMEWORKS],
        env: { KERAS_BACKEND: 'torch' },
      });
      return reports[0].find(({ facts }) => facts?.optimizer)!.facts!.momentum;
    };
    assert.deepEqual(
      [await momentumOf('functions'), await momentumOf('kerasBatches'), await momentumOf('kerasLoop')],
      [0.9, 0.5, undefined],
    );
  });

  it('kerasAccumulated: a range test raises the rate with each update, and tells the one that is used', async () => {
    const { stdout, reports } = await runProbed(newFolder(), [inPrograms('kerasAccumulated.py')], {
      mode: { name: 'find', from: 1e-3, to: 1e-2, steps: 20, stopAbove: 1000 },
      modules: [FRAMEWORKS],
      env: { KERAS_BACKEND: 'torch' },
    });
    const used = Array.from(stdout.matchAll(/^used (\S+)$/gm), ([, rate]) => Number(rate));
    assert.ok(used.length >= 19);
    for (const [index, rate] of used.entries()) assertNear(samplesOf(reports[0])[index].rate!, rate, 1e-3);
  });

  for (const backend of ['torch', 'tensorflow', 'jax'])
    it(`kerasFolds on ${backend}: a range test is of the first fit that isn't a try, and ends with it`, async () => {
      const { code, stdout, reports } = await runProbed(newFolder(), [inPrograms('kerasFolds.py')], {
        mode: { name: 'find', from: 1e-3, to: 1e-1, steps: 100, stopAbove: 1000 },
        modules: [FRAMEWORKS],
        env: { KERAS_BACKEND: backend, TF_CPP_MIN_LOG_LEVEL: '3' },
      });
      assert.equal(code, 0);
      const used = Array.from(stdout.matchAll(/^used (\S+)$/gm), ([, rate]) => Number(rate));
      assert.equal(used.length, 8 + 24);
      assert.equal(stdout.match(/^fold$/gm)!.length, 1);
      const samples = samplesOf(reports[0]);
      assert.equal(samples.length, used.length);
      for (const [index, rate] of used.entries()) assertNear(samples[index].rate!, rate, 1e-3);
      const notices = reports[0].flatMap(({ text }) => text ?? []);
      assert.match(
        notices.at(-1)!,
        /^After 32 steps, the program trains with another optimizer; the range test ends there/,
      );
    });

  it('kerasOwnSchedule: is left alone in the mode rate, which is told', async () => {
    const { stdout, reports } = await runProbed(newFolder(), [inPrograms('kerasOwnSchedule.py')], {
      mode: { name: 'rate', rate: 0.1 },
      modules: [FRAMEWORKS],
      env: { KERAS_BACKEND: 'torch' },
    });
    assert.match(stdout, /^calls 12$/m);
    assert.deepEqual(
      reports[0].map(({ type }) => type),
      ['notice', 'ended'],
    );
    assert.match(reports[0][0].text!, /computes its learning rate itself/);
  });

  for (const backend of ['torch', 'tensorflow'])
    it(`kerasGan on ${backend}: trains at ten times its rates in the mode rate as if they stood in the code`, async () => {
      const run = (args: string[], mode?: object): Promise<Watched> =>
        runProbed(newFolder(), [inPrograms('kerasGan.py'), ...args], {
          mode,
          modules: [FRAMEWORKS],
          env: { KERAS_BACKEND: backend, TF_CPP_MIN_LOG_LEVEL: '3' },
        });
      const written = await run(['10']);
      const { reports } = await run([], { name: 'rate', rate: 0.3 });
      const printed = written.stdout.match(/(?<=^step )\S+/gm)!;
      const samples = samplesOf(reports[0]);
      assert.equal(samples.length, printed.length);
      for (const [index, { loss, rate }] of samples.entries()) {
        assertNear(Number(loss), fromHexadecimal(printed[index]), 1e-4);
        assertNear(rate!, 0.3, 1e-6);
      }
    });

  it('optaxLoop: prints the same, and the rates that the state of optax shows are told', async () => {
    const run = (mode?: object): Promise<Watched> =>
      runProbed(newFolder(), [inPrograms('optaxLoop.py')], { mode, modules: [FRAMEWORKS] });
    const [alone, probed] = [await run(), await run({ name: 'watch' })];
    assert.equal(probed.stdout, alone.stdout);
    const report = probed.reports[0];
    assert.match(report.flatMap(({ text }) => text ?? []).join(), /^This program trains with optax/);
    const samples = samplesOf(report);
    assert.ok(samples.length > 2);
    for (const { step, rate, loss } of samples) {
      assertNear(rate!, 0.1 * (1 - step / 40), 1e-6);
      assert.equal(loss, undefined);
    }
  });
});

function inPrograms(argument: string): string {
  return argument.endsWith('.py') ? path.join(__dirname, argument) : argument;
}

function assertNear(actual: number, expected: number, within: number): void {
  assert.ok(Math.abs(actual - expected) <= within * Math.abs(expected), `${actual} instead of ${expected}`);
}

/** Reads what `float.hex()` of Python prints. */
function fromHexadecimal(text: string): number {
  const [, sign, whole, fraction = '', exponent] = /^(-?)0x(\d)\.?([0-9a-f]*)p([+-]\d+)$/.exec(text)!;
  const value = Number(whole) + Number.parseInt(fraction || '0', 16) / 16 ** fraction.length;
  return (sign ? -1 : 1) * value * 2 ** Number(exponent);
}

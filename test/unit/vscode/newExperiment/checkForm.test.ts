import assert from 'node:assert/strict';
import path from 'node:path';
import { chooseComparison } from '../../../../src/app/comparison.ts';
import { chooseSweep } from '../../../../src/app/trainingRequest.ts';
import { readComparison } from '../../../../src/cli/compareRequest.ts';
import { readTrainingRequest } from '../../../../src/cli/trainingOptions.ts';
import { RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { presetChoice } from '../../../../src/kinds/sweep/choice.ts';
import { FORM_FIELDS, FORM_KINDS } from '../../../../src/protocol/newExperiment.ts';
import type { FormKind, FormValues } from '../../../../src/protocol/newExperiment.ts';
import { checkForm } from '../../../../src/vscode/newExperiment/checkForm.ts';
import type { CheckedForm } from '../../../../src/vscode/newExperiment/checkForm.ts';
import { formDefaults, withNetwork } from '../../../../src/vscode/newExperiment/formDefaults.ts';
import type { FormSettings } from '../../../../src/vscode/newExperiment/formDefaults.ts';

const MNIST = path.resolve(__dirname, '../../../../media/mnist');
const IMAGES = { folder: null, trainImages: 60_000, testImages: 10_000 };
const SETTINGS: FormSettings = {
  sweep: {
    ...{ rates: [0.1, 0.01], ratesText: '0.1, 0.01', optimizer: 'adam', prune: true },
    ...{ batchSize: 64, epochs: 3, trainImages: 10_000, testImages: 2000, seeds: 1 },
  },
  engine: 'auto',
};
/** The preset as published. */
const PUBLISHED: FormValues = { rates: '0.1, 0.01, 0.0001', prune: '' };

function defaults(kind: FormKind, changes: FormValues = {}): FormValues {
  return { ...formDefaults(kind, SLOW_FAST_FURIOUS.name, SETTINGS), ...changes };
}

function check(kind: FormKind, changes: FormValues = {}): Promise<CheckedForm> {
  return checkForm(kind, defaults(kind, changes), IMAGES, MNIST);
}

/** Options by their names, as the command line has them; those without a value are true. */
function optionsIn(command: string): Record<string, string | true> {
  return Object.fromEntries(
    command
      .split(' --')
      .slice(1)
      .map((option) => option.split(' '))
      .map(([name, value]): [string, string | true] => [name, value ?? true]),
  );
}

describe('a form', () => {
  it('can be started as it stands, whatever its kind, and has a value for each of its fields', async () => {
    for (const kind of FORM_KINDS) {
      assert.deepEqual(Object.keys(defaults(kind)), [...FORM_FIELDS[kind]]);
      const { errors, problem, ready } = await check(kind);
      assert.deepEqual({ errors, problem }, { errors: {}, problem: null }, kind);
      assert.equal(ready?.experiment.kind, kind);
      assert.ok(ready.runs.length >= 2 && ready.command?.startsWith('goldilocks '), kind);
    }
  });

  it('runs a preset as published where nothing of it is changed', async () => {
    const { ready } = await check('sweep', PUBLISHED);
    assert.deepEqual(ready?.experiment.choice, presetChoice(SLOW_FAST_FURIOUS));
    assert.equal(ready.command, 'goldilocks sweep --preset slow-fast-furious --seeds 1');
    const { ready: changed } = await check('sweep', { ...PUBLISHED, epochs: '2' });
    assert.equal(changed?.experiment.choice.preset, null);
    const { ready: test } = await check('range-test');
    assert.equal(test?.command, 'goldilocks find --preset slow-fast-furious --confirm');
  });

  it('says what is wrong with every field, as the command line does', async () => {
    const { errors, ready } = await check('sweep', {
      ...{ rates: '0,1', optimizerOptions: 'weight-decay=-1', scheduleOptions: 'every=0', schedule: 'step' },
      ...{ batchSize: '0', epochs: 'three', trainImages: '70000', testImages: '-1', seeds: '' },
      ...{ clip: '0', layerRates: 'output', engine: 'auto' },
    });
    assert.equal(ready, null);
    assert.deepEqual(Object.keys(errors).sort(), [
      ...['batchSize', 'clip', 'epochs', 'layerRates', 'optimizerOptions', 'rates', 'scheduleOptions', 'seeds'],
      ...['testImages', 'trainImages'],
    ]);
    assert.match(errors.rates!, /write 0\.1; commas separate rates/);
    assert.match(errors.trainImages!, /from 1 to 60000, not "70000"/);
    assert.match(errors.optimizerOptions!, /^weight-decay of adam must be a number from 0/);
  });

  it('says beside a field what does not go with the others', async () => {
    const schedule = await check('sweep', { schedule: 'cosine', scheduleOptions: 'warmup=99999' });
    assert.match(schedule.errors.scheduleOptions!, /warm-up/);
    const schedules = await check('schedules', { schedules: 'constant, cosine,warmup=99999' });
    assert.match(schedules.errors.schedules!, /warm-up/);
    assert.match((await check('range-test', { from: '1', to: '0.1' })).errors.to!, /must be positive and rise/);
    assert.match((await check('range-test', { steps: '3' })).errors.steps!, /number of steps .* not "3"/);
    assert.match((await check('sweep', { layerRates: 'nowhere=1' })).errors.layerRates!, /no layer "nowhere"/);
    assert.match((await check('schedules', { schedules: 'constant' })).problem!, /at least two schedules/);
    assert.match((await check('optimizers', { rates: '0.1' })).problem!, /at least two learning rates/);
    assert.match((await check('batch-sizes', { batchSizes: '16 16' })).problem!, /given twice/);
  });

  it('draws the rate of each schedule from the first step to the last', async () => {
    const { curves } = await check('schedules', { schedules: 'constant, cosine, linear,end=0.5', rate: '0.02' });
    assert.deepEqual(
      curves.map(({ name, rates, steps }) => [name, rates[0], Number(rates.at(-1)!.toPrecision(1)), steps]),
      [
        ['constant', 0.02, 0.02, 94],
        ['cosine', 0.02, 6e-6, 94],
        ['linear to 0.5 of the rate', 0.02, 0.01, 94],
      ],
    );
    const [single] = (await check('sweep', { trainImages: '64', epochs: '1' })).curves;
    assert.deepEqual(single.rates, [0.1, 0.1]);
  });

  it('tells what fields stand for that are left empty', async () => {
    assert.deepEqual((await check('range-test', { optimizer: 'sgd' })).placeholders, { from: '1e-4', to: '100' });
    assert.deepEqual((await check('schedules')).placeholders, { rate: '0.01' });
    const { placeholders, ready } = await check('batch-sizes');
    assert.equal(placeholders.rates, '3.1e-4 … 0.04');
    assert.ok(ready?.experiment.kind === 'batch-sizes' && ready.experiment.choice.learningRates.length === 8);
  });

  it('becomes a command line that asks for the same experiment', async () => {
    const sweep = await check('sweep', {
      ...{ rates: '1e-3..1e-1 x 3', optimizer: 'adamw', optimizerOptions: 'weight-decay=0.1, beta1=0.8' },
      ...{ schedule: 'cosine', scheduleOptions: 'warmup=5%', batchSize: '32', epochs: '2', trainImages: '500' },
      ...{ testImages: '100', seeds: '2', clip: '1', layerRates: 'output=0.01', measures: 'gradient-norm,dead-share' },
    });
    const { prune, ...options } = optionsIn(sweep.ready!.command!);
    const asked = { ...(await readTrainingRequest(options)), prune: prune === true };
    assert.deepEqual(await chooseSweep(asked, MNIST), sweep.ready!.experiment.choice);
    for (const [kind, changes] of [
      ['schedules', { schedules: 'constant, cosine,warmup=5%', rate: '0.02', optimizer: 'sgd' }],
      ['optimizers', { optimizers: 'sgd, adamw,weight-decay=0.1', rates: '0.1 0.01', schedule: 'linear' }],
      ['batch-sizes', { batchSizes: '8, 16', equal: 'steps', optimizer: 'momentum', seeds: '2' }],
      ['layers', { rate: '0.01', trainImages: '100', epochs: '1' }],
    ] as const) {
      const { ready } = await check(kind, changes);
      const words = optionsIn(ready!.command!);
      const compared = await chooseComparison(readComparison(words), await readTrainingRequest(words), MNIST);
      assert.deepEqual(compared, ready!.experiment, kind);
    }
  });

  it('names the engine in its command line where it is not the built-in one', async () => {
    for (const kind of FORM_KINDS) {
      const { ready } = await check(kind, { engine: 'tensorflow' });
      assert.match(ready!.command!, /--engine tensorflow/, kind);
    }
    const both = await check('sweep', { engine: 'both' });
    assert.match(both.ready!.command!, /--engine both/);
    assert.equal(both.ready!.runs.length, 4);
  });
});

describe('the defaults of a form', () => {
  it('are the settings for a sweep of the small network, and the preset for the other', () => {
    const { rates, trainImages, prune } = defaults('sweep');
    assert.deepEqual({ rates, trainImages, prune }, { rates: '0.1, 0.01', trainImages: '10000', prune: 'true' });
    const large = formDefaults('sweep', RIDING_THE_CURVE.name, SETTINGS);
    assert.deepEqual(
      { rates: large.rates, trainImages: large.trainImages, batchSize: large.batchSize },
      { rates: '1e-4, 0.001, 0.01', trainImages: '60000', batchSize: '32' },
    );
  });

  it('follow the network where they were not changed', () => {
    const before = defaults('sweep', { epochs: '7' });
    const { network, epochs, batchSize, trainImages } = withNetwork('sweep', before, RIDING_THE_CURVE.name, SETTINGS);
    assert.deepEqual(
      { network, epochs, batchSize, trainImages },
      { network: RIDING_THE_CURVE.name, epochs: '7', batchSize: '32', trainImages: '60000' },
    );
  });

  it('take both engines for a sweep only', () => {
    const both: FormSettings = { ...SETTINGS, engine: 'both' };
    assert.equal(formDefaults('sweep', '', both).engine, 'both');
    assert.equal(formDefaults('schedules', '', both).engine, 'auto');
  });
});

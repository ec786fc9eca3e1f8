import assert from 'node:assert/strict';
import { assessRate, familyAt, usualRates } from '../../../src/domain/usualRates.ts';

describe('usual rates', () => {
  const assess = (optimizer: string | null, rate: number, framework = 'torch'): string =>
    assessRate(rate, usualRates({ optimizer, framework }));

  for (const [optimizer, rate, expected] of [
    ['Adam', 1e-3, 'typical'],
    ['Adam', 3e-4, 'typical'],
    ['Adam', 0.1, 'high'],
    ['Adam', 1e-8, 'low'],
    ['SGD', 0.1, 'typical'],
    ['SGD', 1e-3, 'typical'],
    ['SGD', 10, 'high'],
    ['SGD', 1e-6, 'low'],
    ['Adadelta', 1, 'typical'],
    ['Adadelta', 1e-3, 'low'],
    ['Lion', 1e-4, 'typical'],
    ['Lion', 1e-2, 'high'],
    ['prodigy', 1, 'typical'],
    ['prodigy', 1e-3, 'low'],
    ['LARS', 10, 'typical'],
    ['MyOwnThing', 0.1, 'unknown'],
    [null, 0.1, 'unknown'],
  ] as const) {
    it(`call ${rate} with ${optimizer ?? 'an optimizer that is not seen'} ${expected}`, () =>
      assert.equal(assess(optimizer, rate), expected));
  }

  it('know an optimizer in any spelling', () => {
    const names: Record<string, readonly string[]> = {
      AdamW: ['AdamW', 'adamw', 'adamw_torch_fused', 'PagedAdamW8bit', 'adamw_bnb_8bit'],
      Adam: ['Adam', 'FusedAdam', 'AdamOptimizer', 'SparseAdam', 'DeepSpeedCPUAdam'],
      SGD: ['SGD', 'sgd', 'GradientDescentOptimizer', 'MomentumOptimizer', 'ASGD', 'momentum'],
      NAdam: ['NAdam', 'Nadam', 'nadamw'],
      RMSprop: ['RMSprop', 'rmsprop', 'RMSPropOptimizer', 'RMSpropTF'],
      'L-BFGS': ['LBFGS', 'lbfgs'],
      'Schedule-Free AdamW': ['ScheduleFreeAdamW', 'AdamWScheduleFree', 'schedule_free_adamw'],
      'Schedule-Free SGD': ['SGDScheduleFree', 'schedule_free_sgd'],
      'rate-free': ['prodigy', 'Prodigy', 'dadapt_adamw', 'DAdaptAdam', 'dog', 'LDoG', 'dowg', 'cocob', 'momo'],
    };
    for (const [family, spellings] of Object.entries(names)) {
      for (const optimizer of spellings)
        assert.equal(familyAt({ optimizer, framework: 'torch' })?.name, family, optimizer);
    }
  });

  it('are those of fine-tuning for the Trainer of Transformers, which names no optimizer', () => {
    assert.equal(assess(null, 5e-5, 'hf'), 'typical');
    assert.equal(assess('adamw_torch', 1e-2, 'hf'), 'high');
    assert.equal(assess('AdamW', 1e-2, 'torch'), 'typical');
  });

  it('are known of several optimizers only if they are of one kind', () => {
    assert.equal(familyAt({ optimizer: 'Adam', others: ['FusedAdam', 'adam'], framework: 'torch' })?.name, 'Adam');
    assert.equal(familyAt({ optimizer: 'Adam', others: ['SGD'], framework: 'torch' }), null);
    assert.equal(usualRates({ optimizer: 'Adam', others: ['Mine'], framework: 'torch' }), null);
  });

  it('hold where trainings usually start', () => {
    for (const optimizer of [
      'SGD',
      'Adam',
      'AdamW',
      'RMSprop',
      'Adagrad',
      'Adadelta',
      'Adamax',
      'Lion',
      'LAMB',
      'LARS',
      'Muon',
      'Adafactor',
      'Rprop',
    ]) {
      const { usual, start } = familyAt({ optimizer, framework: 'torch' })!;
      assert.ok(usual[0] <= start[0] && start[0] <= start[1] && start[1] <= usual[1], optimizer);
    }
  });
});

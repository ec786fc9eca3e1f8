import assert from 'node:assert/strict';
import { parseRateName } from '../../../src/code/rateNames.ts';

describe('the names of rates', () => {
  const RATES = 'learning_rate_weights learning_rate_biases lr lr0 LR learning_rate learningRate LEARNING_RATE base_lr BASE_LR max_lr lr_max min_lr eta_min init_lr lr_init peak_lr warmup_lr warmup_init_lr warmup_bias_lr lr_backbone policy_lr q_lr actor_lr lr_critic d_lr lrs learning_rates lrate l_rate learn_rate blr initial_learning_rate end_learning_rate lr_after_warmup learning_rate_base unet_lr text_encoder_lr --learning-rate lr_end swa_lr lr_rate lr_pre_warmup lr_post_warmup lr_warmup_init warmup_from min_decay_lr scheduler_decay_lr decay_end_lr muon.lr {part}.adam.lr lr_alpha alpha_learning_rate'; // prettier-ignore
  for (const name of RATES.split(' ')) it(`${name} is the name of a rate`, () => assert.ok(parseRateName(name)));

  const OTHERS = 'lr_ramp lr_rampup lr_rampdown lr_weight lrf lr_decay lr_decay_rate learning_rate_decay lr_step_size lr_steps lr_drop lr_gamma lr_scheduler lr_schedule lr_warmup_steps lr_warmup_epochs warmup_lr_epochs lr_mult lr_multiplier lr_ratio lr_factor lr_scale lr_policy lr_power lr_noise_pct lr_find lr_size lr_patch lr_img lr_shape lr_weight flip_lr fliplr scale_lr decay_lr num_lr expected_lr dropout_rate sample_rate frame_rate rate color blur clr lru_cache lr_adj relative_lr avg_lr ratio alpha eta layer_decay init_lr_frac lr_fraction lr_min_rate lr_warmup_rate lr_warmup lr_limit_min decay_lr_factor warmup learning_rate_alpha'; // prettier-ignore
  for (const name of OTHERS.split(' '))
    it(`${name} isn't the name of a rate`, () => assert.equal(parseRateName(name), null));

  it('tell which part a rate plays', () => {
    const part = (name: string) => parseRateName(name)?.part;
    assert.deepEqual(
      [
        'lr',
        'initial_lr',
        'max_lr',
        'maximal_learning_rate',
        'min_lr',
        'eta_min',
        'end_learning_rate',
        'warmup_lr',
        'lr_pre_warmup',
        'lr_after_warmup',
        'lr_warmup_init',
        'scheduler_decay_lr',
      ].map(part),
      ['base', 'base', 'peak', 'peak', 'end', 'end', 'end', 'start', 'start', 'peak', 'start', 'end'],
    );
  });
});

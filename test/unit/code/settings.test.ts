import { table } from './marked.ts';

describe('rates in YAML', () => {
  table('yaml', {
    'next to the optimizer': 'optimizer: adamw\nlr: «3e-4|adamw»\nbatch_size: 64\nlr_decay: 0.1',
    'with the class to instantiate':
      'optimizer:\n  _target_: torch.optim.AdamW\n  lr: «0.001|AdamW»\n  betas: [0.9, 0.999]\nscheduler:\n  eta_min: «1e-6|AdamW»',
    'with init_args': 'optimizer:\n  class_path: torch.optim.Adam\n  init_args:\n    lr: «0.01|Adam»\n    eps: 1.0e-8',
    'of detectron': 'SOLVER:\n  BASE_LR: «0.02|-»\n  STEPS: (60000, 80000)\n  GAMMA: 0.1\n  WARMUP_FACTOR: 0.001',
    'of ultralytics':
      'task: detect\noptimizer: auto\nlr0: «0.01|-» # initial\nlrf: 0.01 # final = lr0 * lrf\nmomentum: 0.937\nwarmup_bias_lr: «0.1|-»\nfliplr: 0.5',
    'with tags': 'CartPole-v1:\n  n_timesteps: !!float 1e5\n  learning_rate: !!float «2.3e-3|-»\n  batch_size: 64',
    'of torchtune':
      'optimizer:\n  _component_: bitsandbytes.optim.PagedAdamW8bit\n  lr: «2e-5|PagedAdamW8bit»\nother:\n  _component_: torch.optim.SGD\n  lr: «0.1|SGD»',
    'composed by Hydra':
      'defaults:\n  - /model: unet\n  - override /optimizer: adamw\n  - _self_\noptimizer:\n  lr: «0.001|adamw»\n  weight_decay: 0.1',
    'for each network, but not metrics of one':
      'optimizer: adamw\nlr:\n  generator: «1e-4|adamw»\n  discriminator: «4e-4|adamw»\n  flow: «1e-3|adamw»\nlr_scores:\n  accuracy: 0.91\n  recall: 0.88',
    'for several parts of a model':
      'optimizer: adamw\nlr:\n  encoder: «1e-5|adamw»\n  head: «1e-3|adamw»\nother_lr:\n  gamma: 0.1\n  step: 0.3',
    'in lists':
      'optimization:\n  max_update: 1000\n  lr: [«0.0005|adam»]\noptimizer:\n  _name: adam\n  adam_betas: (0.9,0.98)',
    'of sweeps':
      'method: bayes\nparameters:\n  learning_rate:\n    min: «0.0001|-»\n    max: «0.1|-»\n  lr:\n    values: [«0.1|-», «0.01|-»]\n  epochs:\n    value: 5',
    'but not factors of the base rate':
      'SOLVER:\n  BASE_LR: «0.1|sgd»\n  LRS: [1, 0.1, 0.01]\n  OPTIMIZING_METHOD: sgd',
    'in a list of final rates':
      'scheduler:\n  eta_mins: [«0.0003|AdamW», «1e-6|AdamW»]\noptim_g:\n  type: AdamW\n  lr: !!float «3e-4|AdamW»',
    'to try, starting at 1': 'optimizer: sgd\ngrid:\n  learning_rate: [«1|sgd», «0.1|sgd», «0.01|sgd»]',
    'of sweeps, but not exponents':
      'parameters:\n  learning_rate:\n    distribution: log_uniform\n    base: 10\n    min: -9.2\n    max: -6.9\n  epochs:\n    value: 3',
    'in several documents': 'lr: «0.1|-»\nepochs: 1\n---\nlr: «0.2|-»\nepochs: 2',
    'but not in strings and comments':
      '# lr: 0.1\nnotes: "learning_rate: 0.1"\nlr: auto\ncommand: |\n  train.py --lr 0.1\n  lr: 0.1\nepochs: 2',
  });
});

describe('rates in JSON', () => {
  table('json', {
    'of DeepSpeed': `{
  "optimizer": {"type": "AdamW", "params": {"lr": «3e-5|AdamW», "betas": [0.8, 0.999], "weight_decay": 3e-7}},
  "scheduler": {"type": "WarmupLR", "params": {"warmup_min_lr": «0|AdamW», "warmup_max_lr": «3e-5|AdamW», "warmup_num_steps": 500}}
}`,
    'with comments': '{\n  // "lr": 1\n  "learning_rate": «1e-4|-», "epochs": 3,\n}',
    'but not in a log':
      '{"log_history": [{"epoch": 0.1, "learning_rate": 4.9e-05, "loss": 2.1, "step": 10}, {"epoch": 0.2, "learning_rate": 4.8e-05, "loss": 2.0, "step": 20}]}',
    'but not country codes': '{"LB": 961, "LR": 231, "LS": 266}',
  });
});

describe('rates in TOML', () => {
  table('toml', {
    'of one table':
      'optimizer_type = "AdamW8bit"\nlearning_rate = «1e-4|AdamW8bit»\nunet_lr = «1e-4|AdamW8bit»\ntext_encoder_lr = «5e-5|AdamW8bit»\nlr_warmup_steps = 100\nlr_scheduler_num_cycles = 1',
    'of nested tables':
      '[training.optimizer]\n"@optimizers" = "Adam.v1"\nbeta1 = 0.9\nlearn_rate = «0.001|Adam»\n\n[training]\ndropout = 0.1\npatience = 1600',
    inline: 'train = { epochs = 3, lr = «0.1|sgd», opt = "sgd" }',
  });
});

describe('rates in modules with only settings', () => {
  table('python', {
    'without an import':
      'batch_size = 12\nlearning_rate = «6e-4|-»\nmin_lr = «6e-5|-»\nlr_decay_iters = 600000\nwarmup_iters = 2000\nweight_decay = 1e-1',
    'by the number of epochs':
      'epochs = 100\nweight_decay = _WD_PRESETS[epochs]\n_LR_PRESETS = {40: «0.45|-», 100: «0.3|-», 1000: «0.2|-»}\n_WD_PRESETS = {40: 1e-6, 100: 2e-6}\nlr_names = {1: 2, 2: 3}',
    'of OpenMMLab': `optim_wrapper = dict(
    type='OptimWrapper',
    optimizer=dict(type='AdamW', lr=«0.0001|AdamW», weight_decay=0.05),
    paramwise_cfg=dict(custom_keys={'backbone': dict(lr_mult=0.1, decay_mult=1.0)}))
param_scheduler = [
    dict(type='LinearLR', start_factor=0.001, by_epoch=False, begin=0, end=500),
    dict(type='CosineAnnealingLR', eta_min=«1e-6|AdamW», T_max=12)]
auto_scale_lr = dict(base_batch_size=16)`,
  });
});

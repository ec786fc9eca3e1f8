import { problemTable } from './markedProblems.ts';

describe('a ruinous rate in a settings file', () => {
  problemTable('rate-too-high', { 'of Adam in YAML': 'optimizer:\n  name: Adam\n  lr: «10»\nepochs: 3\n' }, 'yaml');
  problemTable('rate-too-high', { 'of Adam in TOML': '[optimizer]\nname = "Adam"\nlr = «3»\n' }, 'toml');
  problemTable('rate-too-high', { 'of SGD in JSON': '{"optimizer": {"type": "SGD", "lr": «1000»}}' }, 'json');
  problemTable(
    'rate-too-high',
    {
      'is not reported if it is only high': 'optimizer:\n  name: Adam\n  lr: 0.3\n',
      'is not reported without an optimizer': 'train:\n  lr: 10\n  epochs: 3\n',
      'is not reported if it scales a schedule': 'optimizer: adam\nlr: 2.0\ndecay_method: noam\n',
      'is not reported in a table of steps and rates':
        'optimizer: SGD\nlearning_rates:\n  - [0, 0.1]\n  - [900, 0.01]\n',
      'is not reported if a comment ignores it': 'optimizer:\n  name: Adam\n  lr: 10  # goldilocks: ignore\n',
    },
    'yaml',
  );
});

describe('a negative rate in a settings file', () => {
  problemTable(
    'rate-not-positive',
    {
      'is reported': 'optimizer:\n  name: Adam\n  lr: «-0.001»\n',
      'is not reported if it may mean that none is set': 'optimizer:\n  name: Adam\n  lr: -1\n',
      'is not reported if it is 0': 'optimizer:\n  name: Adam\n  lr: 0.0\n',
    },
    'yaml',
  );
});

describe('a rate in a settings file that Ultralytics ignores', () => {
  problemTable(
    'rate-overridden',
    {
      'is reported': 'task: detect\nepochs: 100\noptimizer: auto\nlr0: «0.002»\n',
      'is not reported where it is the default': 'task: detect\nepochs: 100\noptimizer: auto\nlr0: 0.01\n',
      'is not reported beside an optimizer': 'task: detect\nepochs: 100\noptimizer: SGD\nlr0: 0.002\n',
      'is not reported without other settings of Ultralytics': 'epochs: 100\noptimizer: auto\nlr0: 0.002\n',
      'is not reported where the optimizer is not named': 'epochs: 100\nlr0: 0.002\nlrf: 0.01\n',
    },
    'yaml',
  );
});

import { table } from './marked.ts';

describe('in a table of steps and rates only the rates are found', () => {
  table('python', {
    'under a name with "schedule"':
      'import torch\nLR_SCHEDULE = [(0, «0.1|-»), (30, «0.01|-»)]\nlr_sched = {0: «0.1|-», 30: «0.01|-»}\nlr_schedule_dict = {"0": «0.1|-», "30": «0.01|-»}\nlr_by_epoch = ((10, «1e-3|-»), (20, «1e-4|-»))',
    'with the steps in a list of their own':
      'import torch\nlrs = [[1, 2], [«0.1|-», «0.01|-»]]\nlearning_rates = [[10, 20, 30], [«0.1|-», «0.01|-», «0.001|-», «1e-4|-»]]\nlr_schedule = {"milestones": [1, 2], "values": [«0.1|-», «0.01|-»]}',
    'that a call makes or gets':
      'import torch\nlr_schedule = OrderedDict([(0, «0.1|-»), (30, «0.01|-»)])\nfit(lr_schedule=[(0, «0.1|-»), (30, «0.01|-»)], steps=[(1, 0.5), (2, 0.25)])',
    'with a dictionary for each step':
      'import torch\nlr_schedule = [{"epoch": 0, "rate": «0.1|-»}, {"epoch": 1, "rate": «0.01|-»}]',
    'but no factors of a rate': 'import torch\nlr_schedule = {0: 1.0, 30: 0.1}\nlr_map = [(0, 1.0), (1, 0.5)]',
    'but no milestones and settings':
      'import torch\nlr_schedule = [1, 2]\nlr_schedule_steps = {0: 1, 1: 2}\nlr_schedule = {"step_size": 1, "gamma": 0.1}',
  });
  table('javascript', {
    'in JavaScript':
      'import * as tf from "@tensorflow/tfjs";\nconst lrSchedule = [[0, «0.01|-»], [1, «0.001|-»]];\nconst learningRateSchedule = { 0: «0.01|-», 20: «0.001|-» };\nconst lrByEpoch = new Map([[0, «0.1|-»], [30, «0.01|-»]]);',
  });
  table('yaml', {
    'in YAML':
      'epochs: 90\nlr_schedule:\n  0: «0.1|-»\n  1: «0.01|-»\nlearning_rate_schedule:\n  - [0, «0.1|-»]\n  - [1, «0.01|-»]\nlr_sched:\n  milestones: [1, 2]\n  values: [«0.1|-», «0.01|-»]',
  });
  table('json', {
    'in JSON':
      '{"epochs": 90, "lr_schedule": [[0, «0.1|-»], [1, «0.01|-»]], "learning_rate_schedule": {"0": «0.1|-», "1": «0.01|-»}}',
  });
  table('toml', {
    'in TOML': 'epochs = 90\nlr_schedule = [[0, «0.1|-»], [1, «0.01|-»]]\n[lr_sched]\n0 = «0.1|-»\n1 = «0.01|-»',
  });
});

import assert from 'node:assert/strict';
import { findRates } from '../../../src/code/findRates.ts';
import { TORCH } from '../../../src/code/catalog/torch.ts';
import { assertFound, parsers, table } from './marked.ts';

describe('rates in PyTorch', () => {
  table('python', {
    'that a helper function sets':
      'import torch\nassign_learning_rate(optimizer, «2e-3|- constant»)\nset_lr(optimizer, «1e-3|- constant»)\nadjust_learning_rate(optimizer, 7)',
    'by keyword':
      'import torch\nopt = torch.optim.SGD(net.parameters(), lr=«0.1|SGD optimizer», momentum=0.9, weight_decay=1e-4)',
    'by position':
      'from torch import optim\nopt = optim.Adam(net.parameters(), «3e-4|Adam optimizer», (0.9, 0.99), 1e-8)',
    'under an alias of the module': 'import torch.optim as O\nO.RMSprop(p, lr=«0.01|RMSprop optimizer», alpha=0.95)',
    'under an alias of the class': 'from torch.optim import Adam as A\nA(p, «1e-3|Adam optimizer»)',
    'after a wildcard import': 'from torch.optim import *\nAdagrad(p, lr=«0.02|Adagrad optimizer»)',
    'of a class in a variable':
      'import torch\ncls = torch.optim.AdamW if decay else torch.optim.AdamW\nopt = cls(p, lr=«1e-3|AdamW optimizer»)',
    'in a partial':
      'from functools import partial\nimport torch\nmake = partial(torch.optim.NAdam, lr=«2e-3|NAdam optimizer»)',
    'in parameter groups and next to them': `import torch
opt = torch.optim.SGD([{'params': a, 'lr': «1e-2|SGD param-group»}, {'params': b}], lr=«1e-3|SGD optimizer»)`,
    'in a variable with parameter groups': `import torch
groups = [dict(params=backbone, lr=«1e-5|AdamW param-group»), {"params": head, "lr": «1e-4|AdamW param-group»}]
opt = torch.optim.AdamW(groups, weight_decay=0.05)`,
    'that are set in a group later':
      "import torch\nopt = torch.optim.SGD(p, lr=«0.1|SGD optimizer»)\nfor g in opt.param_groups:\n    g['lr'] = «0.01|SGD constant»\n    g['lr'] *= 0.1",
    'in a dictionary of keyword arguments':
      'import torch\nkw = dict(lr=«0.05|SGD config», momentum=0.9)\nopt = torch.optim.SGD(p, **kw)',
    'in a scheduler that overrides':
      'import torch\no = «torch.optim.Adam|default»(p)\ns = torch.optim.lr_scheduler.OneCycleLR(o, «0.1|Adam scheduler», total_steps=900)',
    'in schedulers that scale': `from torch import optim
from torch.optim import lr_scheduler
o = optim.SGD(p, lr=«0.1|SGD»)
lr_scheduler.StepLR(o, step_size=30, gamma=0.1)
lr_scheduler.MultiStepLR(o, [30, 60], 0.2)
lr_scheduler.LinearLR(o, start_factor=0.1, total_iters=5)
lr_scheduler.CosineAnnealingLR(o, T_max=90, eta_min=«1e-5|SGD»)
lr_scheduler.CosineAnnealingWarmRestarts(o, 10, 2, «1e-6|SGD»)
lr_scheduler.CyclicLR(o, base_lr=«1e-4|SGD», max_lr=«1e-2|SGD»)
lr_scheduler.ReduceLROnPlateau(o, 'min', factor=0.5, patience=3, min_lr=«1e-6|SGD»)
lr_scheduler.LambdaLR(o, lr_lambda=lambda epoch: 0.95 ** epoch)`,
    'of several groups in a scheduler':
      'import torch\no = torch.optim.SGD(g, lr=«0.1|SGD»)\ntorch.optim.lr_scheduler.OneCycleLR(o, max_lr=[«0.1|SGD», «0.01|SGD»], epochs=3, steps_per_epoch=9)',
    'in groups that are added one by one': `import torch
groups = []
for name, value in net.named_parameters():
    if 'bias' in name:
        groups += [{'params': [value], 'lr': «0.02|SGD param-group»}]
    else:
        groups.append({'params': [value], 'lr': «0.01|SGD param-group»})
opt = torch.optim.SGD(groups, momentum=0.9)`,
    'in groups that are local to a function': `import torch
def first(net):
    groups = []
    groups.append({'params': net.a, 'lr': «0.02|Rprop param-group»})
    return torch.optim.Rprop(groups)
def second(net):
    groups = []
    groups.append({'params': net.a})
    return «torch.optim.Adagrad|default»(groups)`,
    'in groups that are filtered': `import torch
def make(net):
    groups = [{'params': net.a, 'lr': «0.02|SGD param-group»}, {'params': net.b, 'lr': «0.01|SGD param-group»}]
    groups = [group for group in groups if group['params']]
    return torch.optim.SGD(groups, momentum=0.9)`,
    'in groups that a function returns': `import torch
def groups_of(net):
    return [{'params': net.a, 'lr': «0.02|SGD param-group»}, {'params': net.b, 'lr': «0.01|SGD param-group»}]
opt = torch.optim.SGD(groups_of(net), momentum=0.9)
torch.optim.Rprop([{'params': p, 'lr': «1e-3|Rprop param-group»} for p in parts])`,
    'that unknown groups may have': `import torch
torch.optim.SGD(layer_groups(net), momentum=0.9)
torch.optim.Rprop(optim_param_groups)
torch.optim.RAdam(net.get_params(args.lr, 0.1))
«torch.optim.Adagrad|default»(parameters_of(net))`,
    'of optimizers from other packages': `from bitsandbytes.optim import AdamW8bit
import torch_optimizer
from lion_pytorch import Lion
AdamW8bit(model.parameters(), lr=«2e-4|AdamW8bit»)
torch_optimizer.Lamb(model.parameters(), «1e-3|Lamb»)
Lion(model.parameters(), lr=«1e-4|Lion», weight_decay=1e-2)
MyOptimizer(model.parameters(), lr=«0.3|MyOptimizer»)`,
    'of the optimizer inside a wrapper':
      'import torch.optim as optim\nDistributedOptimizer(optim.SGD, refs, lr=«0.05|SGD»)',
    'of lazy calls':
      'import torch\nfrom detectron2.config import LazyCall as L\noptimizer = L(torch.optim.SGD)(params=L(groups)(), lr=«0.02|SGD», momentum=0.9)',
    'of timm’s factories':
      'from timm.optim import create_optimizer_v2\ncreate_optimizer_v2(model, opt="adamw", lr=«5e-4|adamw», weight_decay=0.05)\ncreate_optimizer_v2(model, "adamw", «1e-3|adamw»)',
    'in the definition of an optimizer':
      'from torch.optim import Optimizer\nclass Padam(Optimizer):\n    def __init__(self, params, lr=«1e-1|Padam argument-default», eps=1e-8):\n        super().__init__(params, dict(lr=lr, eps=eps))',
    'of two optimizers, each with its own': `import torch
def make(name):
    if name == 'sgd':
        lr = «0.1|SGD»
        return torch.optim.SGD(p, lr=lr)
    lr = «1e-3|Adam»
    return torch.optim.Adam(p, lr=lr)`,
  });

  it('have the family and the default of every optimizer', async () => {
    for (const [name, entry] of TORCH) {
      if (entry.kind !== 'optimizer') continue;
      const { sites, defaults } = await findRates(
        { language: 'python', text: `import torch\n${name}(p, lr=0.5)\n${name}(p)\n` },
        parsers,
      );
      assert.deepEqual(
        sites.map(({ optimizer, framework, line }) => [optimizer, framework, line]),
        [[entry.name, 'torch', 2]],
        name,
      );
      assert.deepEqual(
        defaults.map(({ optimizer, value, line }) => [optimizer, value, line]),
        [[entry.name, entry.defaultRate, 3]],
        name,
      );
    }
  });

  it('have schedules with the right effect on the optimizer’s rate', async () => {
    const { schedules } = await assertFound(
      'python',
      `import torch
EPOCHS = 20
o = torch.optim.SGD(p, lr=«0.1|SGD»)
a = torch.optim.lr_scheduler.OneCycleLR(o, max_lr=«1.0|SGD», epochs=EPOCHS, steps_per_epoch=100)
b = torch.optim.lr_scheduler.StepLR(o, 30, gamma=0.2)`,
    );
    assert.deepEqual(
      schedules.map(({ name, effect, optimizer, settings }) => ({ name, effect, optimizer, settings })),
      [
        {
          name: 'OneCycleLR',
          effect: 'overrides',
          optimizer: 'SGD',
          settings: { max_lr: 1, epochs: 20, steps_per_epoch: 100 },
        },
        { name: 'StepLR', effect: 'scales', optimizer: 'SGD', settings: { step_size: 30, gamma: 0.2 } },
      ],
    );
  });

  it('belong to Lightning in configure_optimizers', async () => {
    const { sites } = await assertFound(
      'python',
      `import lightning as L
import torch
class Model(L.LightningModule):
    def __init__(self, lr: float = «1e-3|Adam argument-default»):
        super().__init__()
        self.save_hyperparameters()
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)`,
    );
    assert.deepEqual(
      sites.map(({ framework, usedAt }) => [framework, usedAt.map(({ line }) => line)]),
      [['lightning', [8]]],
    );
  });
});

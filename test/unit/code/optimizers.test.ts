import { table } from './marked.ts';

describe('the optimizer of a rate in Python', () => {
  table('python', {
    'is the first of several that all run with it':
      'import optax\nrate_lr = «0.02|lion»\na = optax.lion(rate_lr)\nb = optax.radam(rate_lr)',
    'may be any that a condition selects':
      'import torch\nlr = «0.02|Adagrad/RMSprop»\nif fast:\n    o = torch.optim.Adagrad(p, lr=lr)\nelse:\n    o = torch.optim.RMSprop(p, lr=lr)',
    'may be either of two':
      'import torch\nlr = «0.02|SGD/Rprop»\no = torch.optim.SGD(p, lr=lr) if fast else torch.optim.Rprop(p, lr=lr)',
    'may be any in a table':
      "from torch.optim import SGD, Rprop\nlr = «0.02|SGD/Rprop»\nall = {'s': SGD(p, lr=lr), 'r': Rprop(p, lr=lr)}",
    'is the one that an option selects, also for rates of a schedule': `import torch
parser.add_argument('--lr', default=«5e-4|AdamW»)
parser.add_argument('--opt', default='adamw')
if args.opt == 'rmsprop':
    o = «torch.optim.RMSprop|default»(p)
elif args.opt == 'adamw':
    o = «torch.optim.AdamW|default»(p)
for group in o.param_groups:
    group['lr'] = rates[step]`,
    'is the one that a factory call names': `import torch
def create(kind, lr):
    if kind == 'adagrad':
        return torch.optim.Adagrad(p, lr=lr)
    return torch.optim.Adam(p, lr=lr)
create('adagrad', lr=«0.05|Adagrad»)
create(kind='adam', lr=«0.004|Adam»)`,
    'is the one that another parameter names': `import torch
def make(net, kind='Rprop', lr=«0.05|Rprop»):
    if kind == 'Rprop':
        return torch.optim.Rprop(net.parameters(), lr=lr)
    return torch.optim.Adagrad(net.parameters(), lr=lr)`,
    'is the one that a field of the same class names': `from dataclasses import dataclass, field
import torch
@dataclass
class First:
    optimizer: str = 'rprop'
    lr: float = «0.05|rprop»
@dataclass
class Second:
    optim: str = field(default='adagrad')
    min_lr: float = field(default=«0.01|adagrad»)`,
    'is that of its own class and its subclasses, if each creates one from its fields': `import torch
class RpropConfig(Config):
    lr: float = «0.05|Rprop»
    def build(self, params):
        return torch.optim.Rprop(params, lr=self.lr)
class AdagradConfig(Config):
    lr: float = «0.01|Adagrad»
    def build(self, params):
        return torch.optim.Adagrad(params, lr=self.lr)
class Slow(AdagradConfig):
    lr: float = «0.001|Adagrad»`,
    'is that of its own class rather than the base class, if both set one': `import torch
class First(Agent):
    def __init__(self):
        self.lr = «0.1|SGD»
    def make(self):
        return torch.optim.SGD(self.parameters(), lr=self.lr)
class Second(First):
    def __init__(self):
        self.lr = «0.001|Adagrad»
    def make(self):
        return torch.optim.Adagrad(self.parameters(), lr=self.lr)`,
    'is the first of several that run side by side, under an unrelated condition': `import torch
if __name__ == "__main__":
    lr = «2e-4|Adagrad»
    first = torch.optim.Adagrad(g.parameters(), lr=lr)
    second = torch.optim.SGD(d.parameters(), lr=lr)
def make(self):
    rate = self.lr = «1e-3|Rprop»
    return [{"optimizer": torch.optim.Rprop(a, lr=rate)}, {"optimizer": torch.optim.RMSprop(b, lr=rate)}]`,
    'may be any that a condition selects by name':
      "import torch\nlr = «0.02|Adagrad/RMSprop»\nif kind == 'a':\n    o = torch.optim.Adagrad(p, lr=lr)\nif kind == 'r':\n    o = torch.optim.RMSprop(p, lr=lr)",
    'is the only one that takes a rate of this name': `import lightning as L
import torch
class Inner(L.LightningModule):
    def configure_optimizers(self):
        fast = torch.optim.Rprop(self.fast, lr=self.hparams.lr_fast)
        return torch.optim.Adagrad(self.slow, lr=self.hparams.lr_slow)
train(Inner, lr_fast=«0.1|Rprop», lr_slow=«0.01|Adagrad»)`,
    'is in the name of a command-line option': `import torch
for part in ('actor', 'critic'):
    parser.add_argument(f'--{part}.muon.lr', type=float, default=«0.02|muon»)
    parser.add_argument(f'--{part}.adam.lr', type=float, default=«1e-6|adam» if part == 'actor' else «9e-6|adam»)
    parser.add_argument(f'--{part}.adam.eps', type=float, default=1e-8)`,
    'is the class that is read from a configuration': `optimizer = get_config('common/optim.py').RAdam
optimizer.lr = «1e-4|RAdam»
lr_rest = «0.1|-»`,
    'may take its rate first': `from layers import functional as fn
from mine import LARSOptimizer
learning_rate = «0.1|LARSOptimizer»
LARSOptimizer(learning_rate, momentum=0.9)
fn.adagrad(«0.01|adagrad»)
ScaledOptimizer(0.5)`,
    'may be either of two classes in a variable': `import torch
if small:
    cls = bnb.optim.AdamW8bit
else:
    cls = torch.optim.AdamW
opt = cls(params, lr=«1e-3|AdamW»)
opt.param_groups[0]['lr'] = «0.01|AdamW»`,
    'is the one that a parameter names, in a class with the name of another optimizer': `import jax
class SGD(Model):
    def __init__(self, optimizer='adam', learning_rate=«1e-3|adam»):
        self.rate = learning_rate`,
    'may take its rate from a variable': `import tensorflow as tf
class Model:
    def optimizer(self):
        lr = tf.get_variable('learning_rate', initializer=«0.045|MomentumOptimizer»)
        return tf.train.MomentumOptimizer(lr, 0.9)
class Other:
    def optimizer(self):
        lr = tf.train.exponential_decay(learning_rate=«1e-3|AdamOptimizer», decay_steps=9)
        return tf.train.AdamOptimizer(lr)`,
    'is that of the settings next to those of a schedule': `import torch
parts = {
    "fields": {
        "optimizer": RAdamOptimizerConfig(lr=«5e-4|RAdam»),
        "scheduler": CosineDecaySchedulerConfig(learning_rate_alpha=0.05, lr_final=«1e-5|RAdam»),
    },
    "camera": {"optimizer": OptimizerFactoryAdagrad(lr=«1e-3|Adagrad»), "scheduler": ExponentialDecaySchedulerConfig(lr_final=«1e-4|Adagrad»)},
}`,
    'is spelled as in the program':
      'import torch\nlr_adagrad = «0.02|Adagrad»\ntorch.optim.Adagrad(p, lr=rate)\ntorch.optim.SGD(q, lr=other)',
    'is the only one created in the same function': `import keras
def first(model):
    model.compile(keras.optimizers.Adagrad(rate), 'mse')
    model.fit(x, y, callbacks=[Cycle(max_lr=«0.1|Adagrad»)])
def second(model):
    model.compile(keras.optimizers.RMSprop(rate), 'mse')
    model.fit(x, y, callbacks=[Cycle(max_lr=«0.05|RMSprop»)])`,
    'is the default of an option, or selected together with the rate': `import torch
parser.add_argument('--optimizer', default='nadam')
parser.add_argument('--lr', type=float, default=«0.004|NAdam»)
if large:
    args.optimizer = 'adamax'
    args.lr = «0.03|Adamax»
if args.optimizer == 'nadam':
    o = torch.optim.NAdam(p, lr=args.lr)
elif args.optimizer == 'adamax':
    o = torch.optim.Adamax(p, lr=args.lr)`,
    'is the one in a top-level assignment, whatever the default of an option': `import torch
parser.add_argument('--optimizer', default='nadam')
args = parser.parse_args()
args.optimizer = 'adamax'
args.lr = «0.03|Adamax»
if args.optimizer == 'nadam':
    o = torch.optim.NAdam(p, lr=args.lr)
else:
    o = torch.optim.Adamax(p, lr=args.lr)`,
    'may be one that a switch turns on': `import torch
parser.add_argument('--lr', type=float, default=«0.05|RMSprop/Adagrad»)
parser.add_argument('--rmsprop', action='store_true')
if args.rmsprop:
    o = torch.optim.RMSprop(p, lr=args.lr)
else:
    o = torch.optim.Adagrad(p, lr=args.lr)`,
    'is that of its own class, if several classes keep settings in the same way': `import optax
class First:
    def settings():
        c.lr = «0.03|lion»
    def make(c):
        return optax.lion(c.lr)
class Second:
    def settings():
        c.lr = «0.3|yogi»
    def make(c):
        return optax.yogi(c.lr)`,
    'is in the name of the class that builds its settings': `import optax
class YogiFactory:
    def settings():
        c.lr = «0.3|yogi»
    def make(c):
        if large:
            return optax.lion(c.lr)
        return optax.yogi(c.lr)
if other:
    optax.sgd(«0.1|sgd»)`,
    'is that of the fields of its own class, or of options': `import torch
parser.add_argument('--lr', default=«0.3|SGD»)
class First:
    lr: float = «0.1|SGD»
    def tune(self):
        self.lr = «0.01|SGD»
        args.lr = «0.02|SGD»
    def make(self):
        return torch.optim.SGD(p, lr=self.lr), torch.optim.SGD(p, lr=args.lr)
class Second:
    def make(self):
        return torch.optim.Adam(p, lr=«3e-4|Adam»)`,
    'may be a custom schedule-free class':
      'import torch\nclass AdamWScheduleFree(torch.optim.Optimizer):\n    def __init__(self, params, lr=«0.0025|AdamWScheduleFree»):\n        super().__init__(params, dict(lr=lr))\no = torch.optim.SGD(p, lr=«0.1|SGD»)',
    'is not a schedule that replaces it':
      'import torch\nclass PlateauLR(torch.optim.Optimizer):\n    def __init__(self, optimizer, min_lr=«1e-6|SGD»):\n        self.optimizer = optimizer\no = torch.optim.SGD(p, lr=«0.1|SGD»)',
    'is not one with a literal rate, for a rate that is passed to another object':
      'import torch\no = torch.optim.SGD(p, lr=«0.1|SGD»)\nnet = Classifier(model, lr=«0.2|-»)',
    'is not one with a literal rate, for a rate that is passed to another function':
      'import torch\no = torch.optim.SGD(p, lr=«0.1|SGD»)\nhead = fit_head(features, lr=«0.2|-»)',
    'is not one with a literal rate, for the default of steps by hand':
      'import torch\ndef adapt(w, grad, lr=«0.5|-»):\n    w -= lr * grad\no = torch.optim.SGD(p, lr=«0.1|SGD»)',
    'is unknown in a branch for several classes': `import torch
def restart(trainer):
    if isinstance(trainer.algorithm, (torch.optim.SGD, torch.optim.Rprop)):
        lr = «0.2|-»
torch.optim.Adam(p, lr=config.rate)`,
    'is that of the program in a branch for another class': `import torch
def restart(opt):
    if isinstance(opt, dict):
        lr = «0.2|Adam»
torch.optim.Adam(p, lr=config.rate)`,
    'is unknown in a branch of isinstance': `import torch
o = torch.optim.Adam(p, lr=«1e-3|Adam»)
def tune(opt):
    if isinstance(opt, torch.optim.SGD):
        lr = «0.1|-»
    else:
        lr = «2e-3|-»
    for group in opt.param_groups:
        group['lr'] = lr`,
    'may be one whose rate comes from elsewhere, for a rate that is passed to a function':
      'import torch\ndef build(net, rate):\n    return torch.optim.SGD(net, lr=rate)\ntrain(lr=«0.2|SGD»)',
    'may be one with unknown group rates, for a rate that is passed to another object':
      'import torch\nc = Recipe(rate, lr=«0.2|SGD»)\no = torch.optim.SGD([{"params": a, "lr": c.rate}, {"params": b, "lr": c.rate}])',
    'is the one of the program, for a schedule':
      'from keras.optimizers import SGD\nclr = CyclicRate(base_lr=«0.001|SGD»)\nwarm = CosineWarmup(step, max_lr=«0.006|SGD»)\nmodel.compile(optimizer=SGD(«0.1|SGD»), loss="mse")\nmodel.fit(x, callbacks=[clr])',
    'may be one with an unknown rate, for a rate that is passed to another object':
      'import torch\ndef make(settings):\n    return torch.optim.SGD(p, lr=settings.rate)\nnet = Classifier(model, lr=«0.2|SGD»)',
    'is the one that a function passes it to, whatever its name':
      'import optax\ndef clipped_sgd(lr=«3e-3|nadam»):\n    return optax.nadam(lr)\ndef other():\n    return optax.sgd(«0.1|sgd»)',
    'is the class that a constructor saves':
      'import torch\nclass Model:\n    def __init__(self, lr=«0.02|Adamax», make=torch.optim.Adamax):\n        self.make = make\n        self.o = self.make(self.parameters(), lr=lr)\no = torch.optim.SGD(p, lr=«0.3|SGD»)',
    'may be looked up by name':
      "import torch\nkind = getattr(torch.optim, 'Adagrad')\na = kind(p, lr=«0.9|Adagrad»)\nb = getattr(torch.optim, 'RMSprop')(p, lr=«0.8|RMSprop»)",
    'may be in a partial':
      'import torch\nfrom functools import partial\nmake = partial(torch.optim.NAdam, betas=(0.9, 0.99))\na = make(p, lr=«2e-3|NAdam»)\nb = torch.optim.SGD(p, lr=«0.1|SGD»)',
    'may be created by a wrapper':
      'import torch\na = Sharpness(p, torch.optim.SGD, lr=«0.1|SGD»)\nb = torch.optim.Adam(p, lr=«1e-3|Adam»)',
    'is the one whose groups the rate is set in':
      'import torch\na, b = torch.optim.Adam(p, lr=«1e-3|Adam»), torch.optim.RMSprop(q, lr=«1e-4|RMSprop»)\nfor group in a.param_groups:\n    group["lr"] = «5e-4|Adam»\nb.param_groups[0]["lr"] = «5e-5|RMSprop»',
    'is the one whose attribute the rate is':
      'from common.optim import AdamW as optimizer\nimport torch\noptimizer.lr = «2e-4|AdamW»\no = torch.optim.SGD(p, lr=«0.1|SGD»)',
    'is in the name of its settings class':
      'from tianshou import RMSpropOptimizerFactory\nimport torch\nf = RMSpropOptimizerFactory(lr=«7e-4|RMSprop»)\no = torch.optim.SGD(p, lr=«0.1|SGD»)',
    'is the one in the settings that the rate is added to':
      "import torch\nc = Box()\nc.net_opt = Box(kind='torch.optim.Rprop', step=3)\nc.net_opt.lr = «0.06|Rprop»\nall = {'type': 'Adagrad'}\nall['lr'] = «0.07|Adagrad»\ntorch.optim.SGD(p, lr=«0.1|SGD»)",
    'is in the name of the rate':
      'import torch\nmuon_lr = «0.02|muon»\nadamw_lr = «3e-4|adamw»\ndecay = 0.1\na, b = build(model)\ntorch.optim.Adam(p, lr=«1e-3|Adam»)\ntorch.optim.SGD(p, lr=«0.1|SGD»)',
    'is not that of another function with a parameter of the same name':
      'import optax\ndef first(config):\n    return optax.sgd(config.learning_rate)\ndef second(learning_rate=«3e-3|adam»):\n    return optax.adam(learning_rate)',
  });
});

describe('the optimizer of a chain in optax', () => {
  table('python', {
    'is that of its scaling':
      'import optax\ndef make(step_lr=«2e-3|lion»):\n    return optax.chain(optax.clip(1.0), optax.scale_by_lion(b1=0.9), optax.scale_by_learning_rate(step_lr))\noptax.sgd(«0.1|sgd»)',
    'may take a schedule of the negative rate':
      'import optax\ndef make(step_lr=«2e-3|yogi»):\n    s = optax.cosine_decay_schedule(-step_lr, 10)\n    return optax.chain(optax.scale_by_yogi(), optax.scale_by_schedule(s))\noptax.sgd(«0.1|sgd»)',
    'may take a schedule':
      'import optax\ns = optax.cosine_decay_schedule(«0.3|yogi», decay_steps=10)\noptax.chain(optax.scale_by_yogi(), optax.scale_by_schedule(s), optax.scale(-1.0))\noptax.sgd(«0.1|sgd»)',
    'does not apply to schedules of other settings':
      'import optax\noptax.inject_hyperparams(optax.clip)(max_delta=optax.linear_schedule(1.0, 0.1, 50))\noptax.sgd(learning_rate=optax.linear_schedule(«1.0|sgd», «0.1|sgd», 50))',
  });
});

describe('the optimizer of a setting', () => {
  table('yaml', {
    'is that of a HyperPyYAML reference to it': `lr: «0.0004|Adadelta»
lr_late: «2.0|Adagrad»
first: !name:torch.optim.Adadelta
  lr: !ref <lr>
second: !new:torch.optim.Adagrad
  lr: !ref <lr_late> * 0.5
annealing: !new:NoamScheduler
  lr_initial: !ref <lr>`,
    'is that of an interpolation of it':
      'base:\n  lr: «0.003|RAdam»\nmodel:\n  optim:\n    _target_: torch.optim.RAdam\n    lr: ${base.lr}\n  other:\n    _target_: torch.optim.SGD\n    lr: «0.1|SGD»',
    'is not that of a reference to another path':
      'a:\n  lr: «0.003|-»\nb:\n  lr: «0.004|-»\nfirst:\n  type: RAdam\n  lr: ${c.lr}\nother:\n  type: Adagrad\n  lr: «0.2|Adagrad»\nsecond:\n  type: SGD\n  lr: «0.1|SGD»',
  });
  table('json', {
    'is next to the settings with the rate':
      '{"optimizer": {"rate_scheduler": {"learning_rate": «3e-4|adamW», "lr_decay_steps": 9, "min_decay_lr": «1e-5|adamW»}, "optimizer_factory": {"name": "adamW"}}, "other": {"optimizer": "rprop", "lr": «0.1|rprop»}}',
    'may be under any key':
      '{"factory": {"breed": "RAdam", "lr": «5e-4|RAdam»}, "other": {"optimizer": "adagrad", "lr": «0.1|adagrad»}}',
    'is the only one in the file':
      '{"rates": {"base_lr": «5e-6|AdamW», "vision_lr": «3e-6|AdamW»}, "optim": {"optimizer": {"_target_": "torch.optim.AdamW"}}}',
    'may have a prefix': '{"optim": "jitlamb", "lr": «0.01|jitlamb»}',
    'may have the name of a library as its prefix':
      '{"train_steps": 9, "optimizer": "fast-lion", "learning_rate": «3e-5|fast-lion»}',
    'may be a member of an enum':
      '{"learningRate": «0.01|Adam», "optimizationAlgorithm": "Adam", "other": {"optimizer": "sgd", "lr": «0.1|sgd»}}',
    'is that of MONAI':
      '{"learning_rate": «1e-4|Novograd», "o": {"_target_": "Novograd", "lr": "@learning_rate"}, "p": {"_target_": "torch.optim.SGD", "lr": «0.1|SGD»}}',
  });
});

import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

/** Programs that spread what belongs together over functions and classes. */
describe('in a program with helper functions', () => {
  problemTable('stepped-per-batch', {
    'a function makes the scheduler': `${TORCH}def make_scheduler(optimizer, steps):
    return OneCycleLR(optimizer, max_lr=0.1, total_steps=steps)
def train(model, loader, epochs=100):
    model.train()
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    scheduler = make_scheduler(optimizer, steps=epochs)
    for epoch in range(epochs):
        for batch in loader:
            optimizer.step()
            «scheduler.step»()`,
    'a function makes it with the right length': `${TORCH}def make_scheduler(optimizer, steps):
    return OneCycleLR(optimizer, max_lr=0.1, total_steps=steps)
def train(model, loader, epochs=100):
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    scheduler = make_scheduler(optimizer, steps=epochs * len(loader))
    for epoch in range(epochs):
        for batch in loader:
            optimizer.step()
            scheduler.step()`,
    'a function makes both': `${TORCH}def build(model):
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    scheduler = StepLR(optimizer, step_size=30)
    return optimizer, scheduler
def main():
    optimizer, scheduler = build(model)
    for epoch in range(90):
        for batch in loader:
            optimizer.step()
            «scheduler.step»()`,
    'a trainer gets the scheduler': `${TORCH}class Trainer:
    def __init__(self, optimizer, scheduler):
        self.optimizer = optimizer
        self.scheduler = scheduler
    def train(self, loader):
        for epoch in range(90):
            for batch in loader:
                self.model.train()
                self.optimizer.step()
                «self.scheduler.step»()
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainer = Trainer(optimizer, StepLR(optimizer, step_size=30))
trainer.train(loader)`,
    'the model has a method of the same name': `${TORCH}def train(model, loader, optimizer, scheduler):
    model.train()
    for batch in loader:
        optimizer.step()
        «scheduler.step»()
optimizer = optim.SGD(model.parameters(), lr=0.1)
scheduler = StepLR(optimizer, step_size=30)
for epoch in range(90):
    train(model, loader, optimizer, scheduler)`,
    'milestones are shares of the epochs': `${TORCH}def fit(model, data, epochs=100):
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    scheduler = MultiStepLR(optimizer, [int(0.5 * epochs), int(0.75 * epochs)])
    for epoch in range(epochs):
        for x, y in data:
            optimizer.step()
            «scheduler.step»()`,
    'a module is imported under another name': `import torch.optim as O
from torch.optim.lr_scheduler import StepLR as Steps
optimizer = O.SGD(model.parameters(), lr=0.1)
scheduler = Steps(optimizer, 30)
for epoch in range(90):
    for batch in loader:
        optimizer.step()
        «scheduler.step»()`,
    'decay steps of optax are epochs': `import optax
schedule = optax.cosine_decay_schedule(init_value=0.1, decay_steps=«num_epochs»)
tx = optax.sgd(schedule)
for epoch in range(num_epochs):
    for batch in loader:
        updates, state = tx.update(grads(batch), state)
        params = optax.apply_updates(params, updates)`,
    'optax updates once an epoch': `import optax
schedule = optax.cosine_decay_schedule(init_value=0.1, decay_steps=num_epochs)
tx = optax.sgd(schedule)
for epoch in range(num_epochs):
    updates, state = tx.update(grads(everything), state)
    params = optax.apply_updates(params, updates)`,
  });
  problemTable('created-in-loop', {
    'a function for one epoch creates the optimizer': `${TORCH}def train_one_epoch(model, loader):
    optimizer = «optim.Adam»(model.parameters(), lr=1e-3)
    for batch in loader:
        optimizer.step()
def main():
    for epoch in range(30):
        train_one_epoch(model, loader)`,
    'a function trains a new model': `${TORCH}def probe(features):
    head = nn.Linear(8, 2)
    optimizer = optim.Adam(head.parameters(), lr=1e-3)
    for batch in loader:
        optimizer.step()
for epoch in range(30):
    probe(features)`,
    'a function gets a new model': `${TORCH}def adapt(model, loader):
    optimizer = optim.Adam(model.parameters(), lr=1e-3)
    for batch in loader:
        optimizer.step()
for epoch in range(30):
    adapt(copy.deepcopy(model), loader)`,
  });
  problemTable('rate-overridden', {
    'a function sets the rate': `${TORCH}def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        «group["lr"]» = rate
optimizer = optim.Adam(model.parameters(), lr=1e-3)
scheduler = StepLR(optimizer, 1, gamma=0.9)
for epoch in range(50):
    for batch in loader:
        set_rate(optimizer, 1e-3)
        optimizer.step()
    scheduler.step()`,
  });
  problemTable('rate-overridden', {
    'the groups have a name': `${TORCH}groups = [{"params": a, "lr": 1e-5}, {"params": b, "lr": 1e-4}]
optimizer = optim.SGD(groups, momentum=0.9)
scheduler = CyclicLR(optimizer, base_lr=1e-6, max_lr=«1e-3»)`,
  });
  problemTable('scheduler-not-restored', {
    'a method loads the state of the optimizer only': `import torch
class Trainer:
    def __init__(self, model):
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        self.lr_scheduler = «torch.optim.lr_scheduler.StepLR»(self.optimizer, 50)
    def resume(self, path):
        checkpoint = torch.load(path)
        self.start = checkpoint["epoch"] + 1
        self.optimizer.load_state_dict(checkpoint["optimizer"])
    def run(self):
        for epoch in range(self.start, 100):
            self.train_epoch(self.optimizer)
            self.lr_scheduler.step()`,
    'a method loads both': `import torch
class Trainer:
    def __init__(self, model):
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        self.lr_scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, 50)
    def resume(self, path):
        self.optimizer.load_state_dict(torch.load(path)["optimizer"])
        self.lr_scheduler.load_state_dict(torch.load(path)["scheduler"])
    def run(self):
        for epoch in range(self.start, 100):
            self.train_epoch(self.optimizer)
            self.lr_scheduler.step()`,
  });
  problemTable('minimum-above-base', {
    'the parameters are a list': `${TORCH}params = [p for p in model.parameters() if p.requires_grad]
optimizer = optim.AdamW(params, lr=1e-5)
scheduler = CosineAnnealingLR(optimizer, T_max=10, eta_min=«1e-4»)`,
  });
  problemTable('cosine-length', {
    'the length is half of the epochs': `${TORCH}def fit(model, loader, num_epochs=90):
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    scheduler = CosineAnnealingLR(optimizer, T_max=«num_epochs // 2»)
    for epoch in range(num_epochs):
        for batch in loader:
            optimizer.step()
        scheduler.step()`,
  });
});

describe('in a module of Lightning', () => {
  const module = (body: string) => `import lightning as L
from torch.optim import AdamW
from torch.optim.lr_scheduler import ExponentialLR, ReduceLROnPlateau
from transformers import get_linear_schedule_with_warmup
class Module(L.LightningModule):
    def __init__(self, net):
        self.net = net
${body}`;
  problemTable('never-stepped', {
    'it optimizes by itself and steps no scheduler': module(`        self.automatic_optimization = False
    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        return [optimizer], [«ExponentialLR»(optimizer, gamma=0.999)]`),
    'a module that is derived from it optimizes by itself': module(`    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        return [optimizer], [ExponentialLR(optimizer, gamma=0.999)]
class Other(Module):
    def __init__(self, net):
        super().__init__(net)
        self.automatic_optimization = False`),
    'another module optimizes by itself': module(`    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        return [optimizer], [ExponentialLR(optimizer, gamma=0.999)]
class Gan(L.LightningModule):
    def __init__(self):
        self.automatic_optimization = False`),
    'it optimizes by itself and steps its schedulers': module(`        self.automatic_optimization = False
    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        return [optimizer], [ExponentialLR(optimizer, gamma=0.999)]
    def on_train_epoch_end(self):
        self.lr_schedulers().step()`),
  });
  it('tells how to step one scheduler, and several', async () => {
    const messagesOf = async (returned: string) => {
      const text = module(`        self.automatic_optimization = False
    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        return [optimizer], [${returned}]`);
      return (await problemsOf({ language: 'python', text })).map(({ message }) => message);
    };
    const one = 'ExponentialLR(optimizer, gamma=0.999)';
    assert.match(
      (await messagesOf(one)).join('\n'),
      /^ExponentialLR .+ Call self\.lr_schedulers\(\)\.step\(\) yourself\.$/,
    );
    const several = await messagesOf(`${one}, ${one}`);
    assert.equal(several.length, 2);
    for (const message of several) assert.match(message, /Call step\(\) of each scheduler/);
  });

  const plateau = (mode: string) => `    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        scheduler = ReduceLROnPlateau(optimizer, ${mode})
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "monitor": "val_acc"}}`;
  problemTable('plateau-metric', {
    'a plateau watches an accuracy with the wrong mode': module(plateau('mode=«"min"»')),
    'a plateau watches an accuracy': module(plateau('mode="max"')),
  });
  problemTable('stepped-per-epoch', {
    'a schedule of thousands of steps is left to it': module(`    def configure_optimizers(self):
        optimizer = AdamW(self.net.parameters(), 2e-4)
        scheduler = get_linear_schedule_with_warmup(optimizer, 100, 5000)
        return [optimizer], [«scheduler»]`),
  });
});

describe('a rate from outside', () => {
  const adam = (rate: string) =>
    `import os\nimport sys\n${TORCH}optimizer = optim.Adam(model.parameters(), lr=${rate})`;
  problemTable('rate-not-a-number', {
    'from the command line is text': adam('«sys.argv[1]»'),
    'from the environment is text': adam('«os.environ.get("LR", "0.001")»'),
    'is text if it is given': adam('«sys.argv[1]» if len(sys.argv) > 1 else 1e-3'),
    'that is converted is none': adam('float(sys.argv[1])'),
    'is text if a user enters it': adam('«input("Rate: ")»'),
    'is none if the program asks for it': `def input(text):\n    return 1e-3\n${adam('input("Rate: ")')}`,
    'is text in settings that are passed on': `${TORCH}settings = {"lr": «"1e-3"», "eps": 1e-8}
optimizer = optim.Adam(model.parameters(), **settings)`,
    'is none if argparse converts its default': `${TORCH}parser.add_argument("--lr", type=float, default="1e-3")
args = parser.parse_args()
optimizer = optim.Adam(model.parameters(), lr=args.lr)`,
    'is text in the arguments of a Trainer': `from transformers import TrainingArguments
args = TrainingArguments("out", learning_rate=«"2e-5"»)`,
  });
  problemTable(
    'rate-not-a-number',
    {
      'from a page is text': `import * as tf from '@tensorflow/tfjs';
const field = document.querySelector('#rate');
tf.train.adam(«field.value»);`,
      'from a page that is converted is none': `import * as tf from '@tensorflow/tfjs';
const field = document.querySelector('#rate');
tf.train.adam(Number(field.value));`,
    },
    'javascript',
  );
});

describe('a rate that a function gets', () => {
  it('is called the default of its parameter where it is ignored', async () => {
    const text = `${TORCH}def fit(model, lr=0.01):\n    optim.SGD(model.parameters(), lr=0.001)\n`;
    const [problem] = await problemsOf({ language: 'python', text });
    assert.match(problem.message, /^SGD trains with .* 0\.001: the parameter lr \(default 0\.01\) is never used\./);
  });

  problemTable('rates-disagree', {
    'and ignores': `${TORCH}def fit(model, loader, lr=0.01):
    optimizer = optim.SGD(model.parameters(), lr=«0.001»)
    for batch in loader:
        optimizer.step()`,
    'and ignores, as its caller demands it': `${TORCH}def anneal(step, lr=0.02):
    return step
optimizer = optim.SGD(model.parameters(), lr=0.001)
for batch in loader:
    optimizer.step()`,
    'and uses': `${TORCH}def fit(model, loader, lr=0.01):
    optimizer = optim.SGD(model.parameters(), lr=lr)
    for batch in loader:
        optimizer.step()`,
  });
});

describe('a chain of optax that climbs', () => {
  const chain = (scale: string) => `import optax
schedule = optax.warmup_cosine_decay_schedule(0.0, 3e-4, 500, 20_000)
tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(${scale}))
params = optax.apply_updates(params, tx.update(grads, state)[0])`;
  problemTable('optax-sign', {
    'by a schedule': chain('«schedule»'),
    'not by its negative': chain('lambda step: -schedule(step)'),
    'not by a negative schedule': chain('optax.linear_schedule(-1e-3, 0.0, 100)'),
  });
});

describe('a warm-up in a settings file', () => {
  problemTable(
    'long-warm-up',
    {
      'that is longer than the training':
        'optimizer: adamw\nlr: 0.0002\nlr_scheduler_type: linear\nmax_steps: 500\nwarmup_steps: «1000»\n',
      'that ends': 'optimizer: adamw\nlr: 0.0002\nlr_scheduler_type: linear\nmax_steps: 500\nwarmup_steps: 100\n',
      'of a training without a maximum':
        'optimizer: adamw\nlr: 0.0002\nlr_scheduler_type: linear\nmax_steps: -1\nwarmup_steps: 100\n',
      'of random actions': 'env: Ant\nagent: sac\nlr: 0.0003\nscheduler: none\nmax_steps: 1000\nwarmup_steps: 10000\n',
      'beside the length of an episode': 'optimizer: adamw\nlr: 0.0002\nmax_steps: 500\nwarmup_steps: 1000\n',
      'beside two lengths':
        'optimizer: adamw\nlr: 0.0002\ntotal_steps: 500\nmax_train_steps: 9000\nwarmup_steps: 1000\n',
    },
    'yaml',
  );
});

import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

const OPTIMIZER = `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1)\n`;

/** A training loop that steps a scheduler once an epoch. */
const PER_EPOCH = (epochs: string, step = 'scheduler.step()') => `for epoch in range(${epochs}):
    for x, y in loader:
        train(x, y)
    ${step}
`;

/** A training loop that steps a scheduler after every batch. */
const PER_BATCH = (epochs: string, step = 'scheduler.step()') => `for epoch in range(${epochs}):
    for x, y in loader:
        train(x, y)
        ${step}
`;

describe('the length of a cosine', () => {
  problemTable('cosine-length', {
    'that is shorter than the training': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=«60»)\n${PER_EPOCH('100')}`,
    'that is longer': `${OPTIMIZER}scheduler = lr_scheduler.CosineAnnealingLR(optimizer, «200»)\n${PER_EPOCH('30')}`,
    'compared with a constant': `${OPTIMIZER}EPOCHS = 20\nscheduler = CosineAnnealingLR(optimizer, T_max=«30»)\n${PER_EPOCH('EPOCHS')}`,
    'compared with an option': `${TORCH}import argparse
def main():
    p = argparse.ArgumentParser()
    p.add_argument("--epochs", type=int, default=90)
    args = p.parse_args()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    scheduler = CosineAnnealingLR(optimizer, T_max=«50»)
    for epoch in range(0, args.epochs):
        train(model)
        scheduler.step()`,
    'that is right': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=100)\n${PER_EPOCH('100')}`,
    'that is the variable with the epochs': `${OPTIMIZER}EPOCHS = 20\nscheduler = CosineAnnealingLR(optimizer, T_max=EPOCHS)\n${PER_EPOCH('1, EPOCHS + 1')}`,
    'that ends with the last epoch': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=99)\n${PER_EPOCH('100')}`,
    'in batches': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=50 * len(loader))\n${PER_BATCH('50')}`,
    'in batches, as a number': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=20000)\n${PER_BATCH('50')}`,
    'after a warm-up': `${OPTIMIZER}warmup_epochs = 5\nscheduler = CosineAnnealingLR(optimizer, T_max=95)\n${PER_EPOCH('100', 'if epoch >= warmup_epochs: scheduler.step()')}`,
    'in a sequence': `${OPTIMIZER}first = LinearLR(optimizer)\ncosine = CosineAnnealingLR(optimizer, T_max=95)\nscheduler = SequentialLR(optimizer, [first, cosine], [5])\n${PER_EPOCH('100')}`,
    'that a class has by default': `${TORCH}class Trainer:
    def __init__(self, num_epochs=100):
        self.num_epochs = num_epochs
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = CosineAnnealingLR(self.optimizer, T_max=«200»)
    def run(self):
        for epoch in range(self.num_epochs):
            self.scheduler.step()
Trainer().run()`,
    'if callers pass other epochs': `${TORCH}class Trainer:
    def __init__(self, num_epochs=100):
        self.num_epochs = num_epochs
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = CosineAnnealingLR(self.optimizer, T_max=200)
    def run(self):
        for epoch in range(self.num_epochs):
            self.scheduler.step()
Trainer(200).run()`,
    'if either of two may be stepped': `${OPTIMIZER}if fast:\n    scheduler = CosineAnnealingLR(optimizer, T_max=10)\nelse:\n    scheduler = CosineAnnealingLR(optimizer, T_max=50)\n${PER_EPOCH('50')}`,
    'if the epochs are unknown': `${OPTIMIZER}def run(epochs=10):\n    scheduler = CosineAnnealingLR(optimizer, T_max=50)\n    for epoch in range(epochs):\n        scheduler.step()`,
    'if the epochs start elsewhere': `${OPTIMIZER}start = load()\nscheduler = CosineAnnealingLR(optimizer, T_max=200)\n${PER_EPOCH('start, start + 100')}`,
  });

  it('is fixed with the number of epochs, and refers to it', async () => {
    const text = `${OPTIMIZER}EPOCHS = 100\nscheduler = CosineAnnealingLR(optimizer, T_max=60)\n${PER_EPOCH('EPOCHS')}`;
    const [problem] = await problemsOf({ language: 'python', text });
    assert.equal(problem.fix?.text, '100');
    assert.deepEqual(
      problem.related.map(({ range }) => range.line),
      [7],
    );
  });

  it('is checked across the cells of a notebook', async () => {
    const cells = [
      `${OPTIMIZER}EPOCHS = 100`,
      'scheduler = CosineAnnealingLR(optimizer, T_max=60)',
      PER_EPOCH('EPOCHS'),
    ].map((text) => ({ language: 'python', text }));
    const [problem] = await problemsOf({ cells });
    assert.deepEqual([problem.rule, problem.range.cell, problem.related[0].range.cell], ['cosine-length', 1, 0]);
  });
});

describe('a schedule in epochs that is stepped after every batch', () => {
  problemTable('stepped-per-batch', {
    'half as long as the training': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=epochs // 2)\n${PER_BATCH('epochs').replace('scheduler.step', '«scheduler.step»')}`,
    'with a length that is computed elsewhere': `${OPTIMIZER}EPOCHS = 200\ntotal = int(EPOCHS * 0.9)\nscheduler = PolynomialLR(optimizer, total_iters=total)\n${PER_BATCH('EPOCHS').replace('scheduler.step', '«scheduler.step»')}`,
    'of Transformers': `${OPTIMIZER}from transformers import get_scheduler\nscheduler = get_scheduler("linear", optimizer=optimizer, num_warmup_steps=0, num_training_steps=num_epochs)\n${PER_BATCH('num_epochs').replace('scheduler.step', '«scheduler.step»')}`,
    'OneCycleLR with as many steps as epochs': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=60)\n${PER_BATCH('60').replace('scheduler.step', '«scheduler.step»')}`,
    'restarts after a few batches': `${OPTIMIZER}scheduler = CosineAnnealingWarmRestarts(optimizer, T_0=10, T_mult=2)\n${PER_BATCH('70').replace('scheduler.step', '«scheduler.step»')}`,
    'a function of the epoch': `${OPTIMIZER}scheduler = LambdaLR(optimizer, lr_lambda=lambda epoch: 0.95 ** epoch)\n${PER_BATCH('60').replace('scheduler.step', '«scheduler.step»')}`,
    'a function of the share of the epochs': `${OPTIMIZER}def scale(step):\n    return 1 - step / num_epochs\nscheduler = LambdaLR(optimizer, scale)\n${PER_BATCH('num_epochs').replace('scheduler.step', '«scheduler.step»')}`,
    'in a phase of an epoch': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=7)
for epoch in range(25):
    for phase in ["train", "val"]:
        for inputs in dataloaders[phase]:
            if phase == "train":
                optimizer.step()
                «scheduler.step»()`,
    'is not reported in a phase of an epoch, after its batches': `${OPTIMIZER}phases = ["train", "val"]
scheduler = StepLR(optimizer, step_size=7)
for epoch in range(25):
    for x in phases:
        run(x)
        if x == "train":
            scheduler.step()`,
    'in a loop over pairs': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=7)
for epoch in range(25):
    for x, y in pairs:
        optimizer.step()
        «scheduler.step»()`,
    'in each part of a batch': `${OPTIMIZER}total = epochs * len(loader) // accumulation
scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=total)
for epoch in range(epochs):
    for i, batch in enumerate(loader):
        loss(batch).backward()
        if (i + 1) % accumulation == 0:
            optimizer.step()
        «scheduler.step»()`,
    'in Lightning': `${OPTIMIZER}class Module(L.LightningModule):
    def configure_optimizers(self):
        optimizer = optim.SGD(self.parameters(), lr=0.1)
        scheduler = CosineAnnealingLR(optimizer, T_max=self.trainer.max_epochs)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": «scheduler», "interval": "step"}}`,
    'in Keras, where they count batches': `from tensorflow import keras
EPOCHS = 100
keras.optimizers.schedules.CosineDecay(1e-3, decay_steps=«EPOCHS»)
keras.optimizers.schedules.ExponentialDecay(1e-3, «10», 0.9)
model.fit(x, y, epochs=EPOCHS)`,
    'in Keras, with the boundaries of steps':
      'import keras\nkeras.optimizers.schedules.PiecewiseConstantDecay(«[30, 60]», [0.1, 0.01, 1e-3])\nmodel.fit(x, y, epochs=90)',
    'is not reported in Keras with boundaries in batches':
      'import keras\nkeras.optimizers.schedules.PiecewiseConstantDecay([100, 160], [0.1, 0.01, 1e-3])\nmodel.fit(x, y, epochs=90)',
    'is not reported in Keras with epochs times an unknown number':
      'import keras\nsteps = data.size / args.batch_size * args.epochs\nkeras.optimizers.schedules.CosineDecay(1e-3, decay_steps=steps)\nmodel.fit(x, y, epochs=args.epochs)',
    'in Keras, a part of the epochs':
      'import keras\nkeras.optimizers.schedules.CosineDecay(1e-3, decay_steps=«int(args.epochs * args.decay_ratio)»)\nmodel.fit(x, y, epochs=args.epochs)',
    'is not reported in Keras if one batch is an epoch':
      'import keras\nkeras.optimizers.schedules.PiecewiseConstantDecay([30, 60], [0.1, 0.01, 1e-3])\nmodel.fit(x, y, epochs=90, batch_size=len(x))',
    'is not reported in Keras with a length in batches': `from tensorflow import keras
EPOCHS = 100
keras.optimizers.schedules.CosineDecay(1e-3, decay_steps=EPOCHS * (len(x) // 32))
keras.optimizers.schedules.ExponentialDecay(1e-3, 10 * steps_per_epoch, 0.9)
keras.optimizers.schedules.ExponentialDecay(1e-3, 1000, 0.9)
model.fit(x, y, epochs=EPOCHS)`,
    'is not reported for a warm-up in batches': `${OPTIMIZER}scheduler = LambdaLR(optimizer, lr_lambda=lambda step: min(1.0, step / 1000))\n${PER_BATCH('60')}`,
    'is not reported if the parts of a batch are counted': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=epochs * len(loader))
for epoch in range(epochs):
    for i, batch in enumerate(loader):
        if (i + 1) % 4 == 0:
            optimizer.step()
        scheduler.step()`,
    StepLR: `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=30, gamma=0.1)\n${PER_BATCH('90').replace('scheduler.step', '«scheduler.step»')}`,
    'a cosine with as many steps as epochs': `${OPTIMIZER}EPOCHS = 20\nscheduler = CosineAnnealingLR(optimizer, T_max=EPOCHS)\n${PER_BATCH('EPOCHS').replace('scheduler.step', '«scheduler.step»')}`,
    ExponentialLR: `${OPTIMIZER}scheduler = ExponentialLR(optimizer, gamma=0.9)\n${PER_BATCH('10').replace('scheduler.step', '«scheduler.step»')}`,
    milestones: `${OPTIMIZER}scheduler = MultiStepLR(optimizer, milestones=[30, 80], gamma=0.1)\n${PER_BATCH('100').replace('scheduler.step', '«scheduler.step»')}`,
    'in a function that is called once an epoch': `${OPTIMIZER}scheduler = StepLR(optimizer, 10)
def train(epoch, loader, sched):
    for i, (x, y) in enumerate(loader):
        optimizer.step()
        «sched.step»()
for epoch in range(30):
    train(epoch, loader, scheduler)`,
    'in a separate method': `${TORCH}class Trainer:
    def __init__(self):
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = StepLR(self.optimizer, step_size=5)
    def train_epoch(self):
        for batch in self.train_loader:
            «self.scheduler.step»()
    def fit(self):
        for epoch in range(20):
            self.train_epoch()`,
    'with milestones that a class copies from its defaults': `${TORCH}class Trainer:
    def __init__(self, loader, epochs=50, lr_steps=(20, 40)):
        self.loader, self.epochs = loader, epochs
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = MultiStepLR(self.optimizer, milestones=list(lr_steps))
    def fit(self):
        for epoch in range(self.epochs):
            for batch in self.loader:
                self.optimizer.step()
                «self.scheduler.step»()`,
    'after a warm-up': `${OPTIMIZER}warmup = LinearLR(optimizer, total_iters=5)
cosine = CosineAnnealingLR(optimizer, T_max=EPOCHS - 5)
scheduler = SequentialLR(optimizer, [warmup, cosine], milestones=[5])
${PER_BATCH('EPOCHS').replace('scheduler.step', '«scheduler.step»')}`,
    'is not reported after a warm-up if stepped once an epoch': `${OPTIMIZER}scheduler = SequentialLR(optimizer, schedulers=[LinearLR(optimizer, total_iters=5), CosineAnnealingLR(optimizer, T_max=EPOCHS - 5)], milestones=[5])\n${PER_EPOCH('EPOCHS')}`,
    'is not reported if stepped once an epoch': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=30)\n${PER_EPOCH('90')}`,
    'is not reported with a length in batches': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=5000)\n${PER_BATCH('90')}`,
    'is not reported with a slow decay': `${OPTIMIZER}scheduler = ExponentialLR(optimizer, gamma=0.9999)\n${PER_BATCH('10')}`,
    'is not reported for OneCycleLR': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=10, steps_per_epoch=len(loader))\n${PER_BATCH('10')}`,
    'is not reported if stepped only sometimes': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=30)\nfor epoch in range(90):\n    for i, x in enumerate(loader):\n        if i % 1000 == 999:\n            scheduler.step()`,
    'is not reported if stepped with a fraction of the epoch': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=10)\nfor epoch in range(10):\n    for i, x in enumerate(loader):\n        scheduler.step(epoch + i / len(loader))`,
    'is not reported after a phase of an epoch': `${OPTIMIZER}scheduler = StepLR(optimizer, step_size=7)
for epoch in range(25):
    for phase in ["train", "val"]:
        for inputs in dataloaders[phase]:
            optimizer.step()
        if phase == "train":
            scheduler.step()`,
    'is not reported for an optimizer with a name like a step': `${OPTIMIZER}for epoch in range(3):\n    for batch in loader:\n        optimizer.step()`,
  });
});

describe('a schedule in batches that is stepped once an epoch', () => {
  problemTable('stepped-per-epoch', {
    OneCycleLR: `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=10, steps_per_epoch=len(loader))\n${PER_EPOCH('10').replace('scheduler.step', '«scheduler.step»')}`,
    'OneCycleLR with many steps': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, 0.1, total_steps=len(train_loader) * 10)\n${PER_EPOCH('10').replace('scheduler.step', '«scheduler.step»')}`,
    'a cosine': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=len(train_loader) * 10)\n${PER_EPOCH('10').replace('scheduler.step', '«scheduler.step»')}`,
    'a warm-up of Transformers': `${OPTIMIZER}from transformers import get_linear_schedule_with_warmup
scheduler = get_linear_schedule_with_warmup(optimizer, num_warmup_steps=0, num_training_steps=len(train_dataloader) * 3)
${PER_EPOCH('3').replace('scheduler.step', '«scheduler.step»')}`,
    'in Lightning': `${TORCH}class Module(L.LightningModule):
    def configure_optimizers(self):
        optimizer = optim.SGD(self.parameters(), lr=0.1)
        scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=self.trainer.estimated_stepping_batches)
        return [optimizer], [«scheduler»]`,
    'a function of the step in Lightning': `${TORCH}class Module(L.LightningModule):
    def __init__(self, d_model=512, warmup_steps=4000):
        self.d_model, self.warmup_steps = d_model, warmup_steps
    def configure_optimizers(self):
        optimizer = optim.Adam(self.parameters(), lr=1.0)
        def noam(step):
            return self.d_model ** -0.5 * min(step ** -0.5, step * self.warmup_steps ** -1.5)
        return [optimizer], [«LambdaLR(optimizer, noam)»]`,
    'a function of the share of all steps': `${OPTIMIZER}scheduler = LambdaLR(optimizer, lambda step: 1 - step / total_steps)\n${PER_EPOCH('10').replace('scheduler.step', '«scheduler.step»')}`,
    'a cosine after a warm-up': `${OPTIMIZER}scheduler = SequentialLR(optimizer, schedulers=[LinearLR(optimizer, total_iters=500), CosineAnnealingLR(optimizer, T_max=len(train_loader) * 10)], milestones=[500])\n${PER_EPOCH('10').replace('scheduler.step', '«scheduler.step»')}`,
    'is not reported for a function of a few steps': `${OPTIMIZER}warmup_steps = 5\nscheduler = LambdaLR(optimizer, lambda step: min(1, step / warmup_steps))\n${PER_EPOCH('10')}`,
    'is not reported for a function that counts steps itself': `${OPTIMIZER}warmup_steps = 500
def scale(epoch):
    step = epoch * len(loader)
    return step / warmup_steps if step < warmup_steps else 1.0
scheduler = LambdaLR(optimizer, scale)
${PER_EPOCH('10')}`,
    'is not reported for an expression that counts steps itself': `${OPTIMIZER}warmup_steps = 500\nscheduler = LambdaLR(optimizer, lambda epoch: min(1, len(loader) * (epoch + 1) / warmup_steps))\n${PER_EPOCH('10')}`,
    'is not reported in Lightning with the interval, also in a variable': `${TORCH}class Module(L.LightningModule):
    def configure_optimizers(self):
        optimizer = optim.SGD(self.parameters(), lr=0.1)
        scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=self.trainer.estimated_stepping_batches)
        config = {"scheduler": scheduler, "interval": "step"}
        return {"optimizer": optimizer, "lr_scheduler": config}`,
    'is not reported in Lightning if the module steps it': `${TORCH}class Module(L.LightningModule):
    def training_step(self, batch):
        self.lr_schedulers().step()
    def configure_optimizers(self):
        optimizer = optim.SGD(self.parameters(), lr=0.1)
        return [optimizer], [OneCycleLR(optimizer, max_lr=0.1, total_steps=self.trainer.estimated_stepping_batches)]`,
    'is not reported with a length in epochs': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=10)\n${PER_EPOCH('10')}`,
    'is not reported for epochs of one step': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=10, steps_per_epoch=1)\n${PER_EPOCH('10')}`,
    'is not reported if stepped after every batch': `${OPTIMIZER}scheduler = CosineAnnealingLR(optimizer, T_max=len(train_loader) * 10)\n${PER_BATCH('10')}`,
    'is not reported if it is passed on': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=10, steps_per_epoch=len(loader))\nfor epoch in range(10):\n    train_one_epoch(model, scheduler)`,
  });
});

describe('a schedule that does not end with the training', () => {
  problemTable('schedule-length', {
    'but with its first epoch': `${OPTIMIZER}from transformers import get_linear_schedule_with_warmup
scheduler = get_linear_schedule_with_warmup(optimizer, num_warmup_steps=0, num_training_steps=«len(train_loader)»)
${PER_BATCH('epochs')}`,
    'but in the middle': `${OPTIMIZER}steps = 5 * len(loader)\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=«steps»)\n${PER_BATCH('10')}`,
    'but has other epochs': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=«30», steps_per_epoch=len(loader))\n${PER_BATCH('10')}`,
    'but would take longer, in epochs': `${OPTIMIZER}scheduler = PolynomialLR(optimizer, total_iters=«200»)\n${PER_EPOCH('100')}`,
    'but with the first of the epochs that an option has by default': `${OPTIMIZER}p.add_argument("--epochs", default=10)\nargs = p.parse_args()\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=«len(loader)»)\n${PER_BATCH('args.epochs')}`,
    'is not reported if an option may give other epochs': `${OPTIMIZER}p.add_argument("--epochs", default=1)\nargs = p.parse_args()\nscheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=30, steps_per_epoch=len(loader))\n${PER_BATCH('args.epochs')}`,
    'is not reported if an option may give another length': `${OPTIMIZER}p.add_argument("--length", default=30)\nargs = p.parse_args()\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=args.length * len(loader))\n${PER_BATCH('10')}`,
    'is not reported if one epoch is only the default': `${OPTIMIZER}p.add_argument("--epochs", default=1)\nargs = p.parse_args()\nscheduler = PolynomialLR(optimizer, total_iters=100)\n${PER_EPOCH('args.epochs')}`,
    'is not reported for the default of a class': `${TORCH}class Trainer:
    def __init__(self, epochs=1):
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = PolynomialLR(self.optimizer, total_iters=20)
        for epoch in range(epochs):
            self.scheduler.step()`,
    'but counts samples': `${OPTIMIZER}loader = DataLoader(dataset, batch_size=32)\nsteps = len(dataset) * epochs\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=«steps»)\n${PER_BATCH('epochs')}`,
    'but counts samples as the steps of an epoch': `${OPTIMIZER}loader = DataLoader(dataset, 32)\nscheduler = OneCycleLR(optimizer, max_lr=0.1, epochs=10, steps_per_epoch=«len(dataset)»)\n${PER_BATCH('10')}`,
    'but counts samples in Keras':
      'import keras\nschedule = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=«len(x_train) * EPOCHS»)\nmodel.fit(x_train, y_train, epochs=EPOCHS)',
    'is not reported for samples divided by the batch size': `${OPTIMIZER}loader = DataLoader(dataset, batch_size=size)\nsteps = int(len(dataset) / size) * epochs\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=steps)\n${PER_BATCH('epochs')}`,
    'is not reported for batches of one sample': `${OPTIMIZER}loader = DataLoader(dataset, batch_size=1)\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=len(dataset) * epochs)\n${PER_BATCH('epochs')}`,
    'is not reported for the batches of a generator':
      'import keras\nschedule = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=len(batches) * EPOCHS)\nmodel.fit(batches, epochs=EPOCHS)',
    'but counts samples under a name for the size': `${OPTIMIZER}size = 32\nloader = DataLoader(dataset, size)\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=«len(dataset) * epochs»)\n${PER_BATCH('epochs')}`,
    ...Object.fromEntries(
      [
        'scaler.fit(data, y)',
        'trainer.fit(data, val_loader)',
        'clf.fit(data, y, weights)',
        'data = DataLoader(data, batch_size=32)',
        'def make(data):\n    return DataLoader(data, batch_size=32)\ndata = make(images)',
        'loader = DataLoader(data, batch_size=None)',
        'loader = DataLoader(data)',
        'size = None\nloader = DataLoader(data, batch_size=size)',
        'check = DataLoader(data, batch_size=32)\nfor i, (x, y) in enumerate(data):\n    train(x, y)',
        'check = DataLoader(data, batch_size=32)\ndef run(samples):\n    train(samples)\nrun(data)',
        'check = DataLoader(data, batch_size=32)\nloader = DataLoader(data, batch_size=1)',
      ].map((line) => [
        `is not reported beside ${JSON.stringify(line)}`,
        `${OPTIMIZER}${line}\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=len(data) * epochs)\n${PER_BATCH('epochs')}`,
      ]),
    ),
    ...Object.fromEntries(
      ['1 / size', 'share'].map((factor) => [
        `is not reported for samples multiplied by ${factor}`,
        `${OPTIMIZER}share = 1 / size\nloader = DataLoader(dataset, batch_size=size)\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=int(len(dataset) * (${factor}) * epochs))\n${PER_BATCH('epochs')}`,
      ]),
    ),
    ...Object.fromEntries(
      [
        'model.fit(x, None, epochs=10)',
        'model.fit(x, y, 1, epochs=10)',
        'model.fit(x, y, batch_size=8, steps_per_epoch=n, epochs=10)',
        'scaler.fit(x, y)',
      ].map((fit) => [
        `is not reported beside ${fit} in Keras`,
        `import keras\nn = len(x)\nschedule = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=n * 10)\n${fit}`,
      ]),
    ),
    'is not reported for the loaders that a trainer gets': `${TORCH}class Trainer:
    def fit(self, train_loader, val_loader):
        optimizer = optim.SGD(model.parameters(), lr=0.1)
        total = len(train_loader) * self.epochs
        scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=total)
        for epoch in range(self.epochs):
            for x, y in train_loader:
                train(x, y)
                scheduler.step()
Trainer(model).fit(train_loader, val_loader)`,
    'is not reported if it does': `${OPTIMIZER}total = len(loader) * epochs\nscheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=total)\n${PER_BATCH('epochs')}`,
    'is not reported in another unit': `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=len(dataset) // 32)\n${PER_BATCH('epochs')}`,
    'is not reported if each epoch has its own': `${OPTIMIZER}for epoch in range(10):
    optimizer = optim.SGD(build(epoch), lr=0.1)
    scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=len(loader))
    for batch in loader:
        scheduler.step()`,
  });

  it('is fixed with the number of epochs', async () => {
    const text = `${OPTIMIZER}scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=len(loader))\n${PER_BATCH('epochs')}`;
    const [problem] = await problemsOf({ language: 'python', text });
    assert.equal(problem.fix?.text, 'epochs * len(loader)');
  });
});

describe('a long warm-up', () => {
  problemTable('long-warm-up', {
    'of optax':
      'import optax\noptax.warmup_cosine_decay_schedule(0.0, 1e-3, warmup_steps=«4_000», decay_steps=10_000, end_value=0.0)',
    'of Keras':
      'import keras\nkeras.optimizers.schedules.CosineDecay(0.0, decay_steps=1000, warmup_target=0.1, warmup_steps=«1000»)',
    'of Transformers, as a ratio':
      'from transformers import TrainingArguments\nTrainingArguments("out", learning_rate=2e-5, warmup_ratio=«0.3»)',
    'of Transformers, in steps':
      'from transformers import TrainingArguments\nTrainingArguments("out", learning_rate=2e-5, warmup_steps=«500», max_steps=2000)',
    'in a constant':
      'import torch, transformers\nfrom transformers import get_cosine_schedule_with_warmup\nWARM = 300\nget_cosine_schedule_with_warmup(optimizer, «WARM», 1000)',
    'of get_scheduler': `${OPTIMIZER}from transformers import get_scheduler\nget_scheduler("cosine", optimizer=optimizer, num_warmup_steps=«500», num_training_steps=600)`,
    'that is computed': `${OPTIMIZER}EPOCHS = 3\nBATCHES = 300\nfrom transformers import get_linear_schedule_with_warmup\nget_linear_schedule_with_warmup(optimizer, num_warmup_steps=«2000», num_training_steps=EPOCHS * BATCHES)`,
    'that is as long as the training': `${OPTIMIZER}from transformers import get_linear_schedule_with_warmup\nget_linear_schedule_with_warmup(optimizer, num_warmup_steps=«2 * len(loader)», num_training_steps=len(loader))`,
    'is not reported as a ratio that steps replace':
      'from transformers import TrainingArguments\nTrainingArguments(learning_rate=2e-4, warmup_ratio=0.5, warmup_steps=10)',
    'is not reported for a tenth': 'import optax\noptax.warmup_cosine_decay_schedule(0.0, 1e-3, 1000, 10_000)',
    'is not reported for an unknown length':
      'import optax\noptax.warmup_cosine_decay_schedule(0.0, 1e-3, warmup_steps=4000, decay_steps=steps)',
    'is not reported in a short test run':
      'from transformers import TrainingArguments\nTrainingArguments("out", learning_rate=2e-5, warmup_steps=2, max_steps=10)',
  });
});

describe('a patience as long as the training', () => {
  problemTable('patience-too-long', {
    'in PyTorch': `${OPTIMIZER}scheduler = ReduceLROnPlateau(optimizer, patience=«10»)\n${PER_EPOCH('10', 'scheduler.step(loss)')}`,
    'in Keras':
      'import keras\nplateau = keras.callbacks.ReduceLROnPlateau(patience=«20»)\nmodel.fit(x, y, epochs=10, callbacks=[plateau])',
    'in PyTorch, by default': `${OPTIMIZER}scheduler = «ReduceLROnPlateau»(optimizer)\n${PER_EPOCH('8', 'scheduler.step(loss)')}`,
    'is not reported if a dictionary may hold it': `${OPTIMIZER}scheduler = ReduceLROnPlateau(optimizer, **plateau)\n${PER_EPOCH('8', 'scheduler.step(loss)')}`,
    'is not reported if a dictionary may hold it in Keras':
      'import keras\nplateau = keras.callbacks.ReduceLROnPlateau(**cfg)\nmodel.fit(x, y, epochs=8, callbacks=[plateau])',
    'is not reported for epochs in rounds': `${OPTIMIZER}scheduler = ReduceLROnPlateau(optimizer, patience=10)
for round in range(20):
    for epoch in range(5):
        train()
        scheduler.step(loss)`,
    'in each of several trainings': `${OPTIMIZER}for seed in range(20):
    scheduler = ReduceLROnPlateau(optimizer, patience=«10»)
    for epoch in range(5):
        train()
        scheduler.step(loss)`,
    'is not reported for the default if an option may give more epochs': `${OPTIMIZER}p.add_argument("--epochs", default=8)\nargs = p.parse_args()\nscheduler = ReduceLROnPlateau(optimizer)\n${PER_EPOCH('args.epochs', 'scheduler.step(loss)')}`,
    'is not reported if it is shorter':
      'import keras\nplateau = keras.callbacks.ReduceLROnPlateau(patience=5)\nmodel.fit(x, y, epochs=10, callbacks=[plateau])',
    'is not reported if one training is long':
      'import keras\nplateau = keras.callbacks.ReduceLROnPlateau(patience=5)\nmodel.fit(x, y, epochs=3)\nmodel.fit(x, y, epochs=100, callbacks=[plateau])',
    'is not reported if the epochs are unknown':
      'import keras\nplateau = keras.callbacks.ReduceLROnPlateau(patience=50)\nmodel.fit(x, y, epochs=args.epochs, callbacks=[plateau])',
  });
});

describe('a minimum that is not below the rate', () => {
  problemTable('minimum-above-base', {
    'of a cosine': `${TORCH}opt = optim.AdamW(model.parameters(), lr=1e-5)\nCosineAnnealingLR(opt, T_max=10, eta_min=«1e-4»)`,
    'of a plateau': `${TORCH}opt = optim.Adam(model.parameters(), lr=1e-3)\nReduceLROnPlateau(opt, min_lr=«1e-3»)`,
    'of a cosine, through two names':
      `${TORCH}base = 1e-3\nlowest = base\nlr = base\nopt = optim.SGD(model.parameters(), lr=lr)\nCosineAnnealingLR(opt, T_max=10, eta_min=«lowest»)`
        .replace('=«lowest»', '=lowest')
        .replace('base = 1e-3', 'base = «1e-3»'),
    'as a share of the rate': `import optax\noptax.cosine_decay_schedule(init_value=1e-3, decay_steps=10000, alpha=«1.0»)`,
    'of Keras, at the default rate':
      'import keras\nmodel.compile(optimizer="adam", loss="mse")\nkeras.callbacks.ReduceLROnPlateau(min_lr=«0.001»)',
    'of optax': 'import optax\noptax.warmup_cosine_decay_schedule(0.0, 1e-4, 100, 10_000, end_value=«1e-3»)',
    'that is a default of Keras': 'import keras\n«keras.optimizers.schedules.PolynomialDecay»(5e-5, decay_steps=1000)',
    'is not reported if it is lower': `${TORCH}opt = optim.AdamW(model.parameters(), lr=1e-3)\nCosineAnnealingLR(opt, T_max=10, eta_min=1e-5)`,
    'is not reported if parameter groups have their own rates': `${TORCH}opt = optim.AdamW([{"params": a, "lr": 1e-2}, {"params": b}], lr=1e-5)\nCosineAnnealingLR(opt, T_max=10, eta_min=1e-4)`,
    'is not reported if the rate is a parameter': `${TORCH}def build(lr=1e-5):\n    opt = optim.AdamW(model.parameters(), lr=lr)\n    return CosineAnnealingLR(opt, T_max=10, eta_min=1e-4)`,
    'is not reported for a warm-up with PolynomialDecay':
      'import keras\nkeras.optimizers.schedules.PolynomialDecay(1e-6, 1000, end_learning_rate=1e-3)',
  });
});

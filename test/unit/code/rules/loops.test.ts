import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

const SGD = `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\n`;
const STEP = `        optimizer.zero_grad()
        loss(batch).backward()
        optimizer.step()
`;
const LOOP = `for epoch in range(30):
    for batch in loader:
`;

describe('a step that is missing', () => {
  problemTable('never-stepped', {
    'of the scheduler': `${SGD}scheduler = «StepLR»(optimizer, 10)\n${LOOP}${STEP}    print(scheduler.get_last_lr())`,
    'of the scheduler, in a class': `${TORCH}class Trainer:
    def __init__(self):
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = «StepLR»(self.optimizer, 10)
    def run(self):
        for batch in loader:
            self.optimizer.step()`,
    'of the optimizer': `${SGD}scheduler = StepLR(optimizer, 1000)\n${LOOP}        optimizer.zero_grad()\n        loss(batch).backward()\n        «scheduler.step»()`,
    'of an optimizer without a scheduler': `${TORCH}optimizer = «optim.Adam»(model.parameters(), lr=1e-3)\n${LOOP}        optimizer.zero_grad()\n        loss(batch).backward()`,
    'is not reported for gradients of one pass, as an attack needs': `${TORCH}optimizer = optim.Adam(model.parameters(), lr=1e-3)\nfor batch in loader:\n    optimizer.zero_grad()\n    loss(batch).backward()`,
    'is not reported if the program updates the weights itself': `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1)\n${LOOP}        optimizer.zero_grad()\n        loss(batch).backward()\n        with torch.no_grad():\n            for p in model.parameters():\n                p -= 0.1 * p.grad`,
    'is not reported in a class that another one completes': `${TORCH}class Trainer:
    def __init__(self):
        self.optimizer = optim.Adam(model.parameters(), lr=1e-3)
    def train(self):
        for epoch in range(30):
            for batch in loader:
                self.optimizer.zero_grad()
                loss(batch).backward()
                self.update()
    def update(self):
        raise NotImplementedError`,
    'is not reported if a scaler steps an optimizer without a scheduler': `${TORCH}optimizer = optim.Adam(model.parameters(), lr=1e-3)\n${LOOP}        optimizer.zero_grad()\n        scaler.scale(loss(batch)).backward()\n        scaler.step(optimizer)`,
    'is not reported if the scheduler is passed on': `${SGD}scheduler = StepLR(optimizer, 10)\nmanager.add(scheduler)\n${LOOP}${STEP}`,
    'is not reported if the scheduler is returned': `${TORCH}def make():
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    scheduler = StepLR(optimizer, 10)
    for batch in loader:
        optimizer.step()
    return scheduler`,
    'is not reported in a class with a base': `${TORCH}class Trainer(BaseTrainer):
    def __init__(self):
        self.optimizer = optim.SGD(model.parameters(), lr=0.1)
        self.scheduler = StepLR(self.optimizer, 10)
    def run(self):
        for batch in loader:
            self.optimizer.step()`,
    'is not reported if the program sets the rate itself': `${SGD}scheduler = StepLR(optimizer, 10)\n${LOOP}${STEP}    for g in optimizer.param_groups:\n        g["lr"] = 0.1 * min(1, epoch / 5)`,
    'is not reported without a loop': `${SGD}scheduler = StepLR(optimizer, 10)`,
    'is not reported if a scaler steps the optimizer': `${SGD}scheduler = StepLR(optimizer, 1000)\n${LOOP}        scaler.step(optimizer)\n        scheduler.step()`,
  });
});

describe('a step after every batch and after each epoch', () => {
  problemTable('stepped-twice', {
    'of a schedule in batches': `${SGD}scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=30 * len(loader))\n${LOOP}${STEP}        scheduler.step()\n    «scheduler.step»()`,
    'of a schedule in epochs': `${SGD}scheduler = StepLR(optimizer, step_size=10)\n${LOOP}${STEP}        «scheduler.step»()\n    scheduler.step()`,
    'in a loop whose variable says nothing': `${SGD}scheduler = ExponentialLR(optimizer, gamma=0.9)\nfor e in range(20):\n    for batch in loader:\n${STEP}        «scheduler.step»()\n    scheduler.step()`,
    'is not reported if a condition chooses': `${SGD}scheduler = StepLR(optimizer, step_size=10)\n${LOOP}${STEP}        if args.per_batch:\n            scheduler.step()\n    if not args.per_batch:\n        scheduler.step()`,
    'is not reported in two trainings': `${SGD}scheduler = StepLR(optimizer, step_size=10000)\n${LOOP}${STEP}        scheduler.step()\nfor epoch in range(3):\n    scheduler.step()`,
  });
});

describe('an object that each epoch creates anew', () => {
  problemTable('created-in-loop', {
    'is a scheduler': `${SGD}for epoch in range(30):\n    scheduler = «StepLR»(optimizer, 10)\n    for batch in loader:\n${STEP}    scheduler.step()`,
    'is a scheduler for all epochs': `${SGD}for epoch in range(30):\n    scheduler = «OneCycleLR»(optimizer, 0.1, total_steps=30 * len(loader))\n    for batch in loader:\n${STEP}        scheduler.step()`,
    'is an optimizer':
      `${TORCH}for epoch in range(30):\n    optimizer = optim.«Adam»(model.parameters(), lr=1e-3)\n    for batch in loader:\n${STEP}`.replace(
        'optim.«Adam»',
        '«optim.Adam»',
      ),
    'is not reported for a scheduler of one epoch': `${SGD}for epoch in range(30):\n    scheduler = OneCycleLR(optimizer, 0.1, total_steps=len(loader))\n    for batch in loader:\n${STEP}        scheduler.step()`,
    'is not reported with a new model': `${TORCH}for epochs in range(5, 9):
    net = build()
    optimizer = optim.Adam(net.parameters(), lr=1e-3)
    for batch in loader:
        optimizer.step()`,
    'is an optimizer with a new rate': `${TORCH}for epoch in range(30):\n    lr = 1e-3 * 0.9 ** epoch\n    optimizer = «optim.Adam»(model.parameters(), lr=lr)\n    for batch in loader:\n${STEP}`,
    'is not reported for an optimizer without a state': `${TORCH}for epoch in range(30):\n    optimizer = optim.SGD(model.parameters(), lr=0.1 * 0.9 ** epoch)\n    for batch in loader:\n${STEP}`,
    'is not reported for an optimizer whose momentum is 0': `${TORCH}for epoch in range(30):\n    optimizer = optim.SGD(model.parameters(), lr=0.1 * 0.9 ** epoch, momentum=0.0)\n    for batch in loader:\n${STEP}`,
    'is not reported in the first epoch only': `${TORCH}for epoch in range(30):\n    if first:\n        optimizer = optim.Adam(model.parameters(), lr=1e-3)\n    for batch in loader:\n${STEP}    first = False`,
    'is not reported in the first epoch only, by its number': `${TORCH}for epoch in range(30):\n    if epoch == 0:\n        optimizer = optim.Adam(model.parameters(), lr=1e-3)\n    for batch in loader:\n${STEP}`,
    'is not reported in the first epoch only, in a function': `${TORCH}def train(epoch, state):
    if state is None:
        optimizer = optim.Adam(model.parameters(), lr=1e-3)
    for batch in loader:
        optimizer.step()
for epoch in range(30):
    train(epoch, state)`,
    'is not reported for other numbers of epochs': `${SGD}for epochs in [5, 10]:\n    scheduler = StepLR(optimizer, 10)\n    for epoch in range(epochs):\n        optimizer.step()\n        scheduler.step()`,
    'is not reported before the loop': `${SGD}scheduler = StepLR(optimizer, 10)\n${LOOP}${STEP}    scheduler.step()`,
  });
});

describe('a model of Keras that each epoch compiles anew', () => {
  const compile = (optimizer: string, before = '', fit = 'epochs=1') =>
    `from tensorflow import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])
for epoch in range(20):
${before}    model.compile(optimizer=${optimizer}, loss="mse")
    model.fit(x, y, ${fit})`;
  const reported = (program: string) => program.replace('model.compile', '«model.compile»');

  problemTable('created-in-loop', {
    'loses the state of its optimizer': reported(compile('keras.optimizers.Adam(1e-3)')),
    'loses the state of an optimizer that it names': reported(compile('"adam"')),
    'loses the state of an optimizer that the loop creates': reported(
      compile('opt', '    opt = keras.optimizers.Adam(1e-3)\n'),
    ),
    'loses it beside another that is fitted': reported(`${compile('"adam"')}\n    scaler.fit(x, epochs=30)`),
    'loses it with a loss that is a class': reported(
      compile('"adam"').replace('"mse"', 'keras.losses.MeanSquaredError()'),
    ),
    'is not reported without a state': compile('keras.optimizers.SGD(0.1)'),
    'is not reported without a state in its text': compile('"SGD"'),
    'is not reported if the momentum is 0': compile('keras.optimizers.SGD(0.1 * 0.9 ** epoch, momentum=0.0)'),
    'is not reported under a condition': compile('"adam"').replace('model.compile', 'if stuck: model.compile'),
    'is not reported under a condition that calls': compile('"adam"').replace(
      'model.compile',
      'if not model.compiled:\n        model.compile',
    ),
    'is not reported for whole trainings by position': compile('"adam"', '', '32, 30'),
    'is not reported for epochs that may be in a dictionary': compile('"adam"', '', '**fit_args'),
    'is not reported for a whole training before another fit': `${compile('"adam"', '', 'epochs=30')}\n    scaler.fit(x)`,
    'is not reported for another model': compile('"adam"').replace('model.compile', 'teacher.compile'),
    'is not reported for a regular expression': compile('"a.*b"').replace('model.compile', 're.compile'),
    'is not reported for a model of a list': compile('"adam"').replaceAll(/model\.(?=compile|fit)/g, 'models[epoch].'),
    'is not reported if it grows': compile('"adam"', '    model.add(keras.layers.Dense(1))\n'),
    'is not reported if weights to train change by name': compile(
      '"adam"',
      '    setattr(model.layers[epoch], "train" + "able", True)\n',
    ),
    'is not reported if it starts from the same weights': compile('"adam"', '    model.load_weights("init.h5")\n'),
    'is not reported if its loss changes': compile('"adam"').replace('"mse"', '"mse", loss_weights=[1, epoch / 20]'),
    'is not reported if a weight of its loss grows': `alpha = 0.1\n${compile('"adam"', '    alpha *= 1.1\n').replace('"mse"', '"mse", loss_weights=[1, alpha]')}`,
    'is not reported if the optimizer is older': `import keras\nopt = keras.optimizers.Adam(1e-3)\n${compile('opt')}`,
    'is not reported for a new model': compile('"adam"', '    model = keras.Sequential([keras.layers.Dense(1)])\n'),
    'is not reported if the weights to train change': compile('"adam"', '    model.layers[epoch].trainable = True\n'),
    'is not reported for whole trainings': compile('"adam"', '', 'epochs=30'),
  });
});

describe('the advice on an object that each epoch creates anew', () => {
  const optimizer = (rate: string, before = '') =>
    `${TORCH}lr = 1e-3\nfor epoch in range(30):\n${before}    optimizer = optim.Adam(model.parameters(), lr=${rate})\n    for batch in loader:\n${STEP}`;
  const compile = (rate: string) =>
    `from tensorflow import keras\nmodel = keras.Sequential([])\nfor epoch in range(20):\n    model.compile(keras.optimizers.Adam(${rate}))\n    model.fit(x, y)`;

  for (const [name, text, advice] of [
    ['is to move it', optimizer('lr'), /before the loop\.$/],
    ['says how to choose a rate of a list', optimizer('rates[epoch]'), /set group\["lr"\]/],
    ['says how to change a computed rate', optimizer('1e-3 * 0.9 ** epoch'), /set group\["lr"\]/],
    ['says how to change a rate that falls', optimizer('lr', '    lr *= 0.9\n'), /set group\["lr"\]/],
    ['is to compile before it', compile('1e-3'), /before the loop\.$/],
    ['says how to change the rate of Keras', compile('rates[epoch]'), /set model\.optimizer\.learning_rate/],
  ] as const)
    it(name, async () => {
      const [{ message }] = await problemsOf({ language: 'python', text });
      assert.match(message, advice);
    });
});

describe('a loop over schedulers', () => {
  const two = `${SGD}other = optim.SGD(model.parameters(), lr=0.1)
schedulers = [CosineAnnealingLR(optimizer, T_max=30), StepLR(other, 1000, gamma=0.9)]
`;
  const steps = `${STEP}        other.step()
`;
  problemTable('stepped-per-batch', {
    'steps each of them after every batch': `${two}${LOOP}${steps}        for scheduler in schedulers:\n            «scheduler.step»()`,
    'steps each of them beside its optimizer': `${two}${LOOP}        for one, scheduler in zip([optimizer, other], schedulers):\n            one.step()\n            «scheduler.step»()`,
    'steps each of them once an epoch, beside its optimizer': `${two}${LOOP}${steps}    for one, scheduler in zip([optimizer, other], schedulers):\n        scheduler.step()`,
    'steps each of them once an epoch': `${two}${LOOP}${steps}    for scheduler in schedulers:\n        scheduler.step()`,
    'is reported once though it steps two': `${two.replace('StepLR(other, 1000, gamma=0.9', 'CosineAnnealingLR(other, T_max=30')}${LOOP}${steps}        for scheduler in schedulers:\n            «scheduler.step»()`,
  });
  problemTable('never-stepped', {
    'with names steps each of them': `${SGD}scheduler = StepLR(optimizer, 10)\n${LOOP}${STEP}    for one in [scheduler]:\n        one.step()`,
  });
  problemTable('stepped-twice', {
    'steps those of the caller, not what its names mean here': `${SGD}scheduler = CosineAnnealingLR(optimizer, T_max=30 * len(loader))
def train(others):
    own = optim.SGD(model.parameters(), lr=0.1)
    scheduler = CosineAnnealingLR(own, T_max=30)
    for epoch in range(30):
        for batch in loader:
            optimizer.step()
            own.step()
            for other in others:
                other.step()
        scheduler.step()
train([scheduler])`,
  });
});

describe('a scheduler that is not restored', () => {
  const resume = (more: string, start = 'start, 30') => `${SGD}optimizer.load_state_dict(saved["optimizer"])
scheduler = StepLR(optimizer, 10)
${more}for epoch in range(${start}):
    for batch in loader:
        optimizer.step()
    scheduler.step()`;

  problemTable('scheduler-not-restored', {
    'with its optimizer': resume('').replace('= StepLR', '= «StepLR»'),
    'is not reported if its state is loaded': resume('scheduler.load_state_dict(saved["scheduler"])\n'),
    'is not reported if something else loads it': resume('restore(scheduler)\n'),
    'is not reported in a training from the start': resume('', '30'),
    'is not reported if it is told the epoch': resume('').replace(
      'StepLR(optimizer, 10)',
      'StepLR(optimizer, 10, last_epoch=start)',
    ),
  });
});

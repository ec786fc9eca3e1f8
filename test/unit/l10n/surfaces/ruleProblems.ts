import { problemsOf, TORCH } from '../../code/rules/markedProblems.ts';
import type { Surface } from '../surface.ts';

const SGD = `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1)\n`;

function adam(rate: string): string {
  return `${TORCH}optim.Adam(model.parameters(), lr=${rate})`;
}

/** A loop of 10 epochs that steps a scheduler after each of them, or after each of their batches. */
function loop(scheduler: string, every: 'epoch' | 'batch', step = 'scheduler.step()'): string {
  const indent = every === 'epoch' ? '    ' : '        ';
  return `${SGD}scheduler = ${scheduler}\nfor epoch in range(10):\n    for x in loader:\n        train(x)\n${indent}${step}\n`;
}

/** A program for each message of a rule. */
const PROGRAMS = [
  adam('5'),
  adam('0.5'),
  adam('1e-12'),
  adam('0'),
  adam('-0.001'),
  adam('1 // 1000'),
  'import keras\nmodel.compile(keras.optimizers.Adam(learning_rate=-0.1), "mse")',
  `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=1e-3)`,
  `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=100)`,
  loop('CosineAnnealingLR(optimizer, T_max=6)', 'epoch'),
  loop('CosineAnnealingLR(optimizer, T_max=20)', 'epoch'),
  loop('StepLR(optimizer, step_size=3)', 'batch'),
  loop('OneCycleLR(optimizer, 0.1, total_steps=len(train_loader) * 10)', 'epoch'),
  loop('ReduceLROnPlateau(optimizer, patience=10)', 'epoch', 'scheduler.step(loss)'),
  loop('ReduceLROnPlateau(optimizer, patience=10)', 'epoch', 'scheduler.step(loss)').replace('range(10)', 'range(1)'),
  'import optax\noptax.warmup_cosine_decay_schedule(0.0, 1e-3, 4000, 10_000, end_value=0.0)',
  `${TORCH}optimizer = optim.AdamW(model.parameters(), lr=1e-5)\nCosineAnnealingLR(optimizer, T_max=10, eta_min=1e-4)`,
  loop('OneCycleLR(optimizer, 0.1, total_steps=len(train_loader))', 'batch'),
  loop('PolynomialLR(optimizer, total_iters=20)', 'epoch'),
  loop('PolynomialLR(optimizer, total_iters=5)', 'epoch'),
  loop('StepLR(optimizer, 1000, gamma=0)', 'batch'),
  loop('StepLR(optimizer, 1000, gamma=2)', 'batch'),
  loop('LambdaLR(optimizer, lambda epoch: 0.1 * 0.9 ** epoch)', 'epoch'),
  loop('StepLR(optimizer, 1000)', 'batch', 'optimizer.step()'),
  loop('StepLR(optimizer, 1000)', 'batch').replace('train(x)', 'loss(x).backward()'),
  `${SGD}for epoch in range(10):\n    optimizer.zero_grad()\n    loss.backward()`,
  `${loop('StepLR(optimizer, 3)', 'batch')}    scheduler.step()`,
  `${loop('OneCycleLR(optimizer, 0.1, total_steps=10 * len(loader))', 'batch')}    scheduler.step()`,
  `${TORCH}for epoch in range(10):\n    optimizer = optim.Adam(model.parameters())\n    optimizer.step()`,
  `${TORCH}for epoch in range(10):\n    optimizer = optim.Adam(model.parameters(), lr=rates[epoch])\n    optimizer.step()`,
  'import keras\nfor epoch in range(10):\n    model.compile(keras.optimizers.Adam(rates[epoch]))\n    model.fit(x, y, epochs=1)',
  `${SGD}for epoch in range(10):\n    scheduler = StepLR(optimizer, 3)\n    scheduler.step()`,
  'import keras\nfor epoch in range(10):\n    model.compile("adam")\n    model.fit(x, y, epochs=1)',
  `${loop('OneCycleLR(optimizer, 0.1, total_steps=len(data))', 'batch')}DataLoader(data, 32)`,
  `${SGD}optimizer.load_state_dict(saved)\nscheduler = StepLR(optimizer, 3)\nfor epoch in range(start, 10):\n    scheduler.step()`,
  loop('OneCycleLR(optimizer, 0.1, total_steps=total_steps // 4)', 'batch').replace(
    'train(x)',
    'if i % 4 == 0:\n            optimizer.step()',
  ),
  ...['"step"', '"epoch"'].map(
    (interval) => `${TORCH}class Module(LightningModule):
    def configure_optimizers(self):
        optimizer = optim.SGD(self.parameters(), lr=0.1)
        scheduler = CosineAnnealingLR(optimizer, T_max=${interval === '"step"' ? 'max_epochs' : 'total_steps'})
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": ${interval}}}`,
  ),
  `import keras
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss='mse')
model.fit(x, y, epochs=10, callbacks=[keras.callbacks.ReduceLROnPlateau(monitor="val_auc")])`,
  loop('ReduceLROnPlateau(optimizer)', 'epoch'),
  loop('ReduceLROnPlateau(optimizer)', 'epoch', 'scheduler.step(val_acc)'),
  loop('ReduceLROnPlateau(optimizer, mode="max")', 'epoch', 'scheduler.step(val_loss)'),
  `import keras
model.compile(keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)), "mse")
model.fit(x, y, epochs=10, callbacks=[keras.callbacks.EarlyStopping(patience=3), keras.callbacks.ReduceLROnPlateau(patience=5)])`,
  'import keras\nkeras.optimizers.SGD(lr=0.1, decay=1e-6)',
  `${SGD}from transformers import get_linear_schedule_with_warmup\nget_linear_schedule_with_warmup(optimizer, 200, 100)`,
  ...['"0.1"', '(0.1,)', '10^-3', '2^-3', 'a.lr'].map(
    (rate) =>
      `${TORCH}p.add_argument("--lr", default=0.1)\na = p.parse_args()\nlr = ${rate.replace(/[()]/g, '')}\noptim.SGD(x, lr=lr)`,
  ),
  `import sys\n${TORCH}optim.SGD(x, lr=sys.argv[1])`,
  ...['', ', StepLR(optimizer, 9)'].map(
    (another) => `${TORCH}class Module:
    def __init__(self):
        self.automatic_optimization = False
    def configure_optimizers(self):
        optimizer = optim.SGD(self.parameters(), lr=0.1)
        return [optimizer], [StepLR(optimizer, 3)${another}]`,
  ),
  `${TORCH}def fit(model, lr=0.2):\n    optim.SGD(model.parameters(), lr=0.1)`,
  `${TORCH}optim.SGD(x, lr=0.9, momentum=0.01)`,
  `${TORCH}config = {"lr": 0.2, "epochs": 3}\noptim.SGD(x, lr=0.1)\nprint(config["epochs"])`,
  `import wandb\n${TORCH}wandb.init(config={"lr": 0.2})\noptim.SGD(x, lr=0.1)`,
  `${SGD}StepLR(optimizer, 3, gamma=2)\nReduceLROnPlateau(optimizer, factor=2)`,
  'import keras\nkeras.callbacks.EarlyStopping(patience=1)\nkeras.callbacks.ReduceLROnPlateau(patience=1)',
  'import optax\noptax.chain(optax.scale_by_adam(), optax.scale(1e-3))\noptax.apply_updates(params, updates)',
  `${TORCH}optimizer = optim.SGD([{"params": a, "lr": 0.1}, {"params": b, "lr": 0.2}])\nOneCycleLR(optimizer, max_lr=0.3, total_steps=100)`,
  'from ultralytics import YOLO\nYOLO("yolo11n.pt").train(data="coco8.yaml", lr0=0.01)',
  loop('StepLR(optimizer, 3)', 'epoch').replace(
    'train(x)',
    'for group in optimizer.param_groups:\n            group["lr"] = 0.1',
  ),
];

/** Texts for PyYAML. */
const SETTINGS = 'optimizer: SGD\nlr: 1e-3';

/** The problems that rules find, with what is said of the places beside them. Fixes are code. */
export const ruleProblems: Surface = {
  sources: ['src/code/rules'],
  names: [
    'Adam',
    'SGD',
    'Prodigy',
    'float',
    'sys.argv',
    'CosineAnnealingLR',
    'StepLR',
    'OneCycleLR',
    'PolynomialLR',
    'LambdaLR',
    'ReduceLROnPlateau',
    'val_auc',
    'max',
    'ExponentialDecay',
    'gamma',
    'factor',
    'lr',
    'val_acc',
    'val_loss',
  ],
  async texts() {
    const sources = [...PROGRAMS.map((text) => ({ language: 'python', text })), { language: 'yaml', text: SETTINGS }];
    const problems = await Promise.all(sources.map(problemsOf));
    return problems.flat().flatMap(({ message, related }) => [message, ...related.map((other) => other.message)]);
  },
};

import assert from 'node:assert/strict';
import { assertFound, table } from './marked.ts';

const SGD = 'torch.optim.SGD(p, lr=lr)';

describe('a rate is found in', () => {
  table('python', {
    'a name that says nothing':
      'import torch\ngamma = «0.01|SGD»\na = torch.optim.SGD(p, lr=gamma)\ndef train():\n    eta = «1.0|Adadelta»\n    return torch.optim.Adadelta(q, lr=eta)',
    'pairs of a name and a value': 'import torch\nsettings = (("lr", «1e-3|-»), ("warmup", 0.1), ("decay", 0.5))',
    'a table of pairs with epochs':
      'import torch\nLEARNING_RATES = [(0, «0.1|-»), (30, «0.01|-»)]\nlr = {"lr": [[«0.1|-», 10], [«0.01|-», 20]]}',
    'a table of epochs': `import torch
def adjust(optimizer, epoch):
    lr_adjust = {2: «5e-5|-», 4: «1e-5|-»}
    others = [0.5, 0.1]
    lr = lr_adjust[epoch]
    for group in optimizer.param_groups:
        group['lr'] = lr
    momentum = others[epoch]`,
    'the settings of a rate': "import torch\nconfig = {'lr': {'rate': «0.05|-», 'decay': 0.9, 'delay': 0.1}}",
    'arithmetic with brackets, which belong to it':
      'import torch\na = torch.optim.SGD(p, lr=«0.1 * (512 / 256)|SGD»)\nb = torch.optim.Adam(q, lr=«10 ** (-3)|Adam»)\nc = torch.optim.SGD(r, lr=«(1 + 1) * 0.1|SGD»)\nd = torch.optim.SGD(s, lr=(«0.1 / 2|SGD»))',
    'a constant': `import torch\nlr = «0.1|SGD constant»\n${SGD}`,
    'nothing yet while its line is being typed':
      'import torch\nlr =\nepochs = 10\ntorch.optim.SGD(p, lr=lr)\nrate: float = \nprint(5)\ntorch.optim.SGD(p, lr=rate)',
    'a continued line': 'import torch\nlr = \\\n  «0.1|SGD constant»\ntorch.optim.SGD(p, lr=lr)',
    'the last assignment before the use': `import torch\nlr = «0.1|SGD constant»\n${SGD}\nlr = «0.2|Adam constant»\ntorch.optim.Adam(p, lr=lr)`,
    'either branch of a conditional expression': `import torch\nlr = «1e-1|SGD constant» if big else «1e-2|SGD constant»\n${SGD}`,
    'a fallback': `import torch\nlr = cfg.get("lr", «0.1|SGD constant») or «0.2|SGD constant»\n${SGD}`,
    'an element of a tuple': `import torch\nbatch_size, (lr, momentum) = 64, («0.1|SGD constant», 0.9)\n${SGD}`,
    'the values of a loop': `import torch\nfor lr in [«0.1|SGD constant», «0.01|SGD constant»]:\n    ${SGD}`,
    'the values of a loop over several variables': `import torch\nfor i, (lr, m) in enumerate([(«0.1|SGD», 0.9), («0.01|SGD», 0.5)]):\n    ${SGD}\nfor lr, batch in product([«0.2|SGD», «0.3|SGD»], [16, 32]):\n    ${SGD}`,
    'the values of a comprehension': `import torch\nruns = [torch.optim.SGD(p, lr) for lr in («0.1|SGD constant», «0.01|SGD constant»)]`,
    'an attribute': `import torch\nclass A:\n    def __init__(self):\n        self.lr = «0.1|SGD constant»\n        self.o = torch.optim.SGD(p, lr=self.lr)`,
    'the default of a parameter that is saved as an attribute': `import torch\nclass A:\n    def __init__(self, rate=«0.1|SGD argument-default»):\n        self.step = rate\n    def make(self):\n        return torch.optim.SGD(p, lr=self.step)`,
    'the default of a parameter': `import torch\ndef f(p, lr=«0.1|SGD argument-default», epochs=3):\n    return ${SGD}`,
    'an argument for a parameter': `import torch\ndef f(p, rate, n):\n    return torch.optim.SGD(p, lr=rate)\nf(x, «0.1|SGD constant», 3)\nf(x, n=5, rate=«0.2|SGD constant»)`,
    'an argument two calls away': `import torch\ndef f(p, rate):\n    return torch.optim.SGD(p, lr=rate)\ndef g(rate):\n    f(x, rate)\ng(«0.1|SGD constant»)`,
    'an option of argparse': `import torch\nap.add_argument('-r', '--rate', type=float, default=«0.1|SGD argument-default», metavar='R')\nargs = ap.parse_args()\ntorch.optim.SGD(p, lr=args.rate)`,
    set_defaults: 'import argparse, torch\nparser.set_defaults(lr=«0.1|- argument-default», epochs=3)',
    'an option of click': `import click, torch\n@click.command()\n@click.option('--lr', default=«0.1|SGD argument-default», help='rate')\n@click.option('--seed', default=1)\ndef main(lr, seed):\n    ${SGD}`,
    'an option of typer': `import typer, torch\ndef main(lr: float = typer.Option(«0.1|SGD argument-default», help="rate"), n: int = 3):\n    ${SGD}`,
    'a flag of absl': `from absl import flags\nimport torch\nflags.DEFINE_float('lr', «0.1|SGD argument-default», 'rate')\nflags.DEFINE_integer('epochs', 9, 'epochs')\nFLAGS = flags.FLAGS\ntorch.optim.SGD(p, lr=FLAGS.lr)`,
    'a field of a dataclass': `import torch\n@dataclass\nclass C:\n    epochs: int = 3\n    lr: float = «0.1|SGD argument-default»\n    warmup_lr: float = field(default=«1e-6|SGD argument-default»)\nc = C()\ntorch.optim.SGD(p, lr=c.lr)`,
    'an entry of a dictionary': `import torch\nconfig = {"lr": «0.1|SGD config», "epochs": 3}\nlr = config["lr"]\n${SGD}`,
    'the entry of the right dictionary': `import torch\na = dict(step=«0.1|SGD config»)\nb = dict(step=7)\ntorch.optim.SGD(p, lr=a["step"])`,
    'a setting':
      'import torch\nC = CN()\nC.learning_rate = «3e-4|- constant»\ncfg.SOLVER.BASE_LR = «0.02|- constant»\nC.lr_decay = 0.1',
    'a cast': `import numpy as np, torch\nlr = np.float64(«0.01|SGD constant»)\n${SGD}`,
    'a search space': `import torch\nlr = trial.suggest_float("lr", «1e-5|SGD constant», «1e-1|SGD constant», log=True)\n${SGD}`,
    'a chain of assignments': `import torch\nlr = base = «0.1|SGD constant»\n${SGD}`,
    'an unknown call':
      'import torch\nTrainer(model, lr=«0.1|- config», epochs=3)\nPPO("MlpPolicy", env, learning_rate=«3e-4|- config», gamma=0.99, gae_lambda=0.95)',
    'an unknown call that names its optimizer':
      'from ultralytics import YOLO\nmodel.train(data="coco.yaml", epochs=3, lr0=«0.01|AdamW config», lrf=0.01, optimizer="AdamW", momentum=0.9)',
  });

  for (const [code, text, value] of [
    ['1e-3 / 8', '1e-3 / 8', 0.000125],
    ['10 ** -3', '10 ** -3', 0.001],
    ['10**-5', '10**-5', 1e-5],
    ['(2 * 1e-3)', '2 * 1e-3', 0.002],
    ['float(1e-3)', '1e-3', 0.001],
    ['1_0e-3', '1_0e-3', 0.01],
    ['-0.1', '-0.1', -0.1],
    ['1 // 10', '1 // 10', 0],
    ['0.1 * batch_size / 256', '0.1', 0.1],
    ['batch_size / 256 * 0.1', '0.1', 0.1],
  ] as const) {
    it(`${code} is ${value} at «${text}»`, async () => {
      const { sites } = await assertFound(
        'python',
        `import torch\ntorch.optim.SGD(p, lr=${code.replace(text, `«${text}|SGD»`)})`,
      );
      assert.equal(sites[0].value, value);
    });
  }

  it('counts columns in UTF-16 code units, and lines with any line ending', async () => {
    const { sites } = await assertFound(
      'python',
      '# 🐻🐻🐻\r\nimport torch\r\nx = "🐻"; torch.optim.SGD(p, lr=«0.1|SGD»)\r\n',
    );
    assert.deepEqual([sites[0].line, sites[0].column, sites[0].endLine, sites[0].endColumn], [3, 33, 3, 36]);
  });

  it('lists the uses of a name', async () => {
    const { sites } = await assertFound(
      'python',
      'import torch\nlr = «0.1|SGD»\na = torch.optim.SGD(p, lr=lr)\nb = torch.optim.SGD(q, lr)\n',
    );
    assert.deepEqual(sites[0].usedAt, [
      { line: 3, column: 27, endLine: 3, endColumn: 29 },
      { line: 4, column: 24, endLine: 4, endColumn: 26 },
    ]);
  });

  it('follows names that refer to one another in cycles only once', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `lr${index + 1} = lr${index} if a else lr${index}\n`).join(
      '',
    );
    const { sites } = await assertFound(
      'python',
      `import torch\nlr0 = «0.1|SGD»\n${names}torch.optim.SGD(p, lr=lr40)\n`,
    );
    assert.equal(sites[0].usedAt.length, 81);
  });
});

import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

describe('a rate that is not positive', () => {
  problemTable('rate-not-positive', {
    'in an optimizer': `${TORCH}optim.SGD(model.parameters(), lr=«0»)\noptim.Adam(model.parameters(), «-0.001»)`,
    'in Keras': 'import keras\nmodel.compile(keras.optimizers.Adam(learning_rate=«0.0»), "mse")',
    'in a constant that is assigned once': `${TORCH}LR = «0.0»\noptim.SGD(model.parameters(), lr=LR)`,
    'below 0 in an option': `${TORCH}import argparse\np = argparse.ArgumentParser()\np.add_argument("--lr", type=float, default=«-0.01»)\nargs = p.parse_args()\noptim.SGD(model.parameters(), lr=args.lr)`,
    'is not reported if the rate is set later': `${TORCH}opt = optim.SGD(model.parameters(), lr=0)\nfor group in opt.param_groups:\n    group["lr"] = 0.1`,
    'is not reported if a wrapper sets it': `${TORCH}opt = NoamOpt(512, 1, 400, optim.Adam(model.parameters(), lr=0, betas=(0.9, 0.98), eps=1e-9))`,
    'is not reported if a schedule overrides it': `${TORCH}opt = optim.SGD(model.parameters(), lr=0)\nOneCycleLR(opt, max_lr=0.1, total_steps=100)`,
    'is not reported for frozen layers': `${TORCH}optim.SGD([{"params": model.parameters(), "lr": 0}], lr=0.1)`,
    'is not reported at the end of a schedule': `${TORCH}opt = optim.SGD(model.parameters(), lr=0.1)\nCosineAnnealingLR(opt, T_max=10, eta_min=0)`,
    'is not reported in a counter': `${TORCH}lr = 0\nlr = read_rate()\noptim.SGD(model.parameters(), lr=lr)`,
    'is not reported for an option that is not set': `${TORCH}import argparse\np = argparse.ArgumentParser()\np.add_argument("--lr", type=float, default=0)\nargs = p.parse_args()\noptim.SGD(model.parameters(), lr=args.lr or 0.1)`,
  });

  it('is fixed by removing the minus sign', async () => {
    const [problem] = await problemsOf({
      language: 'python',
      text: `${TORCH}optim.Adam(model.parameters(), lr=-0.001)`,
    });
    assert.equal(problem.fix?.text, '0.001');
  });
});

describe('integer division', () => {
  problemTable('integer-division', {
    'in an optimizer': `${TORCH}optim.SGD(model.parameters(), lr=«1 // 1000»)`,
    'in a constant': `${TORCH}RATE = «1//100»\noptim.Adam(model.parameters(), lr=RATE)`,
    'is not reported for a single slash': `${TORCH}optim.SGD(model.parameters(), lr=1/1000)`,
    'is not reported for steps': `${TORCH}opt = optim.SGD(model.parameters(), lr=0.1)\nStepLR(opt, step_size=1 // 2)`,
  });

  it('is fixed by a single slash', async () => {
    const [problem] = await problemsOf({
      language: 'python',
      text: `${TORCH}optim.SGD(model.parameters(), lr=1 // 1000)`,
    });
    assert.equal(problem.fix?.text, '1 / 1000');
  });
});

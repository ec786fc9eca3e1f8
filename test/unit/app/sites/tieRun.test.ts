import assert from 'node:assert/strict';
import { markChanged, markCommanded } from '../../../../src/app/sites/changedRates.ts';
import { scalingIn } from '../../../../src/app/sites/rateScaling.ts';
import { tieRun, writtenFacts } from '../../../../src/app/sites/tieRun.ts';
import { placesIn } from './placesIn.ts';

const HEAD = 'import torch\nmodel = torch.nn.Linear(2, 1)\n';
const ONE = `${HEAD}optimizer = torch.optim.Adam(model.parameters(), lr=0.00025)\n`;
const TWO = `${HEAD}optimizer = torch.optim.SGD([
    {"params": model.body, "lr": 0.01},
    {"params": model.head, "lr": 0.1},
])
`;
const OPTION = `import argparse
import torch
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
args = parser.parse_args()
optimizer = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=args.lr)
`;

/** "rate 0.1 on line 5"; null if the run is tied to nothing. */
async function tie(text: string, rate: number | null, language = 'python'): Promise<string | null> {
  const places = await placesIn({ language, text });
  const site = tieRun(places, { rate, batchSize: null });
  const place = places.find(({ key }) => JSON.stringify(key) === JSON.stringify(site?.key));
  return site && `${site.tie} ${site.text} on line ${place?.range.line}`;
}

describe('a run and the number in its program', () => {
  it('belong together by the rate that was logged', async () => {
    assert.equal(await tie(TWO, 0.1), 'rate 0.1 on line 5');
    assert.equal(await tie(TWO, 0.01), 'rate 0.01 on line 4');
  });

  it('belong together where the log rounds', async () => {
    assert.equal(await tie(ONE, 0.0003), 'rate 0.00025 on line 3');
    assert.equal(await tie(ONE, 2.5e-4), 'rate 0.00025 on line 3');
    assert.equal(await tie(ONE, 0.0004), null);
  });

  it('belong together where the run tells no rate and there is only one', async () => {
    assert.equal(await tie(ONE, null), 'only 0.00025 on line 3');
  });

  it('are tied at the optimizer where several numbers are possible', async () => {
    assert.equal(await tie(TWO, null), 'optimizer 0.01, 0.1 on line 3');
    assert.equal(await tie(TWO.replace('0.01', '0.1'), 0.1), 'optimizer 0.1, 0.1 on line 3');
  });

  it('are tied where the number is written: as the default of an option, in settings', async () => {
    assert.equal(await tie(OPTION, 0.1), 'rate 0.1 on line 4');
    assert.equal(await tie('optimizer: sgd\nlr: 0.1\n', 0.1, 'yaml'), 'rate 0.1 on line 2');
  });

  it('are tied at the number that counts, not at one that a schedule overrides', async () => {
    const cycle = (rate: string, peak: string) =>
      `${HEAD}LR = 0.1\noptimizer = torch.optim.SGD(model.parameters(), lr=${rate})\nscheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=${peak}, total_steps=10)\n`;
    assert.equal(await tie(cycle('0.05', '0.1').replace('LR = 0.1\n', ''), null), 'only 0.1 on line 4');
    assert.equal(await tie(cycle('LR', '0.5'), 0.1), null);
    assert.equal(await tie(cycle('LR', 'LR'), 0.1), 'rate 0.1 on line 3');
    assert.equal(await tie(cycle('LR', '0.1').replace('OneCycleLR', 'StepLR'), 0.1), 'rate 0.1 on line 3');
  });

  it('are not tied at a rate that Ultralytics chooses itself', async () => {
    const yolo = (more: string) =>
      `from ultralytics import YOLO\nYOLO("yolo11n.pt").train(data="coco8.yaml", lr0=0.01${more})\n`;
    assert.equal(await tie(yolo(', optimizer="SGD"'), null), 'only 0.01 on line 2');
    assert.equal(await tie(yolo(''), null), null);
    assert.equal(await tie(yolo(', optimizer="auto"'), 0.01), null);
  });

  const scale = (use: string) => `${HEAD}LR = 0.1\n${use}\noptimizer = torch.optim.SGD(model.parameters(), lr=lr)\n`;
  /** "0.1 on line 3, 8 times"; null if the run is tied to nothing. */
  async function scaledTie(
    text: string,
    rate: number,
    batchSize: number | null = null,
    optimizer: string | null = null,
  ): Promise<string | null> {
    const scaling = scalingIn(text);
    const places = (await placesIn(text)).map((place) => (scaling ? { ...place, scaling } : place));
    const site = tieRun(places, { rate, batchSize, optimizer });
    return site && `${site.tie} ${site.text}, ${site.multiple ?? 1} times`;
  }

  it('belong together where the program multiplies the number by its processes or devices', async () => {
    const ways = ['world_size', 'dist.get_world_size()', 'hvd.size()', 'num_gpus', 'torch.cuda.device_count()'];
    for (const devices of ways) {
      assert.equal(await scaledTie(scale(`lr = LR * ${devices}`), 0.8), 'scaled 0.1, 8 times', devices);
      assert.equal(await scaledTie(scale(`lr = LR * ${devices}`), 0.1), 'rate 0.1, 1 times', devices);
    }
    assert.equal(await scaledTie(scale('lr = world_size * LR'), 0.3), 'scaled 0.1, 3 times');
    assert.equal(await scaledTie(scale('lr = LR\nlr *= world_size'), 0.3), 'scaled 0.1, 3 times');
    assert.equal(await scaledTie(scale('lr = LR * world_size'), 0.75), null);
    assert.equal(await scaledTie(scale('lr = LR * world_size'), 51.7), null);
  });

  it('belong together where the program multiplies the number by its batch size', async () => {
    const byBatch = scale('lr = LR * args.batch_size / 256');
    assert.equal(await scaledTie(byBatch, 0.05, 128), 'scaled 0.1, 0.5 times');
    assert.equal(await scaledTie(byBatch, 0.2, 128), 'scaled 0.1, 2 times');
    assert.equal(await scaledTie(byBatch, 0.0125), 'scaled 0.1, 0.125 times');
    assert.equal(await scaledTie(byBatch, 0.06, 128), null);
    assert.equal(await scaledTie(byBatch, 123.45), null);
    assert.equal(await scaledTie(byBatch, 0.2, 128, 'torch.optim.SGD'), 'scaled 0.1, 2 times');
    assert.equal(await scaledTie(byBatch, 0.2, 128, 'AdamW'), null);
    const option = scale('options["lr"] = LR * options["batch_size"] / 256.0');
    assert.equal(await scaledTie(option, 0.05, 128), 'scaled 0.1, 0.5 times');
    const argument = `${HEAD}optimizer = torch.optim.SGD(model.parameters(), lr=0.1 * batch / 256, momentum=0.9)\n`;
    assert.deepEqual(scalingIn(argument), { baseBatch: 256, byDevices: false });
  });

  it('are not tied where a multiple of several numbers is possible, or none is written', async () => {
    const several = scale('lr = LR * world_size').replace(
      'lr=lr)',
      'lr=lr)\nother = torch.optim.SGD(model.parameters(), lr=0.2)',
    );
    assert.equal(await scaledTie(several, 0.8), null);
    assert.equal(await scaledTie(scale('lr = LR'), 0.8), null);
    assert.equal(await scaledTie(scale('lr = LR\nloader = load(batch_size=64 // world_size * 2)'), 0.8), null);
  });

  it('are not tied by what a program prints, says in a comment, or does with other numbers', async () => {
    for (const line of [
      'print(f"batch {i} lr {lr:.4f} {100. * i / 60000}%")',
      'lr = LR  # Use LR * batch_size / 256 for more than one.',
      '"""\nlr = LR * world_size\n"""',
      'already = 2 * batch_size / 256',
      'lr = LR * batch_idx / 60000',
      'lr = LR * batch / 60000',
      'lr_steps = epochs * world_size',
    ])
      assert.equal(scalingIn(scale(line)), null, line);
  });

  it('are not tied where the rate stands nowhere in the program', async () => {
    assert.equal(await tie(OPTION, 3), null);
    assert.equal(await tie('print("hello")\n', 0.1), null);
  });

  /** The rate that a run without one gets from its program. */
  async function writtenRate(text: string, command = 'python train.py'): Promise<number | null> {
    const places = markCommanded(markChanged(await placesIn(text), text), command, text);
    const site = tieRun(places, { rate: null, batchSize: null });
    assert.equal(site?.tie, 'only', text);
    return writtenFacts(site, { rate: null, optimizer: null }, places).rate;
  }
  const adam = (rate: string, more = '') => `${HEAD}opt = torch.optim.Adam(model.parameters(), lr=${rate})\n${more}\n`;
  const ARGUMENT = OPTION.replace('"--lr"', '"-l", "--lr"');
  const WORDS = `import sys\n${HEAD}lr = float(sys.argv[1]) if len(sys.argv) > 1 else 0.01\nopt = torch.optim.SGD(model.parameters(), lr=lr)\n`;

  it('give the run its rate where the number is what an optimizer is trained with', async () => {
    for (const [text, rate] of [
      [adam('0.001'), 0.001],
      [adam('10**-3'), 0.001],
      [adam('3 * 1e-4'), 3 * 1e-4],
      [`LR = 0.1\n${adam('LR', 'scheduler = torch.optim.lr_scheduler.StepLR(opt, 10)\nscheduler.step()')}`, 0.1],
      [adam('0.1', 'print(f"{batch * 100 / 60000} lr {scheduler.get_last_lr()[0]}")'), 0.1],
      [adam('1e-4', 's = torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=0.1, total_steps=9)'), 0.1],
      [adam('0.1', 'def get_lr(opt):\n    return opt.param_groups[0]["lr"]\nlog.append(get_lr(opt))'), 0.1],
      [adam('0.1', 'history["lr"] = []\nhistory["lr"] += [1]'), 0.1],
      [adam('0.1', 'table = table.assign(a=1)\ncache = LRUCache(5)'), 0.1],
      [adam('0.1', 's = get_linear_schedule_with_warmup(opt, 100, 1000)\nnoise = DDPMScheduler(1000)'), 0.1],
      [adam('0.1', 'loss = loss + 0.1 * penalty'), 0.1],
      [adam('0.1, weight_decay=lr * 0.1'), 0.1],
    ] as const)
      assert.equal(await writtenRate(text), rate, text);
  });

  it('give the run no rate where the program multiplies the number or sets the rate', async () => {
    const noam = 'step_num = 0\ndef noam(step):\n    return 512**-0.5 * min(step**-0.5, step * 4000**-1.5)\n';
    for (const text of [
      adam('1.0', `${noam}sched = torch.optim.lr_scheduler.LambdaLR(opt, noam)`),
      adam('1.0', 'sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda e: 0.1 * 0.9**e)'),
      adam('1.0', 'sched = torch.optim.lr_scheduler.MultiplicativeLR(opt, decay)'),
      adam('1.0', 'sched = get_scheduler("cosine", opt)'),
      adam('1.0', 'sched = WarmupLR(opt, 100)'),
      adam('1.0', 'adjust_learning_rate(opt, epoch)'),
      adam('1.0', 'for g in opt.param_groups:\n    g["lr"] = base * factor'),
      adam('1.0', 'for p in opt.param_groups:\n    p["lr"] = new'),
      `LR = 10\n${adam('LR * 1e-4')}`,
      `LR = 10\n${adam('rate').replace('opt =', 'rate = 1e-4 * LR\nopt =')}`,
      `${HEAD}opt = torch.optim.SGD(model.parameters(), 0.1 * batch / 256)\n`,
    ])
      assert.equal(await writtenRate(text), null, text);
  });

  it('give the run the rate in settings with the only optimizer of the program', async () => {
    const [optimizer] = await placesIn(adam('settings["lr"]'));
    const [rate] = await placesIn(adam('0.5'));
    const places = [
      { ...optimizer, kind: 'optimizer' as const },
      { ...rate, optimizer: null },
    ];
    const site = tieRun([places[1]], { rate: null, batchSize: null });
    const unknown = { rate: null, optimizer: null };
    assert.deepEqual(writtenFacts(site, unknown, places), { rate: 0.5, optimizer: optimizer.optimizer });
    assert.deepEqual(writtenFacts(site, unknown, [places[1]]), unknown);
  });

  it('give the run no rate where the number is that of trees', async () => {
    for (const text of [
      'import lightgbm as lgb\nlgb.train({"learning_rate": 0.1}, data)\n',
      'import xgboost as xgb\nxgb.XGBClassifier(learning_rate=0.1)\n',
      'from catboost import CatBoostClassifier\nlr = 0.1\nCatBoostClassifier(learning_rate=lr)\n',
      'from sklearn.ensemble import GradientBoostingClassifier\nGradientBoostingClassifier(learning_rate=0.1)\n',
    ])
      assert.equal(await writtenRate(text), null, text);
  });

  it('give the run no rate where the command may set another', async () => {
    for (const [text, command, rate] of [
      [ARGUMENT, 'python train.py --epochs 3 --batch-size=64', 0.1],
      [ARGUMENT, 'python train.py -b 64', 0.1],
      [ARGUMENT, 'python train.py -l 0.5', null],
      [ARGUMENT, '"train.py" "-l" "0.5"', null],
      [ARGUMENT, 'python train.py -l0.5', null],
      [ARGUMENT, 'python train.py --l=.5', null],
      [ARGUMENT, 'python train.py 0.5', null],
      [WORDS, 'python train.py', 0.01],
      [WORDS, 'python train.py 0.5', null],
      [adam('0.1'), 'python train.py 3', 0.1],
    ] as const)
      assert.equal(await writtenRate(text, command), rate, command);
  });
});

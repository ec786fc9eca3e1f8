import assert from 'node:assert/strict';
import { tieRun } from '../../../../src/app/sites/tieRun.ts';
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
  const site = tieRun(places, { rate });
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

  it('are not tied where the rate stands nowhere in the program', async () => {
    assert.equal(await tie(OPTION, 3), null);
    assert.equal(await tie('print("hello")\n', 0.1), null);
  });
});

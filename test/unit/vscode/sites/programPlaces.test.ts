import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findRates } from '../../../../src/code/findRates.ts';
import type { Source } from '../../../../src/code/source.ts';
import type { RateDocuments } from '../../../../src/vscode/rates/rateDocuments.ts';
import { parsers } from '../../code/marked.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

const RATES = { find: (source: Source) => findRates(source, parsers) } as RateDocuments;

describe('the places that runs of a program can be tied to', () => {
  let placesOfProgram: (typeof import('../../../../src/vscode/sites/programPlaces.ts'))['placesOfProgram'];
  let folder: string;
  before(async () => {
    ({ placesOfProgram } = await withoutVscode(() => import('../../../../src/vscode/sites/programPlaces.ts')));
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-places-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('have a rate once whose settings are reached twice', async () => {
    await mkdir(path.join(folder, 'conf/optimizer'), { recursive: true });
    const files = {
      'train.py': `@hydra.main(config_path="conf", config_name="train")
def train(config):
    print(open("conf/optimizer/sgd.yaml").read())
`,
      'conf/train.yaml': 'defaults:\n  - base\n  - optimizer: sgd\n',
      'conf/base.yaml': 'defaults:\n  - optimizer: sgd\n',
      'conf/optimizer/sgd.yaml': 'name: sgd\nlr: 0.1\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    const places = await placesOfProgram({ command: 'python train.py', folder }, RATES);
    assert.deepEqual(
      places.map(({ kind, text }) => `${kind} ${text}`),
      ['rate 0.1'],
    );
  });

  it('tell where a run may have had another rate, by the program, its settings or the command', async () => {
    const head = 'import torch\nopt = torch.optim.Adam(model.parameters(), lr=1.0)\n';
    const option = `parser.add_argument("-l", "--lr", default=0.01)\nargs = parser.parse_args()\n${head.replace('1.0', 'args.lr')}`;
    const noam = 'sched = torch.optim.lr_scheduler.LambdaLR(opt, noam)\n';
    for (const [files, command, isChanged] of [
      [{ 'plain.py': head }, 'python plain.py', undefined],
      [{ 'noam.py': head + noam }, 'python noam.py', true],
      [
        { 'named.py': `open("named.yaml")\n${noam}`, 'named.yaml': 'optimizer: adam\nlr: 1.0\n' },
        'python named.py',
        true,
      ],
      [{ 'option.py': option }, 'python option.py', undefined],
      [{ 'option.py': option }, 'python option.py -l 0.5', true],
    ] as const) {
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
      const [place] = await placesOfProgram({ command, folder }, RATES);
      assert.equal(place.isChanged, isChanged, command);
    }
  });
});

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
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programCode } from '../../../../src/app/programs/programCode.ts';
import { findRates } from '../../../../src/code/findRates.ts';
import { Parsers } from '../../../../src/code/parsers.ts';
import { TimeSlices } from '../../../../src/store/timeSlices.ts';
import { DIST, temporaryFolders } from '../../../support/folders.ts';
import { notebookText } from '../../../support/notebooks.ts';

const parsers = new Parsers(async (file) => readFileSync(path.join(DIST, file)));

describe('the code that a program starts', () => {
  const newFolder = temporaryFolders();
  async function codeOf(text: string, args: readonly string[] = ['train.py']) {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'train.py'), text);
    const code = await programCode(['python', ...args], folder, (source) =>
      findRates(source, parsers, new TimeSlices()),
    );
    return [code.site && [path.basename(code.site.file), code.site.line, code.site.text], code.optimizer];
  }
  const adam = (rate: string): string => `import torch\noptimizer = torch.optim.Adam(model.parameters(), lr=${rate})\n`;

  it('has the number that is replaced where it is the only rate', async () => {
    assert.deepEqual(await codeOf(adam('1e-3')), [['train.py', 2, '1e-3'], 'Adam']);
    assert.deepEqual(await codeOf(adam('1e-3'), ['-u', 'train.py', '--epochs', '3']), [
      ['train.py', 2, '1e-3'],
      'Adam',
    ]);
  });

  it('has none where it is not certain', async () => {
    assert.deepEqual(await codeOf(adam('1e-3') + adam('0.01')), [null, 'Adam']);
    assert.deepEqual(await codeOf(adam('1e-3').replace('Adam', 'SGD') + adam('1e-3')), [null, null]);
    assert.deepEqual(await codeOf('print(1)'), [null, null]);
    const scheduled = `${adam('1e-3')}scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=9)\n`;
    assert.deepEqual((await codeOf(scheduled))[0], null);
    assert.deepEqual(await codeOf(adam('1e-3'), ['-m', 'train']), [null, null]);
    // Settings that a program reads, which need not be run.
    assert.deepEqual(await codeOf(adam('1e-3'), ['-m', 'pkg', 'train.py']), [null, null]);
    assert.deepEqual(await codeOf(adam('1e-3'), ['main', '--config', 'train.py']), [null, null]);
  });

  it('has none where an option of the call stands in for it', async () => {
    const text = `import argparse, torch
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=0.01)
args = parser.parse_args()
optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
`;
    assert.deepEqual((await codeOf(text))[0], ['train.py', 3, '0.01']);
    assert.deepEqual((await codeOf(text, ['train.py', '--lr', '1']))[0], null);
  });

  it('has the number in a cell of a notebook that Python is started with', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'train.ipynb'), notebookText(['# Prose', 'import torch', adam('1e-3')]));
    const of = (...[program, ...args]: string[]) =>
      programCode([program, ...args], folder, (source) => findRates(source, parsers, new TimeSlices()));
    for (const command of [['python'], ['/venv/bin/python3.12', '-u'], ['uv', 'run', 'Python.exe']] as const) {
      const { site, optimizer } = await of(...command, 'train.ipynb');
      assert.deepEqual([site?.cell, site?.line, site?.text, optimizer], [2, 2, '1e-3', 'Adam']);
    }
    // These hand its cells to a kernel.
    assert.equal((await of('jupyter', 'execute', 'train.ipynb')).site, null);
    assert.equal((await of('papermill', 'train.ipynb', 'out.ipynb')).site, null);
  });

  it('does not tell the optimizer where SGD may have momentum or not', async () => {
    assert.deepEqual(await codeOf(adam('0.1').replace('Adam', 'SGD')), [['train.py', 2, '0.1'], null]);
  });
});

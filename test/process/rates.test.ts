import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { MAX_TEXT_LENGTH } from '../../src/code/source.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

const TRAIN = 'import torch\nlr = 0.5\nopt = torch.optim.Adam(p, lr=lr)\nother = torch.optim.SGD(p)\n';

describe('goldilocks rates', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return folder;
  };

  it('says which file takes too long to parse, and reads the others', async () => {
    const folder = folderWith({ 'endless.tsx': ' [0rs = [ lrt[eh]izer.params:', 'train.py': TRAIN });
    const { code, stdout, stderr } = await runCli(['rates', 'endless.tsx', 'train.py'], folder);
    assert.equal(code, 1);
    assert.equal(stderr, 'endless.tsx: skipped, because parsing it takes longer than 5 s.\n');
    assert.match(stdout, /endless\.tsx: not read\n\ntrain\.py\n/);
  });

  it('prints sites and defaults of every file as one JSON document', async () => {
    const notebook = JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: '' },
        { cell_type: 'code', source: ['learning_rate = 1e-3'] },
      ],
    });
    const folder = folderWith({ 'train.py': TRAIN, 'n.ipynb': notebook, 'c.yaml': 'optimizer: lion\nlr: 1e-4\n' });
    const { code, stdout } = await runCli(['rates', 'train.py', 'n.ipynb', 'c.yaml', '--json'], folder);
    assert.equal(code, 0);
    const { files } = JSON.parse(stdout) as {
      files: {
        file: string;
        sites: { cell?: number; value: number; optimizer: string | null }[];
        defaults: { value: number }[];
      }[];
    };
    assert.deepEqual(files[0], {
      file: 'train.py',
      sites: [
        {
          line: 2, column: 6, endLine: 2, endColumn: 9, text: '0.5', value: 0.5, framework: 'torch', optimizer: 'Adam', role: 'constant',
          usedAt: [{ line: 3, column: 30, endLine: 3, endColumn: 32 }], assessment: 'high', typical: [1e-6, 1e-2],
        },
      ],
      defaults: [
        {
          line: 4, column: 9, endLine: 4, endColumn: 24, text: 'torch.optim.SGD', value: 1e-3, framework: 'torch', optimizer: 'SGD', role: 'optimizer',
          usedAt: [], assessment: 'typical', typical: [1e-4, 1],
        },
      ],
    }); // prettier-ignore
    assert.deepEqual(
      files.slice(1).map(({ sites }) => sites.map(({ cell, value, optimizer }) => [cell, value, optimizer])),
      [[[2, 1e-3, null]], [[undefined, 1e-4, 'lion']]],
    );
  });

  it('prints a table for people', async () => {
    const { code, stdout } = await runCli(['rates', 'train.py'], folderWith({ 'train.py': TRAIN }));
    assert.equal(code, 0);
    assert.match(stdout, /^train\.py\n/);
    assert.match(stdout, /2:6 +0\.5 +Adam +torch +constant +high/);
    assert.match(stdout, /4:9 +0\.001 \(default\) +SGD/);
  });

  it('says of a file without rates that it has none', async () => {
    const { code, stdout } = await runCli(['rates', 'a.py'], folderWith({ 'a.py': 'x = 1\n' }));
    assert.deepEqual([code, stdout], [0, 'a.py: no learning rates\n']);
  });

  it('passes over what is too large, and says so', async () => {
    const { code, stdout, stderr } = await runCli(
      ['rates', 'a.py', '--json'],
      folderWith({ 'a.py': `lr = 0.1\n${'#'.repeat(MAX_TEXT_LENGTH)}` }),
    );
    const message = 'skipped, because it is longer than 2 MB.';
    assert.deepEqual([code, JSON.parse(stdout)], [0, { files: [{ file: 'a.py', message, sites: [], defaults: [] }] }]);
    assert.equal(stderr, `a.py: ${message}\n`);
  });

  it('passes over what is larger than any text can be', async () => {
    const folder = folderWith({ 'a.json': '{"lr": 0.1}' });
    truncateSync(path.join(folder, 'a.json'), 2 ** 30);
    const { code, stderr } = await runCli(['rates', 'a.json'], folder);
    assert.equal(code, 0);
    assert.match(stderr, /a\.json: skipped, because it is longer than 2 MB/);
  });

  it('reads a notebook whose pictures are large', async () => {
    const output = { output_type: 'display_data', data: { 'image/png': 'A'.repeat(MAX_TEXT_LENGTH) }, metadata: {} };
    const notebook = JSON.stringify({
      cells: [{ cell_type: 'code', source: ['import torch\n', 'o = torch.optim.Adam(p, lr=0.5)'], outputs: [output] }],
    });
    const { code, stdout } = await runCli(['rates', 'a.ipynb'], folderWith({ 'a.ipynb': notebook }));
    assert.equal(code, 0);
    assert.match(stdout, /cell 1, 2:28 +0\.5 +Adam/);
  });

  it('reads the other files when one cannot be read, and fails with a sentence about it', async () => {
    const folder = folderWith({ 'train.py': TRAIN, 'broken.ipynb': '{', 'a.txt': 'lr = 0.1' });
    mkdirSync(path.join(folder, 'folder.py'));
    const { code, stdout, stderr } = await runCli(
      ['rates', 'missing.py', 'folder.py', 'broken.ipynb', 'a.txt', 'train.py'],
      folder,
    );
    assert.equal(code, 1);
    assert.match(stdout, /2:6 +0\.5/);
    for (const sentence of [
      /missing\.py: this file doesn't exist/,
      /folder\.py: this is a folder/,
      /broken\.ipynb: this isn't a readable notebook/,
      /a\.txt: rates are found in/,
    ])
      assert.match(stderr, sentence);
  });

  it('asks for files', async () => {
    const { code, stderr } = await runCli(['rates'], newFolder());
    assert.equal(code, 2);
    assert.match(stderr, /Specify the files/);
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsOf, settingsSite } from '../../../../src/app/programs/programSettings.ts';
import { findRates } from '../../../../src/code/findRates.ts';
import { Parsers } from '../../../../src/code/parsers.ts';
import { TimeSlices } from '../../../../src/store/timeSlices.ts';
import { DIST, temporaryFolders } from '../../../support/folders.ts';

const parsers = new Parsers(async (file) => readFileSync(path.join(DIST, file)));
const READS = `import torch, yaml
config = yaml.safe_load(open("config.yaml"))
optimizer = torch.optim.Adam(model.parameters(), lr=config["lr"])
`;
const ADAM = 'optimizer:\n  name: adam\n  lr: 1e-3\n';

describe('the one rate in the settings of a program', () => {
  const newFolder = temporaryFolders();

  type Files = Readonly<Record<string, string>>;

  function folderWith(files: Files): string {
    const folder = path.join(newFolder(), 'project');
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return folder;
  }

  async function siteOf(files: Files, args: readonly string[] = ['train.py'], known?: string) {
    const folder = folderWith(files);
    const site = await settingsSite(
      ['python', ...args],
      folder,
      (source) => findRates(source, parsers, new TimeSlices()),
      known && path.join(folder, known),
    );
    return site && [path.relative(folder, site.file).replaceAll(path.sep, '/'), site.line, site.text];
  }

  it('stands in a file that its code names, in those that Hydra adds, or in one that the command names', async () => {
    assert.deepEqual(await siteOf({ 'train.py': READS, 'config.yaml': ADAM }), ['config.yaml', 3, '1e-3']);
    const hydra = 'import hydra\n@hydra.main(config_path="conf", config_name="train")\ndef main(cfg): pass\n';
    const composed = {
      'train.py': hydra,
      'conf/train.yaml': 'defaults:\n  - optimizer: adam\n',
      'conf/optimizer/adam.yaml': 'name: adam\nlr: 0.001\n',
    };
    assert.deepEqual(await siteOf(composed), ['conf/optimizer/adam.yaml', 2, '0.001']);
    const given = { 'train.py': 'import yaml\n', 'base.toml': '[optimizer]\nname = "adam"\nlr = 0.01\n' };
    assert.deepEqual(await siteOf(given, ['train.py', '--config=base.toml']), ['base.toml', 3, '0.01']);
  });

  it('is none where it is not certain which number counts', async () => {
    const both = { 'train.py': READS, 'config.yaml': ADAM };
    assert.equal(await siteOf({ 'train.py': READS }), null);
    assert.equal(await siteOf({ ...both, 'config.yaml': `${ADAM}decoder:\n  lr: 0.1\n` }), null);
    assert.equal(await siteOf({ ...both, 'train.py': `${READS}torch.optim.SGD(x, lr=0.1)\n` }), null);
    assert.equal(await siteOf({ ...both, 'train.py': `${READS}torch.optim.Adam(x)\n` }), null);
    assert.equal(await siteOf({ ...both, 'train.py': `${READS}open("other.yaml")\n`, 'other.yaml': ADAM }), null);
    const text = { ...both, 'other.yaml': 'lr: "0.3"\n' };
    assert.equal(await siteOf(text, ['train.py', '--config', 'other.yaml']), null);
    assert.equal(await siteOf(both, ['train.py', '--lr', '0.3']), null);
    assert.equal(await siteOf(both, ['train.py', 'optimizer.lr=0.3']), null);
  });

  it('stands in settings that the program is known to read, though nothing names them', async () => {
    const files = { 'train.py': 'import yaml\n', 'config.yaml': ADAM, 'other.yaml': ADAM };
    assert.equal(await siteOf(files), null);
    assert.deepEqual(await siteOf(files, ['train.py'], 'config.yaml'), ['config.yaml', 3, '1e-3']);
    const given = ['train.py', '--config', 'config.yaml'];
    assert.deepEqual(await siteOf(files, given, 'config.yaml'), ['config.yaml', 3, '1e-3']);
    assert.equal(await siteOf(files, given, 'other.yaml'), null);
  });

  it('is looked for in the settings that the command names, else in those that the code names', async () => {
    const folder = folderWith({ 'train.py': READS, 'config.yaml': ADAM, 'other.yaml': ADAM, 'third.yaml': ADAM });
    const read = async (...args: string[]): Promise<string[]> =>
      (await settingsOf(['python', 'train.py', ...args], folder)).map((file) => path.relative(folder, file));
    assert.deepEqual(await read('--config', 'other.yaml'), ['other.yaml']);
    assert.deepEqual(await read(), ['config.yaml']);
  });

  it('is that of a notebook, too, whose code comes first', async () => {
    const notebook = (code: string) => JSON.stringify({ cells: [{ cell_type: 'code', source: [code] }] });
    const args = ['train.ipynb', '--config', 'config.yaml'];
    const own = notebook('import torch\ntorch.optim.SGD(x, lr=0.1)');
    assert.equal(await siteOf({ 'train.ipynb': own, 'config.yaml': ADAM }, args), null);
    assert.deepEqual(await siteOf({ 'train.ipynb': notebook(READS), 'config.yaml': ADAM }, ['train.ipynb']), [
      'config.yaml',
      3,
      '1e-3',
    ]);
  });

  it('is none outside of the folder, of which the runs get copies', async () => {
    const files = { 'train.py': 'import yaml\n', '../base.yaml': ADAM };
    assert.equal(await siteOf(files, ['train.py', '--config', '../base.yaml']), null);
  });
});

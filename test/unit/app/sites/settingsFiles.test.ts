import assert from 'node:assert/strict';
import path from 'node:path';
import { composedFiles, settingsFiles } from '../../../../src/app/sites/settingsFiles.ts';

const FOLDER = path.resolve('/project');

/** Paths relative to the folder in which the program was started. */
function inFolder(files: readonly string[]): string[] {
  return files.map((file) => path.relative(FOLDER, file).replaceAll(path.sep, '/'));
}

describe('the settings that a program names', () => {
  const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
    'config = yaml.safe_load(open("config.yaml"))': ['config.yaml', 'src/config.yaml'],
    "parser.add_argument('--config', default='conf/base.yml')": ['conf/base.yml', 'src/conf/base.yml'],
    'load(Path(__file__).parent / "conf" / "base.toml")': [
      ...['conf/base.toml', 'src/conf/base.toml'],
      ...['base.toml', 'src/base.toml'],
    ],
    'json.load(open(os.path.join("conf", "base.json")))': [
      ...['conf/base.json', 'src/conf/base.json'],
      ...['base.json', 'src/base.json'],
    ],
    '@hydra.main(version_base=None, config_path="../conf", config_name="train")': ['conf/train.yaml'],
    '@hydra.main(config_name="train.yaml")': ['src/train.yaml', 'train.yaml'],
    'json.dump(vars(args), open(os.path.join(out, "args.json"), "w"))': [],
    'with open("args.yaml", mode="w") as file:': [],
    '(out / "args.json").write_text(json.dumps(vars(args)))': [],
    'Path("args.json").open("w").write(text)': [],
    'json.load(open("args.json", "r"))': ['args.json', 'src/args.json'],
    'print("no yaml")\nmodel.save("model.pt")': [],
  };
  for (const [text, files] of Object.entries(PROGRAMS))
    it(`are found: ${text}`, () =>
      assert.deepEqual(inFolder(settingsFiles(path.join(FOLDER, 'src/train.py'), text, FOLDER)), files));
});

describe('the files that make up a configuration of Hydra', () => {
  const CONFIG = `defaults:
  - _self_
  - base
  - optimizer: adam  # or sgd
  - override /model/head: mlp
  - scheduler: null

epochs: 3
list:
  - no: default
`;
  const composed = (command: string): string[] =>
    inFolder(composedFiles(path.join(FOLDER, 'conf/config.yaml'), CONFIG, { command }));

  it('are those in its list of defaults', () => {
    assert.deepEqual(composed('python train.py'), [
      'conf/base.yaml',
      'conf/optimizer/adam.yaml',
      'conf/model/head/mlp.yaml',
    ]);
    assert.deepEqual(inFolder(composedFiles(path.join(FOLDER, 'a.yaml'), 'lr: 0.1\n', { command: '' })), []);
  });

  it('are those that the command chooses', () => {
    assert.equal(composed('python train.py optimizer=sgd epochs=5')[1], 'conf/optimizer/sgd.yaml');
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { startedFiles } from '../../../../src/app/sites/startedFiles.ts';

const FOLDER = path.resolve('/project');

describe('the files that a command starts', () => {
  const COMMANDS: Readonly<Record<string, readonly string[]>> = {
    'python train.py': ['train.py'],
    'python3 -u src/train.py --epochs 3': ['src/train.py'],
    'python -m pkg.train --lr 0.1': ['pkg/train.py', 'pkg/train/__main__.py'],
    'CUDA_VISIBLE_DEVICES=0 torchrun --nproc_per_node 2 train.py --config conf/base.yaml': [
      'train.py',
      'conf/base.yaml',
    ],
    'accelerate launch train.py --config=base.yml': ['train.py', 'base.yml'],
    'uv run "my train.py"': ['my train.py'],
    'cd exp && python train.py | tee log.json': ['exp/train.py'],
    'python train.py --config a.yaml 2>&1 | tee -a log.json && python test.py': ['train.py', 'a.yaml', 'test.py'],
    'python train.py > out.json': ['train.py'],
    'python train.py >out.json 2>&1 --config=a.yaml': ['train.py', 'a.yaml'],
    'python train.py &> out.json; python test.py': ['train.py', 'test.py'],
    'python train.py < in.json |& python plot.py': ['train.py', 'plot.py'],
    'node train.js': ['train.js'],
    'jupyter nbconvert --execute net.ipynb': ['net.ipynb'],
    'make train': [],
  };

  for (const [command, files] of Object.entries(COMMANDS))
    it(`of ${command}: ${files.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        startedFiles({ command, folder: FOLDER }).map((file) => path.relative(FOLDER, file).replaceAll(path.sep, '/')),
        files,
      );
    });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { importedFiles, isUsedIn } from '../../../../src/app/sites/importedFiles.ts';

import { placesIn } from './placesIn.ts';

const FOLDER = path.resolve('/project');

/** The modules that a program in src/ imports, relative to the folder in which it was started. */
function imported(text: string): string[] {
  return importedFiles(path.join(FOLDER, 'src/train.py'), text, FOLDER).map((file) =>
    path.relative(FOLDER, file).replaceAll(path.sep, '/'),
  );
}

describe('the modules beside a program', () => {
  const IMPORTS: Readonly<Record<string, readonly string[]>> = {
    'import config': ['src/config.py', 'config.py'],
    'import conf.train as conf, os': ['src/conf/train.py', 'conf/train.py', 'src/os.py', 'os.py'],
    'from config import LR as rate  # the rate': ['src/config.py', 'config.py', 'src/config/LR.py', 'config/LR.py'],
    'from .config import (\n    LR,\n)': ['src/config.py'],
    'from . import config, train': ['src/config.py'],
    'from ..conf import base': ['conf.py', 'conf/base.py'],
    'def f():\n    import config': ['src/config.py', 'config.py'],
    'important = 1\nfrom_x = 2': [],
  };
  for (const [text, files] of Object.entries(IMPORTS))
    it(`of ${JSON.stringify(text)}`, () => assert.deepEqual(imported(text), files));
});

describe('the rate of a module', () => {
  const MODULE = `LR = 0.1
def make_optimizer(model):
    return torch.optim.Adam(model.parameters(), lr=0.2)
`;
  const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
    'from config import LR': ['0.1'],
    'import config\nprint(config.LR)': ['0.1'],
    'from optim import make_optimizer\nmake_optimizer(net)': ['0.2'],
    'from optim import other': [],
  };
  for (const [program, used] of Object.entries(PROGRAMS))
    it(`counts for a program that uses it: ${JSON.stringify(program)}`, async () => {
      const places = await placesIn(MODULE, 'config.py');
      assert.deepEqual(
        places.filter((place) => isUsedIn(program, place)).map(({ text }) => text),
        used,
      );
    });
});

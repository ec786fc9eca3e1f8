import assert from 'node:assert/strict';
import { findRates } from '../../../src/code/findRates.ts';
import { notebookCells, withoutMagics } from '../../../src/code/notebook.ts';
import { describeSites, parsers, unmark } from './marked.ts';

async function assertCells(...texts: readonly string[]): Promise<void> {
  const { source, expected } = unmark({
    cells: texts.map((text) => ({ language: text.startsWith('#markdown') ? 'markdown' : 'python', text })),
  });
  assert.deepEqual(describeSites(await findRates(source, parsers), false), expected);
}

describe('rates in notebooks', () => {
  it('come from a constant in another cell', () =>
    assertCells('import torch', 'lr = «0.1|SGD»', '#markdown', 'torch.optim.SGD(p, lr=lr)'));
  it('come from the last assignment of a constant', () =>
    assertCells(
      'import torch\nlr = «0.1|SGD»',
      'torch.optim.SGD(p, lr=lr)',
      'lr = «1e-3|Adam»',
      'torch.optim.Adam(p, lr=lr)',
    ));
  it('belong to the only optimizer of their cell, or else of the next or the one before', () =>
    assertCells(
      'import keras\nkeras.optimizers.RMSprop(other)\nkeras.optimizers.SGD(another)',
      'x = 1',
      'keras.optimizers.Adagrad(rate)\nCycle(max_lr=«0.1|Adagrad»)',
      'y = 2',
      'Cycle(max_lr=«0.05|Nadam»)',
      'keras.optimizers.Nadam(rate)',
      'Cycle(max_lr=«0.02|Nadam»)',
      'z = 3',
      'Cycle(max_lr=«0.01|-»)',
    ));
  it('are still found if another cell has a syntax error', () =>
    assertCells('import torch\ndef f(', 'torch.optim.SGD(p, lr=«0.1|SGD»)'));

  it('are found around magics', () =>
    assertCells(
      '%matplotlib inline\n!pip install -q torch\nimport torch\nfiles = !ls',
      '%%time\ntorch.optim.SGD(p, lr=«0.1|SGD»)\nmodel?',
      '%%bash\npython train.py --lr 0.1\nlr = 0.1',
      'x = (100\n % 7)\nlr = «0.2|-»',
    ));

  it('keep their positions, since magics become comments of the same length', () => {
    const text = '%load_ext tensorboard\n  !ls\nlr = 0.1\n';
    assert.equal(withoutMagics(text), '#load_ext tensorboard\n  #ls\nlr = 0.1\n');
  });

  it('have the index of their cell among all cells, but are not in outputs and Markdown', async () => {
    const text = JSON.stringify({
      metadata: { kernelspec: { language: 'python' } },
      cells: [
        { cell_type: 'markdown', source: ['lr = 0.1'] },
        {
          cell_type: 'code',
          source: ['import torch\n', 'torch.optim.SGD(p, lr=0.1)'],
          outputs: [{ text: ['lr = 0.5'] }],
        },
        { cell_type: 'raw', source: 'lr = 0.3' },
        { cell_type: 'code', source: 'torch.optim.SGD(p, 0.2)' },
      ],
    });
    const { sites } = await findRates({ cells: notebookCells(text) }, parsers);
    assert.deepEqual(
      sites.map(({ cell, line, column, value }) => [cell, line, column, value]),
      [
        [1, 2, 23, 0.1],
        [3, 1, 20, 0.2],
      ],
    );
  });

  it('are not read from a file that isn’t a notebook', () => {
    for (const text of ['{', '{}', 'null', '[]']) assert.throws(() => notebookCells(text), SyntaxError);
  });
});

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
  it('a constant of one cell is used in another', () =>
    assertCells('import torch', 'lr = «0.1|SGD»', '#markdown', 'torch.optim.SGD(p, lr=lr)'));
  it('a constant that is given anew counts from there', () =>
    assertCells(
      'import torch\nlr = «0.1|SGD»',
      'torch.optim.SGD(p, lr=lr)',
      'lr = «1e-3|Adam»',
      'torch.optim.Adam(p, lr=lr)',
    ));
  it('what nothing else is known of belongs to the only optimizer of its cell, of the next or of the one before', () =>
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
  it('what is unsaved or half-typed in one cell leaves the others alone', () =>
    assertCells('import torch\ndef f(', 'torch.optim.SGD(p, lr=«0.1|SGD»)'));

  it('magics do not disturb what stands around them', () =>
    assertCells(
      '%matplotlib inline\n!pip install -q torch\nimport torch\nfiles = !ls',
      '%%time\ntorch.optim.SGD(p, lr=«0.1|SGD»)\nmodel?',
      '%%bash\npython train.py --lr 0.1\nlr = 0.1',
      'x = (100\n % 7)\nlr = «0.2|SGD»',
    ));

  it('magics become comments of the same length', () => {
    const text = '%load_ext tensorboard\n  !ls\nlr = 0.1\n';
    assert.equal(withoutMagics(text), '#load_ext tensorboard\n  #ls\nlr = 0.1\n');
  });

  it('cells are counted over all of them, outputs and Markdown hold no rates', async () => {
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

  it('a file that is no notebook is refused', () => {
    for (const text of ['{', '{}', 'null', '[]']) assert.throws(() => notebookCells(text), SyntaxError);
  });
});

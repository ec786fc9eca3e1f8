import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LogError } from '../../../src/logs/logError.ts';
import { openLogs } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { temporaryFolders } from '../../support/folders.ts';

const stream = (...lines: string[]): object => ({ output_type: 'stream', name: 'stdout', text: lines });
const cell = (...outputs: object[]): object => ({ cell_type: 'code', source: 'train()', outputs });

describe('a Jupyter notebook', () => {
  const newFolder = temporaryFolders();

  function write(document: unknown): string {
    const file = path.join(newFolder(), 'digits.ipynb');
    writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
    return file;
  }

  it('has a run for each cell that has printed losses', async () => {
    const file = write({
      nbformat: 4,
      cells: [
        { cell_type: 'markdown', source: 'loss: 3' },
        cell(stream('Epoch 1 loss: 2.5\n', 'Epoch 2 loss: 1.5\n')),
        cell({ output_type: 'execute_result', data: { 'text/plain': 'loss: 0.5' } }),
        cell(stream('step 1 loss 4\n'), stream('step 2 loss nan\n')),
      ],
    });
    const logs = await openLogs(file);
    assert.deepEqual(logs.map(({ format, name }) => [format, name]), [
      ['notebook', 'digits.ipynb, cell 2'],
      ['notebook', 'digits.ipynb, cell 4'],
    ]);
    const [first, second] = await Promise.all(logs.map((log) => readLog(log)));
    assert.deepEqual([first.losses.samples, first.losses.first, first.losses.last], [2, { step: 1, loss: 2.5 }, { step: 2, loss: 1.5 }]);
    assert.deepEqual([second.losses.samples, second.losses.nonFinite], [2, 1]);
  }); // prettier-ignore

  it('has no run for the value of a cell that was calculated from a training', async () => {
    const value = (text: string): object => ({ output_type: 'execute_result', data: { 'text/plain': text } });
    const best = "[('a', {'epoch': 9, 'train_loss': 0.5}),\n ('b', {'epoch': 9, 'train_loss': 0.25})]";
    const trained = cell(stream('Epoch 1 loss: 2.5\n', 'Epoch 2 loss: 1.5\n'), value('TrainOutput(loss=2)'));
    const file = write({ nbformat: 4, cells: [trained, cell(value(best)), cell(value('epoch: 1\nloss: 3\nepoch: 2\nloss: 2'))] });
    assert.deepEqual((await openLogs(file)).map(({ name }) => name), ['digits.ipynb, cell 1']);
  }); // prettier-ignore

  it('has a run for a table of losses that is the value of a cell', async () => {
    const html = '<table><tr><th></th><th>epoch</th><th>loss</th></tr><tr><th>0</th><td>0</td><td>2</td></tr><tr><th>1</th><td>1</td><td>1</td></tr></table>';
    const file = write({ nbformat: 4, cells: [cell({ output_type: 'execute_result', data: { 'text/html': html, 'text/plain': '[]' } })] });
    assert.deepEqual((await openLogs(file)).map(({ name }) => name), ['digits.ipynb, cell 1']);
  }); // prettier-ignore

  it('has a run for a cell with a single loss where no other has more', async () => {
    const file = write({ nbformat: 4, cells: [cell(stream('Epoch 1/1, Loss: 0.5\n')), cell(stream('done\n'))] });
    assert.deepEqual((await openLogs(file)).map(({ name }) => name), ['digits.ipynb, cell 1']);
  }); // prettier-ignore

  it('has no run for a cell that only tests what another has trained', async () => {
    const trained = cell(stream('Epoch 1 loss: 2.5\n', 'Epoch 2 loss: 1.5\n'));
    const tested = cell(stream('Test loss: 1.6\n', 'Test loss: 1.7\n'));
    const file = write({ nbformat: 4, cells: [trained, tested] });
    assert.deepEqual((await openLogs(file)).map(({ name }) => name), ['digits.ipynb, cell 1']);
    const alone = write({ nbformat: 4, cells: [tested] });
    assert.deepEqual((await openLogs(alone)).map(({ name }) => name), ['digits.ipynb, cell 1']);
  }); // prettier-ignore

  it('shows the tables of losses that Hugging Face and fastai display', async () => {
    const table = (...rows: string[][]): object => ({
      output_type: 'display_data',
      data: {
        'text/html': `<div>[4/4 00:05, Epoch 2/2]</div><table border="1"><thead><tr>${rows[0].map((name) => `<th>${name}</th>`).join('')}</tr></thead><tbody>${rows
          .slice(1)
          .map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`)
          .join('')}</tbody></table><p>`,
        'text/plain': ['<IPython.core.display.HTML object>'],
      },
    });
    const file = write({
      nbformat: 4,
      cells: [
        cell(table(['Step', 'Training Loss', 'Validation Loss'], ['2', 'No log', '0.9'], ['4', '0.75', '0.8'], ['6', '0.5', '0.7'])),
        cell(table(['epoch', 'train_loss', 'valid_loss', 'time'], ['0', '1.5', '0.75', '00:12'], ['1', '0.5', '0.25', '00:12'])),
        cell(table(['model', 'loss'], ['small', '0.5'], ['large', '0.25'])),
      ],
    });
    const logs = await openLogs(file);
    assert.deepEqual(logs.map(({ name }) => name), ['digits.ipynb, cell 1', 'digits.ipynb, cell 2']);
    const [first, second] = await Promise.all(logs.map((log) => readLog(log)));
    assert.deepEqual([first.losses.samples, first.losses.first, first.losses.last], [2, { step: 4, loss: 0.75 }, { step: 6, loss: 0.5 }]);
    assert.deepEqual([second.losses.samples, second.losses.last], [2, { step: 1, loss: 0.5 }]);
  }); // prettier-ignore

  const refused: [name: string, document: unknown, message: RegExp][] = [
    ['without outputs', { nbformat: 4, cells: [cell()] }, /^No cell of this notebook has printed losses\.$/],
    ['that is cut', '{"cells": [', /^This is not a Jupyter notebook, or it is damaged\.$/],
    ['with strange cells', { cells: [null, 3, { outputs: 'x' }, cell({ text: 3 })] }, /^No cell of this notebook/],
  ];
  for (const [name, document, message] of refused) {
    it(`${name} is refused with a sentence`, async () => {
      await assert.rejects(openLogs(write(document)), (error: Error) => {
        assert.ok(error instanceof LogError, String(error));
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

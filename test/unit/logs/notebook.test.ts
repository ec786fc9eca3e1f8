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

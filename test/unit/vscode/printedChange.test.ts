import assert from 'node:assert/strict';
import { printedChange } from '../../../src/vscode/consoles/printedChange.ts';

describe('the change of what a cell has printed', () => {
  it('is what was added', () => assert.equal(printedChange('loss 2\n', 'loss 2\nloss 1\n'), 'loss 1\n'));

  it('is nothing where nothing has changed', () => assert.equal(printedChange('loss 2\n', 'loss 2\n'), ''));

  it('is the last line, drawn anew, where a bar was drawn in place', () =>
    assert.equal(
      printedChange('start\n 10%|# | 1/10 loss=2', 'start\n 20%|##| 2/10 loss=1'),
      '\r 20%|##| 2/10 loss=1',
    ));

  it('is all that is there where the output was cleared', () =>
    assert.equal(printedChange('epoch 1 loss 2\n', 'something else\n'), '\rsomething else\n'));

  it('is the whole line also where only its end is another', () =>
    assert.equal(printedChange('epoch 1 loss 2', 'epoch 1 loss 1'), '\repoch 1 loss 1'));

  it('is no more than a new beginning where all was taken away', () => assert.equal(printedChange('loss 2', ''), '\r'));
});

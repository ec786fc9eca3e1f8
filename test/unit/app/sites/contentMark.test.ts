import assert from 'node:assert/strict';
import { contentMark } from '../../../../src/app/sites/contentMark.ts';
import { findRates } from '../../../../src/code/findRates.ts';
import { parsers } from '../../code/marked.ts';

const PROGRAM =
  'import torch\nA = 0.1; opt = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=A, momentum=0.9)\n';

async function markOf(text: string): Promise<string> {
  const source = { language: 'python', text };
  return contentMark(source, await findRates(source, parsers));
}

describe('the mark of a program', () => {
  it('stays when only a rate changes, or the ends of lines', async () => {
    const mark = await markOf(PROGRAM);
    assert.equal(await markOf(PROGRAM.replace('0.1', '3e-4')), mark);
    assert.equal(await markOf(PROGRAM.replaceAll('\n', '\r\n')), mark);
  });

  it('is another one when anything else changes', async () => {
    const mark = await markOf(PROGRAM);
    assert.notEqual(await markOf(PROGRAM.replace('0.9', '0.8')), mark);
    assert.notEqual(await markOf(PROGRAM.replace('SGD', 'Adam')), mark);
    assert.notEqual(await markOf(`${PROGRAM}#`), mark);
  });

  it('tells what is in one cell of a notebook from what is in two', async () => {
    const [one, two] = ['a = 1\n', 'b = 2\n'].map((text) => ({ language: 'python', text }));
    const marks = await Promise.all(
      [[one, two], [{ ...one, text: one.text + two.text }]].map(async (cells) =>
        contentMark({ cells }, await findRates({ cells }, parsers)),
      ),
    );
    assert.notEqual(marks[0], marks[1]);
  });
});

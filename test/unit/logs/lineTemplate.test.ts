import assert from 'node:assert/strict';
import { codesOf } from '../../../src/logs/console/lineCodes.ts';
import { readLine } from '../../../src/logs/console/lineNumbers.ts';
import { LineTemplate } from '../../../src/logs/console/lineTemplate.ts';
import { printedRole } from '../../../src/logs/console/printedRole.ts';

function templateOf(line: string): LineTemplate {
  const { places, values } = readLine(line, printedRole);
  return new LineTemplate(line, places, values);
}

function matches(template: LineTemplate, text: string): boolean {
  return template.matches({ text, codes: codesOf(text), from: 0, to: text.length });
}

/** Lines, and others that differ only in their numbers. */
const ALIKE: readonly (readonly [line: string, other: string])[] = [
  ['iter 0: loss 10.9123, time 132.40ms, mfu -100.00%', 'iter 1250: loss 1e-05, time 9ms, mfu 14.02%'],
  ['Epoch [  1/10] - 5,812 tokens - loss=.5 lr=3E-4', 'Epoch [ 10/10] - 12 tokens - loss=0.25 lr=0.00012345678901234567'],
  ['2026-01-05 10:00:01,123 epoch 1 - iter 10/20 - loss 2.31', '2026-11-25 23:59:59,999 epoch 12 - iter 9/20 - loss -0.125'],
  ['step 1,200 loss 1,234.5 lr 0.1', 'step 12 loss 2,345,678.25 lr 0.01'],
  ['step 1 loss 0.5 lr 0.1', 'step 1,200 loss 1,234.5 lr 0.01'],
  [' 96/469 ━━━━━━ 1s 4ms/step - loss: nan - acc1: 0.5', '469/469 ━━━━ 21s 104ms/step - loss: nan - acc1: 0.75'].map((line) => line.trim()) as [string, string],
]; // prettier-ignore

describe('the template of a line', () => {
  it('reads in lines that differ only in their numbers the same as a reading of all of it', () => {
    for (const [line, other] of ALIKE) {
      const template = templateOf(line);
      assert.ok(matches(template, other), other);
      assert.deepEqual(template.values, readLine(other, printedRole).values);
    }
  });

  it('is of numbers with thousands as they are meant, and not of quantities', () => {
    const { named, values } = readLine('step 1,200 loss 1,234.5 lr 0.1 (1,234.5ms)', printedRole);
    assert.deepEqual([...named.keys()], ['step', 'loss', 'lr']);
    assert.deepEqual(values, [1200, 1234.5, 0.1]);
  });

  it('is not that of a line with another name, mark or unit', () => {
    const template = templateOf('acc12: 0.5, loss: 0.25 [4ms]');
    for (const other of ['acc13: 0.5, loss: 0.25 [4ms]', 'acc12: 0.5; loss: 0.25 [4ms]', 'acc12: 0.5, loss: 0.25 [4s]', 'acc12: 0.5, loss: nan [4ms]', 'acc12: 0.5, loss: 0.25', 'acc12: 0.5, loss: 0.25 [4ms] 3'])
      assert.ok(!matches(template, other), other);
  }); // prettier-ignore

  it('is not that of a line with two points in a number, which is none', () => {
    for (const text of ['step 2: loss .5.3', 'step 2: loss 0.5.3'])
      assert.equal(matches(templateOf('step 1: loss 0.5'), text), false, text);
  });

  it('reads numbers as JavaScript does', () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const template = templateOf('loss: 0.5');
    for (let round = 0; round < 2000; round++) {
      const text = (random() * 10 ** Math.floor(random() * 12 - 4)).toFixed(Math.floor(random() * 12));
      assert.ok(matches(template, `loss: ${text}`));
      assert.equal(template.values[0], Number(text));
    }
  });
});

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { samplesBetween } from '../../../src/store/metricsWindow.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('the samples between two steps', () => {
  const newFolder = temporaryFolders();

  async function write(lines: readonly string[]): Promise<string> {
    const file = path.join(newFolder(), 'metrics.jsonl');
    await writeFile(file, lines.join('\n'));
    return file;
  }

  it('are those of the window, wherever it is', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `{"step":${2 * index},"loss":${index % 7}}`);
    const file = await write([...lines, '']);
    for (const [from, to] of [
      [0, 0],
      [-5, 4],
      [1, 1],
      [2000, 2010],
      [5990, 9999],
      [7000, 8000],
      [0, 5998],
    ]) {
      const expected = lines
        .map((line) => (JSON.parse(line) as { step: number }).step)
        .filter((step) => step >= from && step <= to);
      const samples = await samplesBetween(file, [from, to], 1e6);
      assert.deepEqual(
        samples?.map(({ step }) => step),
        expected,
        `${from} to ${to}`,
      );
    }
  });

  it('are found among long lines, lines that are no samples, and names of any language', async () => {
    const name = 'ü'.repeat(6000);
    const file = await write([
      '{"step":1,"loss":1}',
      'no sample',
      `{"step":2,"extra":{"${name}":5}}`,
      `{"step":2,"validationLoss":2}`,
      '{"step":3,"loss":3}',
      '{"step":4,"lo',
    ]);
    const samples = await samplesBetween(file, [2, 9], 1e6);
    assert.deepEqual(
      samples?.map(({ step, validationLoss, extra }) => [step, validationLoss, extra?.[name]]),
      [
        [2, undefined, 5],
        [2, 2, undefined],
        [3, undefined, undefined],
      ],
    );
  });

  it('are not read where they are too many, or there is no file', async () => {
    const file = await write(Array.from({ length: 100 }, (_, step) => `{"step":${step},"loss":1}`));
    assert.equal(await samplesBetween(file, [0, 90], 1000), null);
    assert.equal((await samplesBetween(file, [10, 19], 1000))?.length, 10);
    assert.equal(await samplesBetween(`${file}.missing`, [0, 1], 1000), null);
  });
});

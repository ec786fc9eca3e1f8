import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { csv } from '../../../src/logs/csv.ts';
import { FileRows } from '../../../src/logs/fileRows.ts';
import { LogError } from '../../../src/logs/logError.ts';
import { openLog, openLogs } from '../../../src/logs/openLog.ts';
import type { LogRow } from '../../../src/logs/logRow.ts';
import { readLog } from '../../../src/logs/readLog.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';

describe('opening a log', () => {
  const newFolder = temporaryFolders();

  const refused: [name: string, content: string | Uint8Array, message: RegExp][] = [
    ['an empty file', '', /^This file is empty\.$/],
    ['blank lines', ' \n\n', /^This file is empty\.$/],
    ['a header alone', 'step,loss\n', /^This file has no loss: .* found step, loss\.$/],
    ['a table without a loss', 'time,temperature\n1,20\n', /such as loss, train_loss or val_loss .* found time, temperature\.$/],
    ['a table of numbers', '1,2\n3,4\n', /found 1, 2\.$/],
    ['a loss without numbers', 'step,loss\n1,NA\n', /found step, loss\.$/],
    ['JSON without a loss', '{\n  "name": [1, 2]\n}\n', /has no loss.* found name\./],
    ['a list', '[1, 2]', /^This file is neither a table, nor JSON with losses/],
    ['a web page', '<!DOCTYPE html>\n<p>,</p>', /^This file is neither a table, nor JSON with losses/],
    ['a Git LFS pointer', LFS, /Git LFS pointer.*git lfs pull/],
    ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /^This is a binary file/],
    ['source code', 'import torch\nprint(1, 2)\n', /^This text has no training output/],
    ['prose', 'Training, in short: patience.\nThe loss, if any, is yours.\n', /^This text has no training output/],
  ]; // prettier-ignore
  for (const [name, content, message] of refused) {
    it(`refuses ${name} with a sentence`, async () => {
      await assert.rejects(readText(newFolder(), content), (error: Error) => {
        assert.ok(error instanceof LogError, String(error));
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('refuses a folder and a file that does not exist', async () => {
    const folder = newFolder();
    await assert.rejects(openLog(folder), /There is no training log in this folder\./);
    await assert.rejects(openLog(path.join(folder, 'none.csv')), /There is no such file\./);
  });

  it('reads by content, whatever the name', async () => {
    assert.equal((await readText(newFolder(), '{"loss": 1}\n', { name: 'log.csv' })).format, 'jsonl');
    assert.equal((await readText(newFolder(), 'step,loss\n1,2\n', { name: 'log.json' })).format, 'csv');
  });

  it('calls logs in a folder by their folders, too, where they would be called alike', async () => {
    const folder = newFolder();
    const files = ['adam/run.csv', 'adam/v0/metrics.csv', 'sgd/run.csv', 'sgd/v0/metrics.csv', 'sgd/v1/metrics.csv'];
    for (const file of files) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), 'step,loss\n1,2\n2,1\n');
    }
    const logs = await openLogs(folder);
    const expected = files.with(-1, 'v1/metrics.csv');
    assert.deepEqual(logs.map(({ name }) => name).sort(), expected);
    assert.deepEqual(new Set(logs.map(({ key }) => key)), new Set(['run.csv', 'v0/metrics.csv', 'v1/metrics.csv']));
  });

  const names: [file: string, expected: string][] = [
    ['version_3/metrics.csv', 'version_3/metrics.csv'],
    ['version_3/training_log.csv', 'version_3/training_log.csv'],
    ['logs/resnet50.csv', 'resnet50.csv'],
  ];
  for (const [file, expected] of names) {
    it(`calls ${file} ${expected}`, async () => {
      const whole = path.join(newFolder(), file);
      mkdirSync(path.dirname(whole));
      writeFileSync(whole, 'step,loss\n1,2\n');
      assert.equal((await openLog(whole)).name, expected);
    });
  }

  it('gives the figures of all rows, although the series are thinned', async () => {
    const losses = Array.from({ length: 5000 }, (_, step) => (step === 1234 ? 0.01 : step % 1000 === 7 ? NaN : 2));
    const file = path.join(newFolder(), 'run.csv');
    writeFileSync(file, `step,loss,lr\n${losses.map((loss, step) => `${step},${loss},${step < 10 ? 0.1 : 0.01}`).join('\n')}\n`);
    const run = await readLog(await openLog(file));
    assert.deepEqual(run.losses, {
      samples: 5000,
      first: { step: 0, loss: 2 },
      last: { step: 4999, loss: 2 },
      min: { step: 1234, loss: 0.01 },
      nonFinite: 5,
      rate: { first: 0.1, last: 0.01 },
    });
    assert.equal(run.facts.rate, 0.1);
    assert.ok(run.tracker.findings.some(({ code }) => code === 'nan-recovered'));
    assert.ok(run.tracker.result().series.loss!.steps.length <= 2000);
  }); // prettier-ignore

  it('reads a log that has no training loss, only one of validation', async () => {
    const { samples } = await readText(newFolder(), 'epoch,val_loss\n1,2\n2,1\n');
    assert.deepEqual(samples, [
      { step: 1, validationLoss: 2 },
      { step: 2, validationLoss: 1 },
    ]);
  });

  it('finds the logs in a folder and the folders in it, and passes over files that are none', async () => {
    const folder = newFolder();
    for (const [name, content] of [
      ['run-10/metrics.csv', 'step,loss\n1,2\n'],
      ['run-2/metrics.csv', 'step,loss\n1,3\n'],
      ['run-2/requirements.txt', 'loss\n'],
      ['node_modules/metrics.csv', 'step,loss\n1,3\n'],
      ['empty.csv', ''],
      ['model.bin', 'step,loss\n1,3\n'],
    ]) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const logs = await openLogs(folder);
    assert.deepEqual(
      logs.map(({ file }) => path.relative(folder, file)),
      [path.join('run-2', 'metrics.csv'), path.join('run-10', 'metrics.csv')],
    );
  });

  it('knows a file that was rewritten, cut short or deleted from one that grew', async () => {
    const file = path.join(newFolder(), 'log.csv');
    writeFileSync(file, 'step,loss\n1,2\n');
    const rows = new FileRows(file, csv.createReader());
    const read = async (): Promise<LogRow[]> => {
      const all: LogRow[] = [];
      for await (const some of rows.read()) all.push(...some);
      return all;
    };
    assert.deepEqual(await read(), [{ step: 1, loss: 2 }]);
    appendFileSync(file, '2,1\n3,');
    assert.equal(await rows.isReplaced(), false);
    assert.deepEqual(await read(), [{ step: 2, loss: 1 }]);
    for (const content of ['step,loss,x\n1,2,3\n2,2,3\n', 'step,loss\n1,2\n', 'step,loss\n1,2\n2,3\n3,4\n']) {
      writeFileSync(file, content);
      assert.equal(await rows.isReplaced(), true, content);
    }
    unlinkSync(file);
    assert.equal(await rows.isReplaced(), true);
  });
});

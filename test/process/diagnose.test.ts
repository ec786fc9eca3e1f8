import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

const EXPLODED = Array.from({ length: 40 }, (_, step) => `${step},${step < 20 ? 2 : 500},0.1`).join('\n');

/** What a finding says that changes with each fit of the model. */
interface Estimated {
  confidence: unknown;
  estimate?: unknown;
}

/** Figures of a run. */
interface Counted {
  readonly samples: number;
  readonly nonFinite: number;
}

describe('goldilocks diagnose', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return folder;
  };

  it('reads the logs in a folder, whatever their formats, and passes over what is none', async () => {
    const folder = folderWith({
      'a.csv': 'step,loss\n1,2\n2,1\n',
      'b.jsonl': '{"step": 1, "loss": 2.5}\n',
      'c.log': 'Epoch 1/2, loss: 0.5\nEpoch 2/2, loss: nan\n',
      'notes.txt': 'Nothing of interest.\n',
    });
    const { code, stdout } = await runCli(['diagnose', '.', '--json'], folder);
    assert.equal(code, 0);
    const { files } = JSON.parse(stdout) as { files: { file: string; format: string; runs: Counted[] }[] };
    assert.deepEqual(
      files.map(({ file, format, runs }) => [
        path.basename(file),
        format,
        runs.map(({ samples, nonFinite }) => [samples, nonFinite]),
      ]),
      [
        ['a.csv', 'csv', [[2, 0]]],
        ['b.jsonl', 'jsonl', [[1, 0]]],
        ['c.log', 'console', [[2, 1]]],
      ],
    );
  });

  it('says that nothing is known of the training where a log has only validation losses', async () => {
    const folder = folderWith({ 'a.csv': 'step,val_loss\n1,2\n2,1\n3,0.5\n', 'b.csv': 'step,loss\n1,2\n2,1\n3,0.5\n' });
    const { stdout } = await runCli(['diagnose', 'a.csv', 'b.csv'], folder);
    const [a, b] = stdout.split('\n\n');
    assert.match(a, /only validation losses: nothing can be said about the training loss\./);
    assert.doesNotMatch(a, /No problem/);
    assert.doesNotMatch(b, /validation/);
  });

  it('reads the column that it is told as the loss', async () => {
    const folder = folderWith({ 'a.csv': 'step,loss,objective\n1,9,2\n2,9,1\n3,9,0.5\n' });
    const { stdout } = await runCli(['diagnose', 'a.csv', '--loss', 'objective', '--json'], folder);
    const { files } = JSON.parse(stdout) as { files: { runs: { min: unknown }[] }[] };
    assert.deepEqual(files[0].runs[0].min, { step: 3, loss: 0.5 });
  });

  it('tells parts of epochs', async () => {
    const losses = [2.3, 2, 1.8, NaN, NaN];
    const lines = losses.map(
      (loss, index) => `{'loss': ${String(loss).toLowerCase()}, 'epoch': ${(0.4 * (index + 1)).toFixed(2)}}`,
    );
    const { stdout } = await runCli(['diagnose', 'hf.log'], folderWith({ 'hf.log': lines.join('\n') }));
    assert.match(stdout, /first {3}2\.3 at epoch 0\.4\n.*at epoch 2\n.*lowest {2}1\.8 at epoch 1\.2\n/);
    assert.match(stdout, /NaN from epoch 1\.6 on\./);
  });

  it('prints one JSON document for all files', async () => {
    const folder = folderWith({
      'good.csv': 'epoch,loss,val_loss\n1,2,2.1\n2,1,1.5\n3,0.5,1.2\n',
      'broken.jsonl': '{"step": 10, "loss": 2.5, "lr": 0.1}\n{"step": 20, "loss": NaN, "lr": 0.05}\n',
    });
    const { code, stdout } = await runCli(['diagnose', 'good.csv', 'broken.jsonl', '--json'], folder);
    assert.equal(code, 0);
    const document = JSON.parse(stdout) as { files: { runs: { findings: Estimated[] }[] }[] };
    // How sure the model is, and where it puts the zone, changes with each fit.
    for (const finding of document.files.flatMap(({ runs }) => runs.flatMap(({ findings }) => findings))) {
      assert.equal(typeof finding.confidence, 'number');
      finding.confidence = 'a share';
      if (finding.estimate !== undefined) finding.estimate = 'a rate';
    }
    assert.deepEqual(document, {
      files: [
        {
          file: 'good.csv',
          format: 'csv',
          runs: [
            {
              name: 'good.csv',
              unit: 'epoch',
              samples: 3,
              first: { step: 1, loss: 2 },
              last: { step: 3, loss: 0.5 },
              min: { step: 3, loss: 0.5 },
              nonFinite: 0,
              rate: null,
              findings: [
                {
                  symptom: 'healthy',
                  severity: 'hint',
                  fromStep: 1,
                  toStep: 3,
                  cause: 'none',
                  confidence: 'a share',
                  suggestedRate: null,
                  factor: null,
                  message: 'The loss went from 2 to 0.5.',
                  evidence: { initialLoss: 2, score: 0.5 },
                  remedies: [{ kind: 'nothing' }],
                },
              ],
            },
          ],
        },
        {
          file: 'broken.jsonl',
          format: 'jsonl',
          runs: [
            {
              name: 'broken.jsonl',
              unit: 'step',
              samples: 2,
              first: { step: 10, loss: 2.5 },
              last: { step: 20, loss: 'NaN' },
              min: { step: 10, loss: 2.5 },
              nonFinite: 1,
              rate: { first: 0.1, last: 0.05 },
              findings: [
                {
                  symptom: 'nan',
                  severity: 'error',
                  fromStep: 20,
                  toStep: 20,
                  cause: 'undetermined',
                  confidence: 'a share',
                  estimate: 'a rate',
                  suggestedRate: null,
                  factor: null,
                  message: 'The loss is NaN from step 20 on.',
                  evidence: { initialLoss: 2.5, loss: 'NaN' },
                  remedies: [],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('reads the other files when one cannot be read', async () => {
    const folder = folderWith({ 'good.csv': 'step,loss\n1,2\n2,1\n', 'none.csv': 'a,b\n1,2\n' });
    const { code, stdout } = await runCli(['diagnose', 'none.csv', 'gone.csv', 'good.csv', '--json'], folder);
    assert.equal(code, 1);
    const { files } = JSON.parse(stdout) as {
      files: { file: string; format: string; message?: string; runs: unknown[] }[];
    };
    assert.deepEqual(
      files.map(({ file, format, runs }) => [file, format, runs.length]),
      [
        ['none.csv', 'none', 0],
        ['gone.csv', 'none', 0],
        ['good.csv', 'csv', 1],
      ],
    );
    assert.match(files[0].message!, /has no loss/);
    assert.match(files[1].message!, /no such file/);
  });

  it('prints text for people', async () => {
    const folder = folderWith({ 'train.csv': `step,loss,lr\n${EXPLODED}\n`, 'fine.csv': 'loss\n2\n1\noops\n' });
    const { code, stdout } = await runCli(['diagnose', 'train.csv', 'fine.csv'], folder);
    assert.equal(code, 0);
    assert.match(stdout, /^train\.csv\n {2}losses {2,}40\n {2}first {2,}2 at step 0\n {2}last {2,}500 at step 39\n/);
    assert.match(stdout, /\n {2}rate {2,}0\.1\n {2}error: The loss exploded to 500, from 2 around step \d+\.\n {4}The rate is probably too high\. Try /);
    assert.match(stdout, /fine\.csv\n[^]* 1 at row 1\n {2}hint: The loss went from 2 to 1\. [^\n]*\n {2}note: 1 row could not be read\.\n$/);
  }); // prettier-ignore

  it('takes what the log does not say', async () => {
    const folder = folderWith({ 'a.csv': 'step,loss\n1,2\n2,1\n' });
    const options = ['--optimizer', 'adam', '--rate', '3e-4', '--batch', '32', '--classes', '10'];
    const { stdout } = await runCli(['diagnose', 'a.csv', ...options, '--json'], folder);
    const { files } = JSON.parse(stdout) as { files: { runs: { rate: unknown }[] }[] };
    assert.deepEqual(files[0].runs[0].rate, { first: 3e-4, last: 3e-4 });
  });

  const wrong: [args: string[], message: RegExp][] = [
    [[], /Specify the logs to read/],
    [['a.csv', '--rate', '0,1'], /--rate: .* is not a learning rate/],
    [['a.csv', '--batch', '0'], /--batch must be a whole number/],
    [['a.csv', '--classes', '1'], /--classes must be a whole number of at least 2/],
    [['a.csv', '--colour', 'red'], /There is no option --colour/],
  ];
  for (const [args, message] of wrong) {
    it(`refuses "${args.join(' ')}"`, async () => {
      const { code, stderr, stdout } = await runCli(['diagnose', ...args], newFolder());
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });
  }
});

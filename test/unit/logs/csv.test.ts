import assert from 'node:assert/strict';
import type { Sample } from '../../../src/domain/sample.ts';
import { csv } from '../../../src/logs/csv.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

describe('CSV logs', () => {
  const newFolder = temporaryFolders();
  const THREE = [
    { step: 1, loss: 2.3 },
    { step: 2, loss: 1.5 },
    { step: 3, loss: 1.1 },
  ];

  const cases: [name: string, text: string | Uint8Array, expected: Sample[]][] = [
    ['with commas', 'step,loss\n1,2.3\n2,1.5\n3,1.1\n', THREE],
    ['with semicolons and decimal commas', 'step;loss\n1;2,3\n2;1,5\n3;1,1\n', THREE],
    ['with tabs', 'step\tloss\n1\t2.3\n2\t1.5\n3\t1.1\n', THREE],
    ['with CRLF', 'step,loss\r\n1,2.3\r\n2,1.5\r\n3,1.1\r\n', THREE],
    ['with a carriage return in a quoted name', 'step,loss,"free\rtext"\n1,2.3,a\n2,1.5,b\n3,1.1,c\n', THREE],
    ['with carriage returns alone', 'step,loss\r1,2.3\r2,1.5\r3,1.1\r', THREE],
    ['with a byte order mark', '\uFEFFstep,loss\n1,2.3\n2,1.5\n3,1.1\n', THREE],
    ['in UTF-16', Buffer.from('\uFEFFstep,loss\n1,2.3\n2,1.5\n3,1.1\n', 'utf16le'), THREE],
    ['padded', '   step,    loss\n      1,     2.3\n      2,     1.5\n      3,     1.1\n', THREE],
    ['with quoted cells', '"step","loss"\n"1","2.3"\n2,"1.5"\n"3",1.1\n', THREE],
    ['with quoted separators and line ends', 'step,note,loss\n1,"a, ""b""",2.3\n2,"c\nd",1.5\n3,,1.1\n', THREE],
    ['without a line end at the end', 'step,loss\n1,2.3\n2,1.5\n3,1.1', THREE],
    ['with blank lines and comments', '# made by hand\n\nstep,loss\n1,2.3\n\n2,1.5\n# later\n3,1.1\n', THREE],
    ['with repeated headers', 'step,loss\n1,2.3\nstep,loss\n2,1.5\nstep,loss\n3,1.1\n', THREE],
    ['with another header later', 'step,loss\n1,2.3\nlr,loss,step\n0.1,1.5,2\n0.1,1.1,3\n', [
      { step: 1, loss: 2.3 }, { step: 2, loss: 1.5, rate: 0.1 }, { step: 3, loss: 1.1, rate: 0.1 },
    ]],
    ['with a separator after each row', 'step,loss\n1,2.3,\n2,1.5,\n3,1.1,\n', THREE],
    ['with a torn last row', 'step,epoch,loss\n1,0,2.3\n2,0,1.5\n3,0,1.1\n4,0', THREE],
    ['with empty cells', 'step,loss,val_loss\n1,2.3,\n2,,2\n3,1.1,1.9\n', [
      { step: 1, loss: 2.3 }, { step: 2, validationLoss: 2 }, { step: 3, loss: 1.1, validationLoss: 1.9 },
    ]],
    ['with losses that are not finite', 'step,loss\n1,nan\n2,inf\n3,-Infinity\n', [
      { step: 1, loss: NaN }, { step: 2, loss: Infinity }, { step: 3, loss: -Infinity },
    ]],
    ['with a loss alone', 'loss\n2.3\n1.5\n', [{ step: 0, loss: 2.3 }, { step: 1, loss: 1.5 }]],
    ['with rows of one step', 'step,train_loss,val_loss\n9,1.5,\n9,,1.6\n19,1.2,\n', [
      { step: 9, loss: 1.5, validationLoss: 1.6 }, { step: 19, loss: 1.2 },
    ]],
    ['with a row that begins with the rate', 'epoch,lr-Adam,step,train_loss\n,0.001,9,\n0,,9,1.5\n', [
      { step: 9, rate: 0.001, loss: 1.5 },
    ]],
    ['with both splits in one column', 'step,phase,loss,acc\n1,train,2.3,0.1\n1,val,2.4,0.2\n2,train,1.5,0.3\n', [
      { step: 1, loss: 2.3, accuracy: 0.1, validationLoss: 2.4, validationAccuracy: 0.2 },
      { step: 2, loss: 1.5, accuracy: 0.3 },
    ]],
    ['with a rate for each group', 'step;loss;lr\n1;2.3;[0.1, 0.01]\n', [{ step: 1, loss: 2.3, rate: 0.1 }]],
    ['of Ultralytics', 'epoch,train/box_loss,train/cls_loss,val/box_loss,val/cls_loss\n1,1.5,2,1,3\n', [
      { step: 1, loss: 3.5, validationLoss: 4 },
    ]],
    ['of YOLOv5', '  epoch,  train/box_loss,  train/obj_loss,metrics/mAP_0.5:0.95\n      0,       1.5,       2,       0.25\n', [
      { step: 0, loss: 3.5 },
    ]],
    ['of YOLOv10', 'epoch,train/box_om,train/box_oo,val/box_om,val/box_oo\n1,1.5,2,1,3\n', [
      { step: 1, loss: 3.5, validationLoss: 4 },
    ]],
  ]; // prettier-ignore
  for (const [name, text, expected] of cases) {
    it(`are read ${name}`, async () => {
      const { format, samples } = await readText(newFolder(), text);
      assert.equal(format, 'csv');
      assert.deepEqual(samples, expected);
    });
  }

  it('with carriage returns alone are read wherever they are cut', () => {
    const bytes = Buffer.from('step,loss\r1,2.3\r2,1.5\r');
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = csv.createReader();
      const rows = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut)), ...reader.end()];
      assert.deepEqual(rows, THREE.slice(0, 2), `cut at ${cut}`);
    }
  });

  it('tell what is known of the run', async () => {
    const text = 'epoch,lr-Adam,step,train_loss,val_acc\n0,1e-4,49,2.3,\n0,1e-3,99,1.9,0.5\n1,5e-4,199,1.5,0.6\n2,1e-4,299,1.1,\n';
    const { facts } = await readText(newFolder(), text);
    assert.deepEqual(facts, {
      rate: 1e-3,
      optimizer: 'Adam',
      batchSize: null,
      classes: null,
      unit: 'step',
      total: 299,
      stepsPerEpoch: 100,
      imagesPerEpoch: null,
      baseline: null,
      metrics: [
        { name: 'loss', source: 'train_loss' },
        { name: 'validationAccuracy', source: 'val_acc' },
        { name: 'rate', source: 'lr-Adam' },
      ],
    });
  }); // prettier-ignore

  it('take from the user what they do not say', async () => {
    const options = { optimizer: 'SGD', rate: 0.5, batchSize: 64, classes: 10 };
    const { facts } = await readText(newFolder(), 'step,loss,lr\n1,2.3,0.1\n', options);
    const { optimizer, rate, batchSize, classes, baseline } = facts;
    assert.deepEqual({ optimizer, rate, batchSize, classes }, options);
    assert.equal(baseline, null, 'no log says that its loss is a cross-entropy');
  });

  const units: [name: string, text: string, unit: string, steps: number[]][] = [
    ['steps', 'step,epoch,loss\n10,0,2\n20,0,1\n', 'step', [10, 20]],
    ['epochs without steps', 'epoch,loss\n1,2\n2,1\n', 'epoch', [1, 2]],
    ['rows without either', 'loss,acc\n2,0.1\n1,0.2\n', 'row', [0, 1]],
    ['rows where many have the same epoch', 'epoch,loss\n0,5\n0,4\n0,3\n1,2\n1,1\n', 'row', [0, 1, 2, 3, 4]],
    ['rows where the step never moves', 'step,loss\n0,3\n0,2\n0,1\n', 'row', [0, 1, 2]],
    ['steps that begin again in each epoch', 'epoch,batch,loss\n0,0,5\n0,1,4\n1,0,3\n1,1,2\n2,0,1\n', 'step', [0, 1, 2, 3, 4]],
    ['steps that begin at 1 in each epoch', 'epoch,batch,loss\n1,1,5\n1,2,4\n2,1,3\n2,2,2\n', 'step', [1, 2, 3, 4]],
  ]; // prettier-ignore
  for (const [name, text, unit, expected] of units) {
    it(`count ${name}`, async () => {
      const { facts, samples } = await readText(newFolder(), text);
      assert.equal(facts.unit, unit);
      assert.deepEqual(
        samples.map(({ step }) => step),
        expected,
      );
    });
  }

  it('count steps on that begin again where the first epoch is not named', async () => {
    const { samples } = await readText(newFolder(), 'epoch,batch,loss\n,1,5\n,2,4\n1,1,3\n1,2,2\n2,1,1\n');
    assert.deepEqual(
      samples.map(({ step, loss }) => [step, loss]),
      [
        [1, 5],
        [2, 4],
        [3, 3],
        [4, 2],
        [5, 1],
      ],
    );
  });

  it("do not count steps twice where an epoch's summary stands at the step of the last loss", async () => {
    const rows = ['50,,9', '100,,8', '100,1,7', '150,,6', '200,,5', '200,2,4', '250,,3', '300,,2', '300,3,1'];
    const { samples } = await readText(newFolder(), `step,epoch,loss\n${rows.join('\n')}\n`);
    assert.deepEqual(
      samples.map(({ step }) => step),
      [50, 100, 150, 200, 250, 300],
    );
  });

  it('know the steps of an epoch from fractions of it', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `${10 * index},${(index / 10).toFixed(2)},1`);
    assert.equal((await readText(newFolder(), `step,epoch,loss\n${rows.join('\n')}\n`)).facts.stepsPerEpoch, 100);
  });

  describe('of a training that was started again', () => {
    const restarts: [name: string, rows: string[], expected: [number, number][]][] = [
      ['from a checkpoint', ['1,9', '2,8', '3,7', '4,6', '3,5', '4,4', '5,3'], [[1, 9], [2, 8], [3, 5], [4, 4], [5, 3]]],
      ['from the beginning', ['1,9', '2,8', '1,7', '2,6'], [[1, 7], [2, 6]]],
      ['from the beginning, after one that ended before its first report', ['19,9', '39,8', '14,7', '29,6', '19,5', '39,4'], [[19, 5], [39, 4]]],
      ['at the step that it had reached', ['1,9', '2,8', '2,7', '3,6'], [[1, 9], [2, 7], [3, 6]]],
      ['before its second report, again and again', ['10,9', '20,8', '30,7', '40,6', '50,5', '60,4', '10,9', '10,8', '10,7', '10,6', '20,5'], [[10, 6], [20, 5]]],
      ['at once, again and again', ['0,9', '0,8', '0,7', '0,6', '1,5', '2,4', '3,3', '4,2.5', '5,2', '6,1.5', '7,1'], [[0, 6], [1, 5], [2, 4], [3, 3], [4, 2.5], [5, 2], [6, 1.5], [7, 1]]],
      ['twice, further on', ['1,9', '2,8', '2,7', '3,6', '4,5', '4,4', '3,3', '4,2'], [[1, 9], [2, 7], [3, 3], [4, 2]]],
      ['twice, further back', ['1,9', '2,8', '3,7', '3,6', '2,5', '3,4'], [[1, 9], [2, 5], [3, 4]]],
    ]; // prettier-ignore
    for (const [name, rows, expected] of restarts) {
      it(`${name} show the newest attempt`, async () => {
        const { samples } = await readText(newFolder(), ['step,loss', ...rows, ''].join('\n'));
        assert.deepEqual(
          samples.map(({ step, loss }) => [step, loss]),
          expected,
        );
      });
    }

    it('void what was told before and say so', async () => {
      const { types, notices } = await readText(newFolder(), `step,loss\n1,3\n2,2\n3,1\n1,3\n2,2\n`);
      assert.deepEqual(types, ['reset', 'started', 'samples', 'facts', 'samples', 'notice', 'ended']);
      assert.deepEqual(
        notices.map(({ count }) => count),
        [1],
      );
      assert.match(notices[0].text, /only the latest attempt is shown/);
    });

    it('leave out what the older attempt validated', async () => {
      const rows = ['1,3,', '2,2,', '2,,2.5', '3,1,', '2,1.9,', '2,,2.4', '3,1,'];
      const { samples } = await readText(newFolder(), ['step,loss,val_loss', ...rows, ''].join('\n'));
      assert.deepEqual(samples, [
        { step: 1, loss: 3 },
        { step: 2, loss: 1.9, validationLoss: 2.4 },
        { step: 3, loss: 1 },
      ]);
    });
  });

  it('are told apart by their epochs where the steps stand still', async () => {
    const { facts, samples } = await readText(
      newFolder(),
      'step,epoch,loss\n126,0.2,5\n126,0.4,4\n126,0.6,3\n126,0.8,2\n',
    );
    assert.deepEqual([facts.unit, samples.map(({ step }) => step)], ['epoch', [0.2, 0.4, 0.6, 0.8]]);
  });

  it('are counted where steps and epochs stand still', async () => {
    const { facts, samples } = await readText(newFolder(), 'step,epoch,loss\n126,1,5\n126,1,4\n126,1,3\n126,1,2\n');
    assert.deepEqual([facts.unit, samples.map(({ step }) => step)], ['row', [0, 1, 2, 3]]);
  });

  it('put a validation that counts epochs at the newest step', async () => {
    const { samples } = await readText(newFolder(), 'step,loss,val_loss\n100,2,\n200,1,\n1,,1.5\n300,0.9,\n');
    assert.deepEqual(samples[1], { step: 200, loss: 1, validationLoss: 1.5 });
  });

  it('read accuracies in percent as shares, whenever it shows that they are', async () => {
    const { samples } = await readText(newFolder(), 'epoch,loss,acc,val_acc\n1,2,0.9,0.8\n2,1,55,60\n3,0.5,98.5,1000\n');
    assert.deepEqual(
      samples.map(({ accuracy, validationAccuracy }) => [accuracy, validationAccuracy]),
      [[0.009000000000000001, 0.008], [0.55, 0.6], [0.985, undefined]],
    );
  }); // prettier-ignore

  it('count the rows that could not be read', async () => {
    const { samples, notices } = await readText(newFolder(), 'step,loss\n1,2\n2\nx,1\n3,oops\n4,1,2,3\n5,1\n');
    assert.deepEqual(
      samples.map(({ step }) => step),
      [1, 5],
    );
    assert.deepEqual(notices, [{ text: '4 rows could not be read.', count: 4 }]);
  });

  it('are read to the end where they are large', async () => {
    const rows = Array.from({ length: 60_000 }, (_, step) => `${step},${(1 / (step + 1)).toFixed(8)}`);
    const { samples } = await readText(newFolder(), `step,loss\n${rows.join('\n')}\n`);
    assert.equal(samples.length, 60_000);
    assert.ok(samples.every(({ step, loss }, index) => step === index && loss === Number((1 / (index + 1)).toFixed(8))));
  }); // prettier-ignore
});

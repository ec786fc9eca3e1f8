import assert from 'node:assert/strict';
import Pbf from 'pbf';
import { wandbFile } from '../../../src/logs/wandb/wandbFile.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { BlockFile } from '../../support/blockFile.ts';
import { readText } from './files.ts';

/**
 * A stand-in for W&B, which cannot be installed everywhere: frames and encodes records as wandb/sdk/internal/datastore.py and
 * wandb_internal.proto describe it.
 */
class RunFile {
  readonly #blocks = new BlockFile([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0]);

  get bytes(): Buffer {
    return this.#blocks.bytes;
  }

  config(items: Readonly<Record<string, string>>): void {
    this.#add((record) =>
      record.writeMessage(17, (_, run) => run.writeMessage(4, (__, config) => writeItems(config, items), {}), {}),
    );
  }

  history(items: Readonly<Record<string, string>>): void {
    this.#add((record) => record.writeMessage(2, (_, history) => writeItems(history, items), {}));
  }

  output(text: string): void {
    this.#add((record) => record.writeMessage(13, (_, output) => output.writeStringField(3, text), {}));
  }

  exit(code: number): void {
    this.#add((record) => record.writeMessage(18, (_, exit) => exit.writeVarintField(1, code), {}));
  }

  #add(write: (record: Pbf) => void): void {
    const pbf = new Pbf();
    write(pbf);
    this.#blocks.add(pbf.finish());
  }
}

function writeItems(message: Pbf, items: Readonly<Record<string, string>>): void {
  for (const [key, json] of Object.entries(items)) {
    message.writeMessage(
      1,
      (_, item) => {
        if (key.includes('.')) for (const part of key.split('.')) item.writeStringField(2, part);
        else item.writeStringField(1, key);
        item.writeStringField(16, json);
      },
      {},
    );
  }
}

function runFile(steps: number): Buffer {
  const file = new RunFile();
  file.config({ learning_rate: '{"value": 0.125}', optimizer: '"adam"', batch_size: '32' });
  for (let step = 0; step < steps; step++) {
    file.history({
      _step: String(step * 10),
      'train.loss': step === 3 ? 'NaN' : String(2 / (step + 1)),
      note: `"${'x'.repeat(200)}"`,
    });
  }
  return file.bytes;
}

describe('the file of a W&B run', () => {
  const newFolder = temporaryFolders();

  it("is read with its configuration, W&B's own steps and a NaN, over the borders of blocks", async () => {
    const { format, facts, samples } = await readText(newFolder(), runFile(500), { name: 'run-1.wandb' });
    assert.equal(format, 'wandb');
    assert.deepEqual([facts.rate, facts.optimizer, facts.batchSize], [0.125, 'adam', 32]);
    assert.equal(samples.length, 500);
    assert.deepEqual(samples.slice(2, 5), [
      { step: 20, loss: 2 / 3 },
      { step: 30, loss: NaN },
      { step: 40, loss: 0.4 },
    ]);
    assert.deepEqual(samples.at(-1), { step: 4990, loss: 2 / 500 });
  });

  it('is read the same however it grows, and a torn end waits', () => {
    const bytes = runFile(300);
    const whole = wandbFile.createReader().push(bytes);
    for (const size of [1, 1000, 32768]) {
      const reader = wandbFile.createReader();
      const rows = [];
      for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.subarray(at, at + size)));
      assert.deepEqual(rows, whole, `cut every ${size} bytes`);
      assert.equal(reader.badRows, 0);
    }
  });

  it('is read on from the next block after a damaged chunk, which is counted', () => {
    const bytes = runFile(500);
    bytes[5000] ^= 1;
    const reader = wandbFile.createReader();
    const rows = reader.push(bytes);
    assert.ok(rows.length > 300 && rows.length < 500, String(rows.length));
    assert.ok(reader.badRows >= 1);
  });

  for (const [code, outcome] of [
    [0, { state: 'finished' }],
    [3, { state: 'failed', reason: 'The program ended with exit code 3.' }],
  ] as const) {
    it(`tells that its program ended with exit code ${code}`, () => {
      const file = new RunFile();
      file.history({ loss: '1' });
      const reader = wandbFile.createReader();
      reader.push(file.bytes);
      assert.equal(reader.outcome, null);
      const { length } = file.bytes;
      file.exit(code);
      reader.push(file.bytes.subarray(length));
      assert.deepEqual(reader.outcome, outcome);
    });
  }

  it('is what its program has printed where nothing was logged', async () => {
    const file = new RunFile();
    for (const text of ['step 1 loss', ' 3 lr 0.1\n', 'step 2 loss 2\nstep 3', ' loss 1']) file.output(text);
    const { facts, samples } = await readText(newFolder(), file.bytes, { name: 'run-1.wandb' });
    assert.deepEqual([samples.map(({ loss }) => loss), facts.rate, facts.unit], [[3, 2, 1], 0.1, 'step']);
  });

  it('has a loss with a name of its own also behind the measures of hundreds of tests', async () => {
    const file = new RunFile();
    const tests = Array.from({ length: 200 }, (_, at) => [`val-aux/test_${at}/acc/mean`, '0.5'] as const);
    file.history({ ...Object.fromEntries(tests), _step: '0' });
    file.history({ 'actor/pg_loss': '0.25', _step: '1' });
    const { samples } = await readText(newFolder(), file.bytes);
    assert.deepEqual(samples.filter(({ loss }) => loss !== undefined), [{ step: 1, loss: 0.25 }]); // prettier-ignore
  });

  it('is what was logged, and not what was printed besides', async () => {
    const file = new RunFile();
    file.output('step 1 loss 30\nstep 2 loss 20\n');
    file.history({ _step: '1', loss: '3' });
    file.output('step 3 loss 10\n');
    const { samples } = await readText(newFolder(), file.bytes, { name: 'run-1.wandb' });
    assert.deepEqual(samples, [{ step: 1, loss: 3 }]);
  });

  it('waits for the end of its program before it takes what was printed', () => {
    const file = new RunFile();
    file.output('step 1 loss 3\nstep 2 loss 2\n');
    const reader = wandbFile.createReader();
    const { length } = file.bytes;
    assert.deepEqual([reader.push(file.bytes), reader.flush!()], [[], []]);
    file.exit(0);
    assert.deepEqual([reader.push(file.bytes.subarray(length)), reader.flush!().length], [[], 2]);
  });

  it('never fails, whatever is in it', () => {
    const whole = runFile(40);
    let seed = 11;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change < 5; change++) bytes[random(bytes.length)] = random(256);
      wandbFile.createReader().push(bytes);
    }
  });
});

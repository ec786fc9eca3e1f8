import assert from 'node:assert/strict';
import Pbf from 'pbf';
import { swanlabFile } from '../../../src/logs/swanlab/swanlabFile.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { BlockFile } from '../../support/blockFile.ts';
import { readText } from './files.ts';

/**
 * A stand-in for SwanLab, which cannot be installed everywhere: encodes records as protos/swanlab/record/v1 and
 * protos/swanlab/metric/data/v1 describe them.
 */
function runFile(values: readonly (readonly [key: string, step: number, value: number])[], version = 2): Buffer {
  const blocks = new BlockFile([0x3a, 0x53, 0x57, 0x4c, 0xd6, 0xe1, version]);
  values.forEach(([key, step, value], index) => {
    const pbf = new Pbf();
    pbf.writeVarintField(1, index + 1);
    pbf.writeMessage(
      13,
      (_, scalar) => {
        scalar.writeStringField(1, key);
        // As proto3 does, what is 0 is left out.
        if (step !== 0) scalar.writeVarintField(2, step);
        scalar.writeMessage(4, (__, time) => writeTime(time, step), {});
        scalar.writeMessage(5, (__, message) => value !== 0 && message.writeDoubleField(1, value), {});
      },
      {},
    );
    blocks.add(pbf.finish());
  });
  return blocks.bytes;
}

/** A google.protobuf.Timestamp: half a second for each step. */
function writeTime(time: Pbf, step: number): void {
  time.writeVarintField(1, 1_700_000_000 + Math.floor(step / 2));
  if (step % 2 === 1) time.writeVarintField(2, 500_000_000);
}

describe('the file of a SwanLab run', () => {
  const newFolder = temporaryFolders();
  const losses = Array.from({ length: 1500 }, (_, step) => (step === 2 ? NaN : 3 / (step + 1)));
  const whole = runFile(
    losses.flatMap((loss, step) => [
      ['train/loss', step, loss] as const,
      ['lr', step, step === 0 ? 0 : 0.125] as const,
      ['step', step, 7] as const,
    ]),
  );

  it('is read with the values of a step as one sample, a NaN as what it is, and a zero that is not written', async () => {
    const { format, facts, samples } = await readText(newFolder(), whole, { name: 'run-1.swanlab' });
    assert.equal(format, 'swanlab');
    assert.equal(facts.rate, 0.125);
    assert.deepEqual(samples, losses.map((loss, step) => ({ step, loss, rate: step === 0 ? 0 : 0.125 })));
  }); // prettier-ignore

  it('says when each step was logged', () => {
    const rows = swanlabFile.createReader().push(whole);
    assert.deepEqual(rows.slice(0, 3).map(({ time }) => time), [1_700_000_000, 1_700_000_000.5, 1_700_000_001]);
  }); // prettier-ignore

  it('is read the same however it grows', () => {
    const rowsOf = (size: number): unknown[] => {
      const reader = swanlabFile.createReader();
      const rows = [];
      for (let at = 0; at < whole.length; at += size) rows.push(...reader.push(whole.subarray(at, at + size)));
      assert.equal(reader.badRows, 0);
      return [...rows, ...reader.end()];
    };
    assert.deepEqual(rowsOf(333), rowsOf(whole.length));
  });

  it('of an older version is read from its JSON, without what was measured of the machine', async () => {
    const blocks = new BlockFile([0x3a, 0x53, 0x57, 0x4c, 0xd6, 0xe1, 1]);
    const add = (key: string, step: number, value: string): void =>
      blocks.add(Buffer.from(`{"model_type": "Scalar", "data": {"metric": {"index": ${step}, "data": ${value}, "create_time": "2026-11-29T10:00:${step}.5+00:00"}, "key": "${key}", "step": ${step}, "epoch": 1}}\n`)); // prettier-ignore
    blocks.add(Buffer.from('{"model_type": "Header", "data": {"backup_type": "DEFAULT"}}\n'));
    add('train/loss', 10, '2.5');
    add('__swanlab__.cpu.pct', 30, '40.0');
    add('lr', 10, '0.125');
    add('train/loss', 20, 'NaN');
    const { format, samples } = await readText(newFolder(), blocks.bytes, { name: 'backup.swanlab' });
    assert.equal(format, 'swanlab');
    const rows = swanlabFile.createReader().push(blocks.bytes);
    assert.equal(rows[0].time, Date.parse('2026-11-29T10:00:10.5Z') / 1000);
    assert.deepEqual(samples, [
      { step: 10, loss: 2.5, rate: 0.125 },
      { step: 20, loss: NaN },
    ]);
  });

  it('of another version says so', async () => {
    await assert.rejects(readText(newFolder(), runFile([['loss', 0, 1]], 3), { name: 'run-1.swanlab' }), /format 3, not 2/);
  }); // prettier-ignore
});

import assert from 'node:assert/strict';
import Pbf from 'pbf';
import { maskedCrc32c } from '../../../src/logs/tensorboard/crc32c.ts';
import { readEvent } from '../../../src/logs/tensorboard/event.ts';
import { ScalarEvent } from '../../../src/logs/tensorboard/scalarEvent.ts';

const scalar = (tag: string, step: number, value: number): Uint8Array => {
  const pbf = new Pbf();
  pbf.writeDoubleField(1, 1_700_000_000 + step);
  pbf.writeVarintField(2, step);
  pbf.writeMessage(5, (_, summary) => summary.writeMessage(1, (__, of) => {
    of.writeStringField(1, tag);
    of.writeFloatField(2, value);
  }, null), null);
  return pbf.finish();
}; // prettier-ignore

const read = (event: ScalarEvent, bytes: Uint8Array): boolean =>
  event.read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);

describe('an event with a single number', () => {
  it('says in place what the reader of all events says, whatever its bytes are', () => {
    const event = new ScalarEvent();
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    let inPlace = 0;
    for (let round = 0; round < 20_000; round++) {
      const bytes = Uint8Array.from(scalar(['loss', 'lr', 'a/b', ''][random(4)], random(1e6), random(99) / 7));
      if (round % 4 > 0) bytes[random(bytes.length)] = random(256);
      const part = round % 8 === 7 ? bytes.slice(0, random(bytes.length)) : bytes;
      if (!read(event, part)) continue;
      inPlace++;
      const { wallTime, step, scalars } = readEvent(part);
      assert.deepEqual([event.wallTime, event.step, [[event.tag, event.value]]], [wallTime, step, [...scalars]]);
    }
    assert.ok(inPlace > 5000, `${inPlace}`);
  });

  it('is left to that reader where it is a rare one', () => {
    const event = new ScalarEvent();
    assert.ok(read(event, scalar('loss', 1, 0.5)));
    for (const [tag, step] of [['Verlust für 1', 1], ['loss', 2 ** 30], ['loss', -1]] as const)
      assert.ok(!read(event, scalar(tag, step, 0.5)), tag);
  }); // prettier-ignore
});

describe('the checksum of event files', () => {
  it('is that of one byte after the other, at every place and length', () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, index) => (index * 151 + 7) & 0xff);
    for (let from = 0; from < 8; from++)
      for (let to = from; to <= bytes.length; to++)
        assert.equal(maskedCrc32c(bytes, from, to), slowly(bytes.subarray(from, to)), `${from} to ${to}`);
  });
});

function slowly(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import { openLog, openLogs } from '../../../src/logs/openLog.ts';
import { maskedCrc32c } from '../../../src/logs/tensorboard/crc32c.ts';
import { eventFile } from '../../../src/logs/tensorboard/eventFile.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText, withRoles } from './files.ts';

/** Written by TensorBoard, see test/fixtures/make/eventFiles.py. */
const FIXTURES = path.resolve('test/fixtures/logs/tensorboard');

function bytesOf(folder: string): Buffer {
  const [name] = readdirSync(path.join(FIXTURES, folder));
  return readFileSync(path.join(FIXTURES, folder, name));
}

async function samplesIn(folder: string): Promise<Sample[]> {
  let samples: Sample[] = [];
  for await (const event of (await openLog(path.join(FIXTURES, folder))).events()) {
    if (event.type === 'reset') samples = [];
    if (event.type === 'samples') samples.push(...event.samples);
  }
  return withRoles(samples);
}

describe('event files of TensorBoard', () => {
  const newFolder = temporaryFolders();
  const simple = bytesOf('simple');

  it('have the checksums of their format', () => {
    // RFC 3720, B.4: CRC-32C of 32 zero bytes is 8a9136aa; masked as TensorFlow does.
    const crc = 0x8a9136aa;
    const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
    assert.equal(maskedCrc32c(new Uint8Array(32), 0, 32), masked);
  });

  it('are read with the tags of a step as one sample, and a NaN as what it is', async () => {
    const { format, facts, samples } = await readText(newFolder(), simple, { name: 'events.out.tfevents.1.host' });
    assert.equal(format, 'tensorboard');
    assert.equal(facts.rate, 0.125);
    assert.deepEqual(samples.map(({ step }) => step), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(samples.map(({ loss }) => loss), [...[2, 1, 2 / 3, 0.5, 0.4, 1 / 3, 2 / 7, 0.25].map(Math.fround), NaN, NaN]);
  }); // prettier-ignore

  it('of one folder are one run, in which a restart replaces what came after it', async () => {
    assert.deepEqual(await samplesIn('restart'), [
      { step: 0, loss: 4 },
      { step: 1, loss: 3 },
      { step: 2, loss: 2 },
      { step: 3, loss: 0.5 },
      { step: 4, loss: 0.5 },
      { step: 5, loss: 0.5 },
    ]);
  });

  it('of the folders of training and validation are one run', async () => {
    assert.deepEqual(await samplesIn('keras'), [
      { step: 0, loss: 2, validationLoss: 2.5 },
      { step: 1, loss: 1.5, validationLoss: 2 },
      { step: 2, loss: 1, validationLoss: 1.5 },
    ]);
    assert.equal((await openLogs(FIXTURES)).length, 4);
  });

  it('are read the same however they grow, and a torn end waits', () => {
    const first = eventFile.createReader();
    const whole = [...first.push(simple), ...first.end()];
    assert.equal(whole.length, 10);
    const reader = eventFile.createReader();
    const grown = Array.from(simple).flatMap((byte) => reader.push(Uint8Array.of(byte)));
    assert.deepEqual([...grown, ...reader.end()], whole);
    for (let end = 0; end < simple.length; end++) {
      const cut = eventFile.createReader();
      const before = cut.push(simple.subarray(0, end));
      assert.deepEqual(before, whole.slice(0, before.length));
      assert.equal(cut.badRows, 0);
      assert.deepEqual([...before, ...cut.push(simple.subarray(end)), ...cut.end()], whole);
    }
  }); // prettier-ignore

  it('have the sum of the parts of a loss as their loss, where every tag has its own event', async () => {
    const { facts, samples } = await readText(newFolder(), bytesOf('parts'));
    assert.deepEqual(samples, [
      { step: 0, loss: 1.75, validationLoss: 3.5 },
      { step: 1, loss: 0.875, validationLoss: 1.75 },
    ]);
    assert.equal(facts.metrics[0].source, 'train/box_loss + train/cls_loss + train/dfl_loss');
  });

  it('are read past a damaged record, which is counted', async () => {
    const damaged = Buffer.from(simple);
    damaged[100] ^= 1;
    const { samples, notices } = await readText(newFolder(), damaged);
    assert.ok(samples.length >= 9);
    assert.deepEqual(notices.map(({ text }) => text), ['1 row could not be read.']);
  }); // prettier-ignore

  it('never fail, whatever is in them', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(simple);
      for (let change = 0; change < 5; change++) bytes[random(bytes.length)] = random(256);
      eventFile.createReader().push(bytes);
    }
  });

  it('whose names belong to pointers of Git LFS are refused as such', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'events.out.tfevents.1.host');
    writeFileSync(file, 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n');
    await assert.rejects(openLogs(file), /Git LFS pointer/);
  });
});

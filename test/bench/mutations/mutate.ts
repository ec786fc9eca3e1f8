import { maskedCrc32c } from '../../../src/logs/tensorboard/crc32c.ts';
import { EventRecords } from '../../../src/logs/tensorboard/eventRecords.ts';
import { BlockRecords } from '../../../src/logs/wandb/blockRecords.ts';
import { BlockFile } from '../../support/blockFile.ts';

/** A whole number from 0 to below the limit. */
export type Random = (below: number) => number;

/** Bytes of the header of a file of blocks. */
const BLOCK_HEADER = 7;

/** Damages bytes at up to four places: some are replaced, a piece is cut out or doubled, or the end is missing. */
export function mutate(bytes: Uint8Array, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  for (let change = random(4); change >= 0; change--) {
    const at = random(mutated.length + 1);
    const end = Math.min(mutated.length, at + 1 + random(64));
    const before = mutated.subarray(0, at);
    const piece = mutated.subarray(at, end);
    const after = mutated.subarray(end);
    switch (random(5)) {
      case 0:
        mutated = Buffer.concat([before, after]);
        break;
      case 1:
        mutated = Buffer.concat([before, piece, piece, after]);
        break;
      case 2:
        mutated = Buffer.concat([before, Buffer.from(piece.map(() => random(256))), after]);
        break;
      case 3:
        if (at < mutated.length) mutated[at] = [0, 0x7f, 0x80, 0xff][random(4)];
        break;
      default:
        if (random(4) === 0) mutated = Buffer.from(before);
    }
  }
  return mutated;
}

/** Damages a record of a file of blocks whose checksums are right again. */
export function mutateBlocks(bytes: Uint8Array, random: Random): Buffer {
  const records = new BlockRecords(BLOCK_HEADER).push(bytes);
  const file = new BlockFile([...bytes.subarray(0, BLOCK_HEADER)]);
  const damaged = random(records.length);
  records.forEach((record, index) => file.add(index === damaged ? mutate(record, random) : record));
  return file.bytes;
}

/** Damages a record of an event file whose checksums are right again. */
export function mutateEvents(bytes: Uint8Array, random: Random): Buffer {
  const records: Buffer[] = [];
  new EventRecords().push(bytes, (all, _, from, to) => records.push(Buffer.from(all.subarray(from, to))));
  const damaged = random(records.length);
  return Buffer.concat(
    records.flatMap((record, index) => {
      const data = index === damaged ? mutate(record, random) : record;
      const header = Buffer.alloc(12);
      header.writeUInt32LE(data.length);
      header.writeUInt32LE(maskedCrc32c(header, 0, 8), 8);
      const footer = Buffer.alloc(4);
      footer.writeUInt32LE(maskedCrc32c(data, 0, data.length));
      return [header, data, footer];
    }),
  );
}

/** The Castagnoli polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;
/** What event files add to a checksum that they have rotated (TensorFlow, crc32c.h). */
const MASK_DELTA = 0xa282ead8;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});
/** What a byte comes to after one, two and three bytes of zero: four bytes are taken at once (Kounavis and Berry 2005). */
const [AFTER_1, AFTER_2, AFTER_3] = [1, 2, 3].map((zeros) =>
  TABLE.map((value) => {
    for (let zero = 0; zero < zeros; zero++) value = (value >>> 8) ^ TABLE[value & 0xff];
    return value;
  }),
);

/** The checksum of event files: CRC-32C, rotated by 15 bits, plus a constant. */
export function maskedCrc32c(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc = AFTER_3[crc & 0xff] ^ AFTER_2[(crc >>> 8) & 0xff] ^ AFTER_1[(crc >>> 16) & 0xff] ^ TABLE[(crc >>> 24) & 0xff];
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[at]) & 0xff];
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

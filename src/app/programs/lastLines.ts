const NEWLINE = 10;

/** The bytes from the first line on that begins at an offset or later; of a line that is longer, from its first whole character there. */
export function fromLineStart(bytes: Buffer, offset: number): Buffer {
  const end = bytes.indexOf(NEWLINE, offset);
  if (end >= 0) return bytes.subarray(end + 1);
  let start = offset;
  // UTF-8: the first two bits of all bytes of a character but the first are 10.
  while (start < bytes.length && (bytes[start] & 0b1100_0000) === 0b1000_0000) start++;
  return bytes.subarray(start);
}

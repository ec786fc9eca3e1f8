import { stat } from 'node:fs/promises';

/**
 * Where a file is now whose name another one has taken: Python's RotatingFileHandler and logrotate rename a full log to "train.log.1" and
 * begin a new one.
 * @param inode of the file before
 * @returns its path; null if it is not there
 */
export async function rotatedFile(file: string, inode: number): Promise<string | null> {
  const rotated = `${file}.1`;
  return (await stat(rotated).catch(() => null))?.ino === inode ? rotated : null;
}

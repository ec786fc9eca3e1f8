import { open } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { encodingOf } from './lineSplitter.ts';
import { LogError } from './logError.ts';

/** Bytes from which a format is recognized. Some programs print their own source code before they train. */
const HEAD_BYTES = 65_536;

/** The beginning of a file, from which its format is recognized. */
export interface LogHead {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** The bytes as text, its last line perhaps cut; null if they are none. */
  readonly text: string | null;
  /** Whether this is the whole file. */
  readonly isWhole: boolean;
}

/**
 * Reads the beginning of a file.
 * @throws LogError if there is nothing in it, or it cannot be read
 */
export async function readHead(file: string): Promise<LogHead> {
  const bytes = await readBytes(file);
  const decoded = new TextDecoder(encodingOf(bytes)).decode(bytes);
  const text = decoded.includes('\0') ? null : decoded;
  if (text?.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new LogError(l10n.t('This is a Git LFS pointer, not the file itself: get it with "git lfs pull".'));
  }
  const isWhole = bytes.length < HEAD_BYTES;
  if (text?.trim() === '' && isWhole) throw new LogError(l10n.t('This file is empty.'));
  return { fileName: path.basename(file), bytes, text, isWhole };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toLogError(error);
  }
}

/** A sentence for a file that cannot be read. */
export function toLogError(error: unknown): LogError {
  return error instanceof LogError ? error : new LogError(reasonOf(error as NodeJS.ErrnoException));
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return l10n.t('There is no such file.');
    case 'EISDIR':
      return l10n.t('This is a folder; name a file in it.');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('You have no permission to read this file.');
    default:
      return message;
  }
}

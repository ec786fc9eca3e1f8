import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Called in a `describe`: makes new empty folders that are gone after each test. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'goldilocks-'));
    made.push(folder);
    return folder;
  };
}

/** What the build made: bundles and the compiled engine. */
export const DIST = path.resolve('dist');
/** The MNIST images that ship with the extension. */
export const MNIST = path.resolve('media', 'mnist');

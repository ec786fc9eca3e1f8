import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../../../src/store/containment.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('isInside', () => {
  const newFolder = temporaryFolders();
  /** A storage folder with an experiment, beside others; returns a path by its name. */
  const made = (): ((...names: string[]) => string) => {
    const root = newFolder();
    for (const name of ['storage/e/runs', 'storage2/e', 'x']) mkdirSync(path.join(root, name), { recursive: true });
    // Not path.join, which would resolve the dots.
    return (...names) => [root, ...names].join(path.sep);
  };

  it('is true for a folder of the storage, however its path is written', async () => {
    const at = made();
    for (const folder of [
      at('storage', 'e'),
      at('storage', 'e', ''),
      at('storage', '.', 'e'),
      at('x', '..', 'storage', 'e'),
      at('storage', 'e', 'runs', '..'),
    ])
      assert.equal(await isInside(at('storage'), folder), true, folder);
    assert.equal(await isInside(at('storage', ''), at('storage', 'e')), true);
  });

  it('is false for all others', async () => {
    const at = made();
    for (const folder of [
      at('storage'),
      at('storage', '..'),
      at('storage', '..', 'x'),
      at('storage', 'e', '..', '..', 'x'),
      at('storage2', 'e'),
      at('x'),
      at('storage', 'e', 'runs'),
      at('storage', 'missing'),
    ])
      assert.equal(await isInside(at('storage'), folder), false, folder);
    assert.equal(await isInside(at('missing'), at('missing', 'e')), false);
  });

  it('follows symbolic links on both sides', async function () {
    if (process.platform === 'win32') this.skip();
    const at = made();
    symlinkSync(at('x'), at('storage', 'link'));
    symlinkSync(at('storage'), at('alias'));
    assert.equal(await isInside(at('storage'), at('storage', 'link')), false);
    assert.equal(await isInside(at('storage'), at('alias', 'e')), true);
    assert.equal(await isInside(at('alias'), at('storage', 'e')), true);
    assert.equal(await isInside(at('alias'), at('alias', '..', 'x')), false);
  });
});

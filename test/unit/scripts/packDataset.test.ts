import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const SCRIPT = path.resolve(__dirname, '../../../scripts/packDataset.mjs');

interface PackDataset {
  packDataset(folder: string): Promise<void>;
  MNIST_FILES: Record<string, string>;
}

describe('the packed data set', () => {
  let folder: string;
  let script: PackDataset;
  before(async function () {
    this.timeout(60_000);
    script = (await import(pathToFileURL(SCRIPT).href)) as PackDataset;
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-pack-'));
    await script.packDataset(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has the original files and nothing else', async () => {
    const names = Object.keys(script.MNIST_FILES);
    assert.deepEqual((await readdir(folder)).sort(), [...names.map((name) => `${name}.gz`), 'manifest.json'].sort());
    for (const name of names) {
      const bytes = gunzipSync(await readFile(path.join(folder, `${name}.gz`)));
      assert.equal(createHash('md5').update(bytes).digest('hex'), script.MNIST_FILES[name]);
    }
  });

  it('is left alone if it is intact, and repaired if it isn’t', async () => {
    const changed = async (): Promise<number[]> =>
      Promise.all(
        ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'].map(
          async (name) => (await stat(path.join(folder, name))).ino,
        ),
      );
    const labels = path.join(folder, 't10k-labels-idx1-ubyte.gz');
    const original = await readFile(labels);
    const whole = await changed();
    await script.packDataset(folder);
    assert.deepEqual(await changed(), whole);

    for (const damaged of [original.subarray(0, 100), Buffer.from(original).fill(1, 50, 60), Buffer.alloc(0)]) {
      await writeFile(labels, damaged);
      await script.packDataset(folder);
      assert.deepEqual(await readFile(labels), original);
    }
    assert.equal((await changed())[0], whole[0]);
  });

  it('is packed again if its manifest is damaged', async () => {
    await writeFile(path.join(folder, 'manifest.json'), '{"t10k-labels');
    await script.packDataset(folder);
    assert.deepEqual(
      Object.keys(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as object),
      Object.keys(script.MNIST_FILES),
    );
  });
});

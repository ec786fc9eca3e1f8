import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { deleteFile, readJson, writeFileAtomically, writeJson, writeNamedFile } from '../../../src/store/files.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { needsPosixProcesses } from '../../support/processes.ts';

describe('writeFileAtomically', () => {
  const newFolder = temporaryFolders();

  it('writes text and leaves nothing else in the folder', async () => {
    const folder = newFolder();
    await writeFileAtomically(path.join(folder, 'file'), 'text');
    assert.equal(readFileSync(path.join(folder, 'file'), 'utf8'), 'text');
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('writes the parts of a binary file one after another', async () => {
    const file = path.join(newFolder(), 'file');
    await writeFileAtomically(file, [Uint8Array.of(0, 255), new Uint8Array(), Uint8Array.of(7)]);
    assert.deepEqual([...readFileSync(file)], [0, 255, 7]);
  });

  it('keeps the old content and deletes its temporary file if writing fails midway', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'file');
    writeFileSync(file, 'old');
    function* failing(): Generator<Uint8Array> {
      yield new Uint8Array(1_000);
      assert.equal(readdirSync(folder).length, 2, 'a part is on the disk');
      throw new Error('ENOSPC: no space left on device');
    }
    await assert.rejects(writeFileAtomically(file, failing()), /ENOSPC/);
    assert.deepEqual(readdirSync(folder), ['file']);
    assert.equal(readFileSync(file, 'utf8'), 'old');
  });

  it('gives the space back and keeps the old content if the disk is full', async function () {
    needsPosixProcesses(this);
    this.timeout(60_000);
    const folder = newFolder();
    const file = path.join(folder, 'file');
    writeFileSync(file, 'old');
    // A limit on the size of files makes a write fail midway, as a full disk does.
    const script = path.join(newFolder(), 'write.mjs');
    writeFileSync(
      script,
      `import { writeFileAtomically } from ${JSON.stringify(path.resolve('src/store/files.ts'))};
       const parts = [new Uint8Array(4_000), new Uint8Array(50_000_000)];
       await writeFileAtomically(${JSON.stringify(file)}, parts).catch(({ code }) => console.log(code));`,
    );
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 40000 && exec "$0" --import tsx "$1"', process.execPath, script],
      { encoding: 'utf8' },
    );
    assert.equal(stdout, 'EFBIG\n', stderr);
    assert.deepEqual(readdirSync(folder), ['file']);
    assert.equal(readFileSync(file, 'utf8'), 'old');
  });

  it('deletes its temporary file if the target cannot be replaced', async () => {
    const folder = newFolder();
    const target = path.join(folder, 'target');
    mkdirSync(path.join(target, 'not empty'), { recursive: true });
    await assert.rejects(writeFileAtomically(target, 'text'), { syscall: 'rename' });
    assert.deepEqual(readdirSync(folder), ['target']);
  });

  it('fails if the folder does not exist', async () => {
    await assert.rejects(writeFileAtomically(path.join(newFolder(), 'missing', 'file'), 'text'), { code: 'ENOENT' });
  });

  it('lets several writers replace the same file at the same time', async () => {
    const folder = newFolder();
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomically(path.join(folder, 'file'), text)));
    assert.ok(texts.includes(readFileSync(path.join(folder, 'file'), 'utf8')));
    assert.deepEqual(readdirSync(folder), ['file']);
  });
});

describe('writeNamedFile', () => {
  const newFolder = temporaryFolders();

  it('replaces a file, and leaves nothing else in the folder', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'file');
    for (const text of ['old', 'new']) {
      await writeNamedFile(file, text);
      assert.equal(readFileSync(file, 'utf8'), text);
    }
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('writes to what a link names, whether it exists or not, and keeps the link', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const link = path.join(folder, 'link');
    symlinkSync('target', link);
    for (const text of ['first', 'second']) {
      await writeNamedFile(link, text);
      assert.equal(readFileSync(path.join(folder, 'target'), 'utf8'), text);
      assert.ok(lstatSync(link).isSymbolicLink());
    }
  });

  it('writes to a pipe', async function () {
    needsPosixProcesses(this);
    const pipe = path.join(newFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [read] = await Promise.all([readFile(pipe, 'utf8'), writeNamedFile(pipe, 'text')]);
    assert.equal(read, 'text');
    assert.ok(lstatSync(pipe).isFIFO());
  });
});

describe('deleteFile', () => {
  const newFolder = temporaryFolders();

  it('deletes the file and what interrupted writes of it left behind, and no other file', async () => {
    const folder = newFolder();
    const others = ['a.bin', 'checkpoint.bin.old', 'checkpoint.json.1.tmp'];
    for (const name of ['checkpoint.bin', 'checkpoint.bin.1.tmp', 'checkpoint.bin.2.tmp', ...others])
      writeFileSync(path.join(folder, name), '');
    await deleteFile(path.join(folder, 'checkpoint.bin'));
    assert.deepEqual(readdirSync(folder).sort(), others);
  });

  it('does nothing if there is no such file or folder', async () => {
    const folder = newFolder();
    await deleteFile(path.join(folder, 'file'));
    await deleteFile(path.join(folder, 'missing', 'file'));
    assert.deepEqual(readdirSync(folder), []);
  });
});

describe('readJson', () => {
  const newFolder = temporaryFolders();

  it('reads what writeJson wrote, numbers that are not finite included', async () => {
    const file = path.join(newFolder(), 'file.json');
    await writeJson(file, { loss: [NaN, -Infinity, 1] });
    assert.deepEqual(await readJson(file), { loss: [NaN, -Infinity, 1] });
  });

  it('is null for a file that does not exist or is not JSON', async () => {
    const file = path.join(newFolder(), 'file.json');
    assert.equal(await readJson(file), null);
    writeFileSync(file, '{"format": 1, "na');
    assert.equal(await readJson(file), null);
  });
});

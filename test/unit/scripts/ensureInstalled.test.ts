import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPTS = path.resolve(__dirname, '../../../scripts');

/** A fake npm: records its arguments, recreates node_modules, and exits with the code INSTALL_ENDS. */
const FAKE_NPM = `
const fs = require('node:fs');
fs.appendFileSync('calls.txt', process.argv.slice(2).join(' ') + '\\n');
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules');
process.exitCode = Number(process.env.INSTALL_ENDS);
`;

interface EnsureInstalled {
  ensureInstalled(folder: string, environment: NodeJS.ProcessEnv, log: () => void): Promise<void>;
  stampPath(folder: string): string;
}
interface Program {
  requireNode: (version: string) => void;
}

describe('ensureInstalled', () => {
  let folder: string;
  let script: EnsureInstalled;
  const installWith = (environment: NodeJS.ProcessEnv): Promise<void> =>
    script.ensureInstalled(folder, environment, () => undefined);
  const install = (ends = 0): Promise<void> =>
    installWith({ ...process.env, npm_execpath: path.join(folder, 'npm-cli.js'), INSTALL_ENDS: String(ends) });
  const calls = async (): Promise<string[]> =>
    (await readFile(path.join(folder, 'calls.txt'), 'utf8')).trim().split('\n');

  before(async () => {
    script = await load<EnsureInstalled>('ensureInstalled.mjs');
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks install '));
    await writeFile(path.join(folder, 'npm-cli.js'), FAKE_NPM);
    await writeFile(path.join(folder, 'package-lock.json'), '{}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('runs npm ci without install scripts, and only once', async () => {
    await install();
    await install();
    const [call, ...more] = await calls();
    assert.match(call, /^ci --ignore-scripts --include=dev /);
    assert.deepEqual(more, []);
  });

  it('runs again if the lock file changes, but not for line endings', async () => {
    await writeFile(path.join(folder, 'package-lock.json'), '{\n}');
    await install();
    await writeFile(path.join(folder, 'package-lock.json'), '{\r\n}');
    await install();
    assert.equal((await calls()).length, 1);
    await writeFile(path.join(folder, 'package-lock.json'), '{ }');
    await install();
    assert.equal((await calls()).length, 2);
  });

  it('runs again after a failed install, which it reports in a sentence', async () => {
    await assert.rejects(
      install(7),
      /^Error: The packages could not be installed \(npm ci ended with code 7, see above\): check the network connection and try again\.$/,
    );
    assert.ok(!existsSync(script.stampPath(folder)));
    await install();
    assert.equal((await calls()).length, 2);
  });

  it('removes the stamp of an older install while it runs', async () => {
    await install();
    await writeFile(path.join(folder, 'npm-cli.js'), 'process.exitCode = 1;');
    await writeFile(path.join(folder, 'package-lock.json'), '{ }');
    await assert.rejects(install());
    assert.ok(!existsSync(script.stampPath(folder)));
  });

  it('says what to do if npm is missing', async () => {
    for (const npm_execpath of [undefined, '', '/usr/lib/yarn.js']) {
      await assert.rejects(
        installWith({ npm_execpath }),
        /only npm can install them: use `npm start`, `npm test` or `npm run build`\.$/,
      );
    }
  });

  it('refuses a Node that is too old', async () => {
    const { requireNode } = await load<Program>('program.mjs');
    for (const version of ['20.0.0', '22.4.1', '100.0.0']) requireNode(version);
    for (const version of ['18.20.4', '9.0.0'])
      assert.throws(() => requireNode(version), {
        message: `Goldilocks needs Node 20 or newer; this is Node ${version}.`,
      });
  });
});

async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.join(SCRIPTS, name)).href)) as T;
}

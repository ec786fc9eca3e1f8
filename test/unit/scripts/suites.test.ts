import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPT = path.resolve(__dirname, '../../../scripts/test.mjs');

interface Outcome {
  passed: number;
  failed: number;
  failedTitles?: string[];
  skipped: string[];
  excused?: boolean;
}
interface Suites {
  runSuite(
    suite: { folder: string; timeout: number; runner?: string; onDemand?: boolean },
    stdio: 'ignore',
    log: () => void,
  ): Promise<Outcome>;
  summarize(outcomes: Outcome[], log: (line: string) => void, isCi: boolean): number;
}

describe('the test command', function () {
  this.timeout(60_000);
  let folder: string;
  let script: Suites;
  const run = async (source: string, timeout = 30_000): Promise<Outcome> => {
    await writeFile(path.join(folder, 'a.test.ts'), source);
    return script.runSuite({ folder, timeout }, 'ignore', () => undefined);
  };
  before(async () => {
    script = (await import(pathToFileURL(SCRIPT).href)) as Suites;
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-suite-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('counts passed, failed and skipped tests', async () => {
    const outcome = await run(
      "describe('a', () => { it('b', () => {}); it('c', () => { throw new Error('no'); }); it.skip('d', () => {}); it('e', function () { this.skip(); }); });",
    );
    assert.deepEqual(outcome, { passed: 1, failed: 1, failedTitles: ['a c'], skipped: ['a d', 'a e'] });
  });

  it('fails a suite without tests', async () => {
    assert.deepEqual(await run("it.skip('a', () => {});"), { passed: 0, failed: 1, failedTitles: [], skipped: ['a'] });
    assert.deepEqual(await run(''), { passed: 0, failed: 1, failedTitles: [], skipped: [] });
  });

  it('fails a suite that doesn’t load, or exits before its last test', async () => {
    await assert.rejects(
      run("it('a', () => {}); throw new Error('no');"),
      /The suite ended with code 1 before all of its tests had\./,
    );
    await assert.rejects(
      run("it('a', () => {}); it('b', () => process.exit(0));"),
      /The suite ended with code 0 before/,
    );
    await assert.rejects(run("it.only('a', () => {});"), /The suite ended with code 1 before/);
  });

  it('fails a suite that doesn’t exit', async () => {
    assert.deepEqual(await run("it('a', () => void setInterval(() => {}, 1000));", 6_000), {
      passed: 1,
      failed: 1,
      failedTitles: [],
      skipped: [],
    });
  });

  const outcomes = [
    { passed: 2, failed: 0, skipped: ['a'] },
    { passed: 1, failed: 0, skipped: ['b'] },
  ];
  for (const [isCi, code, last] of [
    [false, 0, '3 passed, 0 failed, 2 skipped'],
    [true, 1, '3 passed, 1 failed, 2 skipped'],
  ] as const) {
    it(`logs the totals and skipped tests, and ${isCi ? 'fails because of these in CI' : 'passes'}`, () => {
      const lines: string[] = [];
      assert.equal(
        script.summarize(outcomes, (line) => lines.push(line), isCi),
        code,
      );
      assert.equal(lines.at(-1), last);
      assert.ok(lines.includes('skipped: a') && lines.includes('skipped: b'));
    });
  }

  it('may skip only a suite on demand in CI, if its requirements are unavailable', async () => {
    const runner = path.join(folder, 'runner.mjs');
    const said = { passed: 0, failed: 0, skipped: ['all of it'], unavailable: 'no network' };
    await writeFile(
      runner,
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], ${JSON.stringify(JSON.stringify(said))});`,
    );
    const outcome = (onDemand: boolean): Promise<Outcome> =>
      script.runSuite({ folder, timeout: 30_000, runner, onDemand }, 'ignore', () => undefined);
    const codes = await Promise.all(
      [true, false].map(async (onDemand) => script.summarize([await outcome(onDemand)], () => undefined, true)),
    );
    assert.deepEqual(codes, [0, 1]);
  });

  it('fails if anything failed, and names it', () => {
    const lines: string[] = [];
    const failed = { passed: 0, failed: 1, failedTitles: ['c'], skipped: [] };
    assert.equal(
      script.summarize([...outcomes, failed], (line) => lines.push(line), false),
      1,
    );
    assert.ok(lines.includes('failed: c'));
  });
});

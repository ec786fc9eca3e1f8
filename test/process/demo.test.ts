import assert from 'node:assert/strict';
import { fromJson } from '../../src/domain/json.ts';
import { temporaryFolders } from '../support/folders.ts';
import { runCli } from '../support/processes.ts';

interface DemoJson {
  rates: { rate: number; path: [x: number, loss: number][]; regime: string }[];
}

describe('goldilocks demo', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('shows the snail, the pro and the maniac with their true numbers', async () => {
    const { code, stdout } = await runCli(['demo'], newFolder());
    assert.equal(code, 0);
    assert.match(stdout, /^0\.001 +50 +4\.523734 +20\.46417 +converges from one side$/m);
    assert.match(stdout, /^0\.1 +50 +0\.00007136\d+ +5\.09\d+e-9 +converges from one side$/m);
    assert.match(stdout, /^1\.1 +30 +1186\.88\d* +\d+(\.\d+)? +diverges$/m);
  });

  it('draws a path that jumps to and fro', async () => {
    const { stdout } = await runCli(['demo', '--rates', '1'], newFolder());
    const lines = stdout.split('\n');
    const top = lines.find((line) => line.startsWith(' 5 |'))!;
    const bottom = lines.find((line) => line.startsWith('-5 |'))!;
    assert.equal(top, ` 5 |${'* '.repeat(26).trimEnd()}`);
    assert.equal(bottom, `-5 |${' *'.repeat(25)}`);
    assert.ok(lines.some((line) => line === ` 0 |${'-'.repeat(51)}`));
  });

  it('prints each path as JSON', async () => {
    const { code, stdout } = await runCli(['demo', '--rates', '0.5,1.1', '--json'], newFolder());
    assert.equal(code, 0);
    const { rates } = fromJson(stdout) as DemoJson;
    assert.deepEqual(
      rates.map(({ rate, regime, path }) => [rate, regime, path.length]),
      [
        [0.5, 'one-step', 51],
        [1.1, 'diverging', 31],
      ],
    );
    assert.deepEqual(rates[0].path.slice(0, 2), [
      [5, 25],
      [0, 0],
    ]);
  });

  it('refuses a rate that is none', async () => {
    const { code, stderr } = await runCli(['demo', '--rates', '0,1'], newFolder());
    assert.equal(code, 2);
    assert.match(stderr, /--rates: "0,1" looks like a decimal comma/);
  });
});

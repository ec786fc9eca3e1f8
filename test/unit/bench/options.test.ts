import assert from 'node:assert/strict';
import { parseOptions, SECTIONS } from '../../bench/engine/options.ts';

describe("the benchmark's options", () => {
  it('default to nine rounds of everything, and to the Python in the environment', () => {
    const options = parseOptions([], { GOLDILOCKS_PYTHON: '/some/python' });
    assert.deepEqual(options.sections, SECTIONS);
    assert.equal(options.rounds, 9);
    assert.equal(options.python, '/some/python');
  });

  it('override the environment; --quick has few rounds by default', () => {
    assert.equal(parseOptions(['--python', '/other'], { GOLDILOCKS_PYTHON: '/some' }).python, '/other');
    assert.ok(parseOptions(['--quick'], {}).rounds < 9);
    assert.equal(parseOptions(['--quick', '--rounds', '5'], {}).rounds, 5);
  });

  it('keep the order of the sections', () => {
    assert.deepEqual(parseOptions(['--only', 'sweep, speed'], {}).sections, ['speed', 'sweep']);
  });

  for (const [argv, sentence] of [
    [['--rounds', '0'], /--rounds takes a whole number from 1 to 100, not "0"/],
    [['--rounds', 'many'], /not "many"/],
    [['--rounds', '2.5'], /not "2.5"/],
    [['--only', 'speed,memory'], /no section "memory"; there are speed, at-once/],
    [['--fast'], /'--fast'; the options are --quick/],
    [['--python'], /--python.* argument missing; the options are/],
    [['extra'], /'extra'/],
  ] as const) {
    it(`reject "${argv.join(' ')}" with a sentence`, () => {
      assert.throws(() => parseOptions(argv, {}), { name: 'BenchError', message: sentence });
    });
  }
});

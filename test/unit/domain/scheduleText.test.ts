import assert from 'node:assert/strict';
import { formatSchedule } from '../../../src/domain/schedule.ts';
import type { Schedule } from '../../../src/domain/schedule.ts';
import { parseSchedule, SCHEDULE_NAMES, serializeSchedule } from '../../../src/domain/scheduleText.ts';

describe('parseSchedule', () => {
  const readable: [text: string, schedule: Schedule, display: string][] = [
    ['constant', { name: 'constant' }, 'constant'],
    ['constant,warmup=1', { name: 'constant', warmup: 1 }, 'constant after a warm-up of 1 step'],
    ['step', { name: 'step', factor: 0.1 }, 'step (× 0.1 every third of the run)'],
    ['step,every=100,factor=0.5', { name: 'step', every: 100, factor: 0.5 }, 'step (× 0.5 every 100 steps)'],
    [
      'multi-step',
      { name: 'multi-step', at: [{ percent: 50 }, { percent: 75 }], factor: 0.1 },
      'multi-step (× 0.1 after 50% of the run and 75% of the run)',
    ],
    [
      'multi-step,at=100:37.5%',
      { name: 'multi-step', at: [100, { percent: 37.5 }], factor: 0.1 },
      'multi-step (× 0.1 after 100 steps and 37.5% of the run)',
    ],
    ['exponential', { name: 'exponential', factor: 0.01 }, 'exponential (× 0.01 over the run)'],
    [
      'exponential,every=1,factor=0.999',
      { name: 'exponential', every: 1, factor: 0.999 },
      'exponential (× 0.999 every 1 step)',
    ],
    ['cosine,warmup=5%', { name: 'cosine', end: 0, warmup: { percent: 5 } }, 'cosine after a warm-up of 5% of the run'],
    [
      'cosine,over=200,end=0.1,warmup=20,warmup-start=0.5',
      { name: 'cosine', over: 200, end: 0.1, warmup: 20, warmupStart: 0.5 },
      'cosine to 0.1 of the rate after a warm-up of 20 steps',
    ],
    [
      'cosine-restarts,period=50,growth=1',
      { name: 'cosine-restarts', period: 50, growth: 1, end: 0 },
      'cosine with restarts',
    ],
    ['linear,start=0.5,end=1', { name: 'linear', start: 0.5, end: 1 }, 'linear from 0.5 to 1 of the rate'],
    ['polynomial', { name: 'polynomial', power: 0.9, end: 0 }, 'polynomial of power 0.9'],
    [
      'one-cycle,anneal=linear',
      { name: 'one-cycle', rise: { percent: 30 }, start: 0.04, end: 4e-6, anneal: 'linear' },
      'one-cycle',
    ],
    [
      'wsd,decay=20%,warmup-start=0.1',
      { name: 'wsd', decay: { percent: 20 }, end: 0, warmup: { percent: 5 }, warmupStart: 0.1 },
      'stable, then decay over 20% of the run after a warm-up of 5% of the run',
    ],
    [
      'reduce-on-plateau,patience=3',
      { name: 'reduce-on-plateau', factor: 0.1, patience: 3, threshold: 1e-4, cooldown: 0, end: 0 },
      'reduce-on-plateau (× 0.1)',
    ],
  ];
  for (const [text, schedule, display] of readable) {
    it(`reads ${text}, writes it again and tells it`, () => {
      const read = parseSchedule(text);
      assert.deepEqual(read, schedule);
      assert.equal(serializeSchedule(read), text);
      assert.equal(formatSchedule(read), display);
    });
  }

  it('knows every name without an option, and leaves defaults out of the text', () => {
    for (const name of SCHEDULE_NAMES) assert.equal(serializeSchedule(parseSchedule(name)), name);
    assert.equal(serializeSchedule(parseSchedule(' step , factor = 1e-1 ')), 'step');
  });

  const refused: [text: string, sentence: RegExp][] = [
    ['', /must begin with a name/],
    ['triangular', /Unknown schedule "triangular"\. Available: constant, step, .* and reduce-on-plateau\./],
    ['Cosine', /Unknown schedule "Cosine"/],
    ['cosine,factor=0.5', /cosine has no option factor\. Its options are over, end, warmup and warmup-start\./],
    ['constant,end=0', /constant has no option end\. Its options are warmup and warmup-start\./],
    ['one-cycle,warmup=5', /one-cycle warms up by itself: set how long with rise/],
    ['linear,warmup-start=0.1', /warmup-start of linear needs a warm-up, such as warmup=5%\./],
    [
      'cosine,warmup=2.5',
      /warmup of cosine must be a whole number of steps from 0 to \d+, or a share of the run such as 5%, not "2\.5"/,
    ],
    ['cosine,warmup=101%', /warmup of cosine must be .*not "101%"/],
    ['cosine,warmup=-1', /warmup of cosine must be .*not "-1"/],
    ['cosine,end=1.5', /end of cosine must be a number from 0 to 1, not "1\.5"/],
    ['step,every=0', /every of step must be a whole number of steps from 1/],
    ['step,every=0%', /every of step must be .*not "0%"/],
    ['step,factor=1', /factor of step must be a number above 0 and below 1, not "1"/],
    ['multi-step,at=100:', /at of multi-step must be .*not ""/],
    ['cosine-restarts,growth=1.5', /growth of cosine-restarts must be a whole number from 1 to 10, not "1\.5"/],
    ['polynomial,power=0', /power of polynomial must be a number above 0 and at most 100/],
    ['one-cycle,anneal=sine', /anneal of one-cycle must be cosine or linear, not "sine"/],
    ['reduce-on-plateau,patience=-1', /patience of reduce-on-plateau must be a whole number from 0 to 1000, not "-1"/],
  ];
  for (const [text, message] of refused)
    it(`refuses "${text}"`, () => assert.throws(() => parseSchedule(text), { name: 'RangeError', message }));
});

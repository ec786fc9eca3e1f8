import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { randomNumbers } from '../../support/engine.ts';
import { randomSweep } from '../suggestion/randomSweep.ts';

const RATES = 7;
const DECADES = 5;

/** Half of the sweeps keep their rate: that is what people ask for most. */
const SCHEDULES: readonly (string | null)[] = [
  ...Array.from({ length: 7 }, () => null),
  'cosine',
  'cosine,warmup=10%',
  'linear,warmup=5%',
  'one-cycle',
  'step',
  'exponential',
  'constant,warmup=20%',
];

/**
 * A sweep of seven rates over five decades, whose middle lies up to a decade and a half beside the usual rate of its optimizer; see the
 * bench of suggestions for the rest.
 * @param index from 0; the same sweep for the same index
 */
export function pruneSweep(index: number): SweepChoice {
  const random = randomNumbers(mixed(index));
  const base = randomSweep(random);
  const middle = Math.sqrt(base.learningRates[0] * base.learningRates.at(-1)!) * 10 ** (2 * random() - 1);
  const schedule = SCHEDULES[Math.floor(random() * SCHEDULES.length)];
  return {
    ...base,
    seeds: 1,
    learningRates: Array.from({ length: RATES }, (_, place) =>
      Number((middle * 10 ** (DECADES * (place / (RATES - 1) - 0.5))).toPrecision(4)),
    ),
    ...(schedule !== null && { schedule: parseSchedule(schedule) }),
  };
}

/** A seed that has nothing in common with those of neighbouring indices: murmur3's last step. */
function mixed(index: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

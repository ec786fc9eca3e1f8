import assert from 'node:assert/strict';
import { curveFeatures } from '../../../../src/domain/diagnosis/curveFeatures.ts';
import { Detector } from '../../../../src/domain/diagnosis/detector.ts';
import { HeldOutCurve } from '../../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../../src/domain/diagnosis/lossCurve.ts';
import { reasonsFor } from '../../../../src/domain/diagnosis/reasons.ts';
import { USUAL_CENTRES } from '../../../../src/domain/diagnosis/usualCentres.generated.ts';
import type { Cause, Reason, ReasonId } from '../../../../src/domain/finding.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import { falling, flat, noisy } from './curves.ts';

const CAUSES: readonly Cause[] = ['rate-too-high', 'rate-too-low', 'not-the-rate'];
const GUESSING = Math.log(10);
const NORMS = [3, 0.3];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const CURVES: Readonly<Record<string, readonly number[]>> = {
  'falls to the end': Array.from({ length: 200 }, (_, step) => 2.4 - step / 150),
  'falls fast': noisy(falling(2.4, 0.3, 200), 0.1),
  'hardly falls': noisy(falling(2.4, 2.2, 200), 0.02),
  'jumps and stays': [2.4, 30, ...noisy(flat(9, 198), 0.5)],
  'comes back': [...falling(2.4, 0.5, 100), ...falling(2.2, 1.9, 100)],
  'swings': noisy(flat(1.5, 200), 0.9).map((loss, step) => (step === 0 ? 2.4 : loss)),
}; // prettier-ignore

/** Each reason as a reader would measure it on the losses. */
function measured(
  losses: readonly number[],
  rate: number,
  rates: readonly number[],
): Partial<Record<ReasonId, number>> {
  const n = losses.length;
  const part = (from: number, to: number): number => mean(losses.slice(Math.round(from * n), Math.round(to * n)));
  const edges = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const lowest = Math.min(...edges.slice(1).map((to, index) => part(edges[index], to)));
  const fall = losses[0] - lowest;
  const last = losses.slice(n >> 1);
  const tail = [...last.slice(Math.floor(last.length / 3))].sort((a, b) => a - b);
  const changes = losses.slice(1).map((loss, index) => loss - losses[index]);
  const late = last.slice(1).map((loss, index) => loss - last[index]);
  const sizes = changes.map(Math.abs).sort((a, b) => a - b);
  return {
    'late-fall': (part(0.7, 0.8) - part(0.9, 1)) / fall,
    depth: Math.max(0, fall / losses[0]),
    noise: (tail[Math.floor(0.95 * tail.length)] - tail[Math.floor(0.05 * tail.length)]) / fall,
    peak: Math.max(...losses) / losses[0],
    jump: Math.max(...changes) / sizes[sizes.length >> 1],
    bounce: (part(0.9, 1) - lowest) / fall,
    turns: late.slice(1).filter((change, index) => change * late[index] < 0).length / (late.length - 1),
    guessing: part(0.9, 1) / GUESSING,
    'usual-rate': rate / 10 ** USUAL_CENTRES.adam,
    gradient: NORMS[1] / NORMS[0],
    schedule: rates[n - 1] / rates[0],
  };
}

describe('the reasons for a cause', () => {
  it('are numbers that can be measured on the curve', () => {
    const seen = new Set<ReasonId>();
    for (const [name, losses] of Object.entries(CURVES)) {
      for (const rate of [1e-5, 1e-3, 1]) {
        const rates = losses.map((_, step) => rate * (1 - step / 250));
        const curve = new LossCurve();
        losses.forEach((loss, step) => curve.add({ step, loss, rate: rates[step], norm: NORMS[step < 50 ? 0 : 1] }));
        const run = { curve, held: new HeldOutCurve(), nonFinite: 0, firstNonFinite: null, isBroken: false };
        const context = { optimizer: 'adam' as const, rate, batchSize: 32, classes: 10, baseline: null };
        const features = curveFeatures(run, context);
        const truth = measured(losses, rate, rates);
        for (const cause of CAUSES) {
          const reasons = reasonsFor(cause, features, curve);
          assert.ok(reasons.length <= 3);
          assert.deepEqual(
            reasons,
            reasons.toSorted((a, b) => b.weight - a.weight),
          );
          for (const { id, value, weight } of reasons) {
            seen.add(id);
            assert.ok(weight > 0);
            const real = truth[id] ?? value;
            assert.ok(
              Math.abs(value - real) <= 0.01 * Math.abs(real) + 1e-3,
              `${name}, ${id}: ${value}, really ${real}`,
            );
          }
        }
      }
    }
    assert.ok(seen.size >= 9, [...seen].join());
  });

  function reasonsIn(losses: readonly number[], rate: number): readonly (readonly Reason[] | undefined)[] {
    const detector = new Detector({ ...NO_FACTS, total: losses.length - 1, rate, optimizer: 'adam', batchSize: 32, classes: 10 });
    detector.addSamples(losses.map((loss, step) => ({ step, loss })));
    detector.end('finished');
    return detector.findings.map(({ reasons }) => reasons);
  } // prettier-ignore

  it('come with a finding that blames the rate, the heaviest first', () => {
    const [reasons = []] = reasonsIn(CURVES['hardly falls'], 1e-6);
    const usual = reasons.find(({ id }) => id === 'usual-rate');
    assert.equal(usual?.value, Number((1e-6 / 10 ** USUAL_CENTRES.adam).toPrecision(4)));
    const [broken = []] = reasonsIn([2.4, 30, 9000, NaN, NaN], 10);
    assert.ok(broken.length > 0);
  });

  it('are none where nothing is blamed', () => {
    assert.deepEqual(reasonsIn(CURVES['falls fast'], 1e-3), [undefined]);
  });
});

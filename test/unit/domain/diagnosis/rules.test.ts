import assert from 'node:assert/strict';
import { findGuessing } from '../../../../src/domain/diagnosis/chanceRule.ts';
import { HeldOutCurve } from '../../../../src/domain/diagnosis/heldOutCurve.ts';
import { findOverfitting } from '../../../../src/domain/diagnosis/overfittingRule.ts';
import { findPlateau } from '../../../../src/domain/diagnosis/plateauRule.ts';
import { findRise } from '../../../../src/domain/diagnosis/riseRule.ts';
import { findSpike } from '../../../../src/domain/diagnosis/spikeRule.ts';
import { findSwings } from '../../../../src/domain/diagnosis/swingRule.ts';
import { curveOf, falling, flat, noisy } from './curves.ts';

const LEARNING = noisy(falling(2.3, 0.4, 400), 0.2);

describe('rules for symptoms', () => {
  describe('rise', () => {
    const cases: [name: string, losses: number[], expected: 'diverging' | 'exploding' | null][] = [
      ['falls', falling(2.3, 0.1, 200), null],
      ['is noisy', LEARNING, null],
      ['is flat and noisy', noisy(flat(2.3, 400), 0.3), null],
      ['has spikes that come back', LEARNING.map((loss, step) => (step % 50 === 49 ? loss + 100 : loss)), null],
      ['ends with a spike', [...LEARNING, 500, 800], null],
      ['rises a little after a plateau', [...falling(2.3, 0.5, 200), ...flat(0.7, 100)], null],
      ['returns to where it began', [...LEARNING, ...noisy(flat(2.3, 100), 0.2)], 'diverging'],
      ['rises from the start on', Array.from({ length: 100 }, (_, step) => 2.3 + 0.05 * step), 'diverging'],
      ['jumps at once and stays', [2.3, ...noisy(flat(9, 200), 0.5)], 'diverging'],
      ['grows without end', [...falling(2.3, 0.5, 100), ...Array.from({ length: 50 }, (_, step) => 1.3 ** step)], 'exploding'],
      ['explodes from the start on', Array.from({ length: 30 }, (_, step) => 2.3 * 2 ** step), 'exploding'],
      ['lies below 0 and rises', [...falling(-5, -20, 100), ...flat(-4, 60)], 'diverging'],
      ['lies below 0 and falls', falling(5, -20, 100), null],
      ['is a dozen epochs that fall', [1, 0.6, 0.5, 0.45, 0.44, 0.42, 0.41, 0.4, 0.4, 0.39, 0.39, 0.38], null],
      ['is a dozen epochs of which the last rise', [1, 0.6, 0.5, 0.45, 0.44, 0.6, 0.8, 0.95, 1.1, 1.3, 1.4, 1.5], 'diverging'],
      ['is too short to say', [1, 5, 25, 125], null],
    ]; // prettier-ignore
    for (const [name, losses, expected] of cases) {
      it(`calls a loss that ${name} ${expected ?? 'nothing'}`, () => {
        const rise = findRise(curveOf(losses));
        assert.equal(rise && (rise.isExploded ? 'exploding' : 'diverging'), expected);
      });
    }

    it('says since when and from which level', () => {
      const rise = findRise(curveOf([...falling(2, 0.2, 100), ...flat(1.8, 60)]));
      assert.ok(rise && rise.fromStep >= 85 && rise.fromStep < 100, `step ${rise?.fromStep}`);
      assert.ok(Math.abs(rise.lowest - 0.22) < 0.02);
      assert.equal(rise.level, 1.8);
    });
  });

  describe('swings', () => {
    const swinging = Array.from({ length: 200 }, (_, step) => 1.5 + (step % 2 === 0 ? 0.6 : -0.6));
    it('finds a loss that goes up and down by what it has fallen', () => {
      const swings = findSwings(curveOf([2.3, 2.1, ...swinging]));
      assert.ok(swings && Math.abs(swings.spread - 1.2) < 0.02);
      assert.ok(Math.abs(swings.level - 1.5) < 0.02);
    });
    it('takes the noise of batches for no swing', () => {
      assert.equal(findSwings(curveOf(LEARNING)), null);
    });
    it('takes a slow wave for no swing', () => {
      const wave = Array.from({ length: 200 }, (_, step) => 1.5 + 0.8 * Math.sin(step / 30));
      assert.equal(findSwings(curveOf([2.3, ...wave])), null);
    });
    it('says nothing of a few losses or a constant one', () => {
      assert.equal(findSwings(curveOf(swinging.slice(0, 8))), null);
      assert.equal(findSwings(curveOf(flat(2, 100))), null);
    });
  });

  describe('spike', () => {
    it('finds a rise that comes back', () => {
      const losses = [...LEARNING];
      losses.splice(250, 3, 3, 5, 2);
      assert.deepEqual([findSpike(curveOf(losses))?.step, findSpike(curveOf(losses))?.loss], [251, 5]);
    });
    it('leaves a rise that stays to the other rules', () => {
      assert.equal(findSpike(curveOf([...LEARNING.slice(0, 300), ...flat(4, 100)])), null);
    });
    it('takes noise, and the first steps, for no spike', () => {
      assert.equal(findSpike(curveOf(LEARNING)), null);
      assert.equal(findSpike(curveOf([2.3, 40, 20, ...LEARNING])), null);
    });
  });

  describe('plateau', () => {
    it('finds a loss that has stopped above half of where it began, and since when', () => {
      const plateau = findPlateau(curveOf([...falling(2.3, 1.6, 100), ...noisy(flat(1.6, 300), 0.05)]));
      assert.ok(plateau && plateau.fromStep >= 40 && plateau.fromStep <= 110, `step ${plateau?.fromStep}`);
      assert.ok(Math.abs(plateau.level - 1.6) < 0.02);
    });
    it('takes a loss that has learned nearly everything for none', () => {
      assert.equal(findPlateau(curveOf([...falling(2.3, 0.2, 100), ...flat(0.2, 300)])), null);
    });
    it('takes a loss that still falls for none', () => {
      const line = Array.from({ length: 300 }, (_, step) => 2.3 - step / 400);
      assert.equal(findPlateau(curveOf(line)), null);
    });
  });

  describe('overfitting', () => {
    function heldOut(losses: readonly number[]): HeldOutCurve {
      const held = new HeldOutCurve();
      losses.forEach((loss, index) => held.add(10 * (index + 1), loss));
      return held;
    }
    const training = curveOf(falling(2.3, 0.01, 110));
    it('finds a held-out loss that rises while the training loss falls', () => {
      const found = findOverfitting(training, heldOut([2, 1.2, 0.9, 0.85, 0.9, 1, 1.1, 1.3, 1.4, 1.5]));
      assert.deepEqual(found, { fromStep: 40, lowest: 0.85, newest: 1.5 });
    });
    it('takes a held-out loss that only wobbles for none', () => {
      assert.equal(findOverfitting(training, heldOut([2, 1.2, 0.9, 0.85, 0.87, 0.86, 0.88, 0.86, 0.87, 0.88])), null);
    });
    it('takes a training loss that rises as well for none', () => {
      const rising = curveOf([...falling(2.3, 0.1, 50), ...flat(1, 60)]);
      assert.equal(findOverfitting(rising, heldOut([2, 1.2, 0.9, 0.85, 0.9, 1, 1.1, 1.3, 1.4, 1.5])), null);
    });
  });

  describe('guessing', () => {
    const chance = Math.log(10);
    const cases: [name: string, losses: number[], way: string | null, isAbove: boolean][] = [
      ['jumps and stays far above it', [2.4, 30, ...flat(9, 200)], 'jumped', true],
      ['jumps and then only guesses', [2.4, 30, ...flat(2.303, 200)], 'jumped', false],
      ['learns and then only guesses', [...falling(2.4, 0.3, 100), ...flat(2.31, 100)], 'fell', false],
      ['stays where it began', flat(2.32, 200), null, false],
    ];
    for (const [name, losses, way, isAbove] of cases) {
      it(`finds a loss that ${name}`, () => {
        const found = findGuessing(curveOf(losses), losses.at(-1)!, chance);
        assert.deepEqual([found?.way, found?.isAbove], [way, isAbove]);
      });
    }
    it('says nothing of a loss that learned', () => {
      assert.equal(findGuessing(curveOf(LEARNING), 0.4, chance), null);
    });
  });
});

import { LossCurve } from '../../../../src/domain/diagnosis/lossCurve.ts';

/** The same sequence of pseudo-random numbers from −size to size each time. */
export function noise(size: number): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return size * ((2 * state) / 2_147_483_647 - 1);
  };
}

/** Losses that stay at a value for some steps. */
export function flat(loss: number, steps: number): number[] {
  return Array.from({ length: steps }, () => loss);
}

/** Losses that fall from one value to another, fast at first. */
export function falling(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => to + (from - to) * Math.exp((-5 * step) / steps));
}

/** The same losses with noise. */
export function noisy(losses: readonly number[], size: number): number[] {
  const random = noise(size);
  return losses.map((loss) => loss + random());
}

/** A curve of losses from step 0 on. */
export function curveOf(losses: readonly number[]): LossCurve {
  const curve = new LossCurve();
  losses.forEach((loss, step) => curve.add({ step, loss }));
  return curve;
}

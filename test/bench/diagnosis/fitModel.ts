import { MAX_DEVIATIONS } from '../../../src/domain/diagnosis/causeModel.ts';
import type { CauseModel } from '../../../src/domain/diagnosis/causeModel.ts';
import type { FeatureName } from '../../../src/domain/diagnosis/curveFeatures.ts';

/** An example to fit: standardised later. */
export interface Example {
  readonly values: Float64Array;
  readonly weight: number;
  /** 0 none, 1 too high, 2 too low, 3 not the rate; null where the truth is not sure enough to count. */
  readonly cause: number | null;
  /** Decades from the rate to the middle of the zone; NaN where there is none. */
  readonly offset: number;
  /** The optimizer's centre changes if a momentum program is taken for plain SGD: what to add to `prior`; 0 for others. */
  readonly plainSgdShift: number;
}

/** Features that a log may lack, with the values that they have then and how often they are left out in training. */
export interface Optional {
  readonly names: readonly FeatureName[];
  readonly absent: readonly number[];
  readonly share: number;
}

export interface FitOptions {
  readonly hidden: number;
  readonly epochs: number;
  readonly decay: number;
  readonly rate: number;
  readonly seed: number;
}

const BATCH = 256;
const OUTPUTS = 6;
/** Weight of the offset's loss beside the cause's. */
const OFFSET_WEIGHT = 0.4;

/** mulberry32 */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Fits the network of CauseModel by Adam with decoupled decay: cross-entropy of the cause and Laplace likelihood of the offset. */
export function fitModel(
  names: readonly FeatureName[],
  examples: readonly Example[],
  optional: readonly Optional[],
  { hidden: H, epochs, decay, rate, seed }: FitOptions,
): CauseModel {
  const random = randomNumbers(seed);
  const F = names.length;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const means = names.map((_, f) => examples.reduce((sum, { values, weight }) => sum + weight * values[f], 0) / total);
  const deviations = names.map(
    (_, f) =>
      Math.sqrt(examples.reduce((sum, { values, weight }) => sum + weight * (values[f] - means[f]) ** 2, 0) / total) +
      1e-6,
  );
  const standard = (f: number, value: number): number =>
    Math.min(Math.max((value - means[f]) / deviations[f], -MAX_DEVIATIONS), MAX_DEVIATIONS);
  const inputs = examples.map(({ values }) => Float64Array.from(values, (value, f) => standard(f, value)));
  const groups = optional.map(({ names: members, absent, share }) => ({
    share,
    at: members
      .map((name, index) => [names.indexOf(name), absent[index]] as const)
      .filter(([f]) => f >= 0)
      .map(([f, value]) => [f, standard(f, value)] as const),
  }));
  const [prior, isSgd, isMomentum] = (['prior', 'isSgd', 'isMomentum'] as const).map((name) => names.indexOf(name));
  const size = H * F + H + OUTPUTS * H + OUTPUTS;
  const [b1, w2, b2] = [H * F, H * F + H, H * F + H + OUTPUTS * H];
  const weights = Float64Array.from({ length: size }, (_, i) =>
    i < b1 ? (random() * 2 - 1) / Math.sqrt(F) : i >= w2 && i < b2 ? (random() * 2 - 1) / Math.sqrt(H) : 0,
  );
  const gradient = new Float64Array(size);
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  const order = examples.map((_, index) => index);
  const steps = Math.ceil(examples.length / BATCH) * epochs;
  const x = new Float64Array(F);
  const a = new Float64Array(H);
  const out = new Float64Array(OUTPUTS);
  const dOut = new Float64Array(OUTPUTS);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let from = 0; from < order.length; from += BATCH) {
      gradient.fill(0);
      const to = Math.min(order.length, from + BATCH);
      for (let k = from; k < to; k++) {
        const example = examples[order[k]];
        x.set(inputs[order[k]]);
        for (const { share, at } of groups) if (random() < share) for (const [f, value] of at) x[f] = value;
        if (example.plainSgdShift !== 0 && prior >= 0 && random() < 0.2) {
          x[prior] = standard(prior, example.values[prior] + example.plainSgdShift);
          x[isSgd] = standard(isSgd, 1);
          x[isMomentum] = standard(isMomentum, 0);
        }
        for (let h = 0; h < H; h++) {
          let sum = weights[b1 + h];
          for (let f = 0, w = h * F; f < F; f++, w++) sum += weights[w] * x[f];
          a[h] = Math.tanh(sum);
        }
        for (let o = 0; o < OUTPUTS; o++) {
          let sum = weights[b2 + o];
          for (let h = 0, w = w2 + o * H; h < H; h++, w++) sum += weights[w] * a[h];
          out[o] = sum;
        }
        dOut.fill(0);
        if (example.cause !== null) {
          const top = Math.max(out[0], out[1], out[2], out[3]);
          let sum = 0;
          for (let o = 0; o < 4; o++) sum += Math.exp(out[o] - top);
          for (let o = 0; o < 4; o++)
            dOut[o] = example.weight * (Math.exp(out[o] - top) / sum - (o === example.cause ? 1 : 0));
        }
        if (!Number.isNaN(example.offset)) {
          const log = Math.min(Math.max(out[5], -3), 3);
          const error = out[4] - example.offset;
          dOut[4] = example.weight * OFFSET_WEIGHT * Math.sign(error) * Math.exp(-log);
          dOut[5] = example.weight * OFFSET_WEIGHT * (1 - Math.abs(error) * Math.exp(-log));
        }
        for (let o = 0; o < OUTPUTS; o++) {
          const d = dOut[o];
          if (d === 0) continue;
          gradient[b2 + o] += d;
          for (let h = 0, w = w2 + o * H; h < H; h++, w++) gradient[w] += d * a[h];
        }
        for (let h = 0; h < H; h++) {
          let d = 0;
          for (let o = 0; o < OUTPUTS; o++) d += dOut[o] * weights[w2 + o * H + h];
          d *= 1 - a[h] * a[h];
          gradient[b1 + h] += d;
          for (let f = 0, w = h * F; f < F; f++, w++) gradient[w] += d * x[f];
        }
      }
      step++;
      const now = rate * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
      for (let i = 0; i < size; i++) {
        const g = gradient[i] / (to - from);
        first[i] += 0.1 * (g - first[i]);
        second[i] += 0.001 * (g * g - second[i]);
        const change = first[i] / (1 - 0.9 ** step) / (Math.sqrt(second[i] / (1 - 0.999 ** step)) + 1e-8);
        const isBias = (i >= b1 && i < w2) || i >= b2;
        weights[i] -= now * (change + (isBias ? 0 : decay * weights[i]));
      }
    }
  }
  const rows = (offset: number, count: number, length: number): number[][] =>
    Array.from({ length: count }, (_, row) => [
      ...weights.subarray(offset + row * length, offset + (row + 1) * length),
    ]);
  return {
    features: names,
    means,
    deviations,
    hidden: rows(0, H, F),
    hiddenBias: [...weights.subarray(b1, w2)],
    output: rows(w2, OUTPUTS, H),
    outputBias: [...weights.subarray(b2)],
  };
}

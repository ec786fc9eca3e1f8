import { median } from '../score.ts';
import { finitePart } from './medianCurve.ts';
import type { RatePoint } from './medianCurve.ts';

/** What other finders say on the same curves; null where a rule has too few points for an answer. */
export interface OtherSuggestions {
  readonly article: number | null;
  readonly fastaiValley: number | null;
  readonly fastaiSlide: number | null;
  readonly fastaiSteep: number | null;
  readonly fastaiMinimum: number | null;
  readonly lightning: number | null;
  readonly pytorchLrFinder: number | null;
}

export type OtherRule = keyof OtherSuggestions;

/** A rule reads the losses of one training by ascending rate, all finite, and answers with the index of a point or a rate. */
type Rule = (rates: readonly number[], losses: readonly number[]) => number | null;

/** Share of the average that each step keeps in fastai and Lightning; both divide by the sum of the weights. */
const FASTAI_BETA = 0.98;
/** The weight of a new loss in pytorch-lr-finder, whose average starts with the first loss. */
const LR_FINDER_WEIGHT = 0.05;
/** Losses in the running mean of the article. */
const ARTICLE_WINDOW = 10;

const RULES: { readonly [name in OtherRule]: Rule } = {
  article,
  fastaiValley: trimmed(valley),
  fastaiSlide: trimmed(slide),
  fastaiSteep: trimmed(steep),
  fastaiMinimum: trimmed((rates, losses) => rates[indexOfLowest(losses)] / 10),
  lightning,
  pytorchLrFinder,
};

export const OTHER_RULES = Object.keys(RULES) as OtherRule[];

/**
 * What each rule says: the median of its answers to the repeats. Every rule smooths and trims the losses as its program does.
 * @param repeats by ascending rate
 */
export function otherSuggestions(repeats: readonly (readonly RatePoint[])[]): OtherSuggestions {
  const lines = repeats.map(finitePart);
  const answers = OTHER_RULES.map((name) => {
    const rates = lines.flatMap(
      (points) =>
        RULES[name](
          points.map(([rate]) => rate),
          points.map(([, loss]) => loss),
        ) ?? [],
    );
    return [name, rates.length > 0 ? 10 ** median(rates.map(Math.log10)) : null] as const;
  });
  return Object.fromEntries(answers) as Record<OtherRule, number | null>;
}

/** Where the mean of ten losses falls fastest from step to step ("The One-Line Summary" article on learning rates, its Keras finder). */
function article(rates: readonly number[], losses: readonly number[]): number | null {
  const means = losses
    .slice(ARTICLE_WINDOW - 1)
    .map(
      (_, first) => losses.slice(first, first + ARTICLE_WINDOW).reduce((sum, loss) => sum + loss, 0) / ARTICLE_WINDOW,
    );
  return means.length < 2 ? null : rates[indexOfLowest(gradient(means))];
}

/** fastai's lr_find smooths, and leaves out the first tenth of the steps and the last five (fastai.callback.schedule). */
function trimmed(rule: Rule): Rule {
  return (rates, losses) => {
    const [from, to] = [Math.floor(rates.length / 10), rates.length - 5];
    return to - from < 2 ? null : rule(rates.slice(from, to), debiasedAverage(losses).slice(from, to));
  };
}

/**
 * fastai's `valley`: along the longest falling subsequence of the losses, a third and half a third from its start on. As there, it is taken to
 * begin so many points before its end as it is long.
 */
function valley(rates: readonly number[], losses: readonly number[]): number {
  const lengths = losses.map(() => 1);
  let [start, end] = [0, 0];
  for (let index = 1; index < losses.length; index++) {
    for (let before = 0; before < index; before++) {
      if (losses[index] < losses[before]) lengths[index] = Math.max(lengths[index], lengths[before] + 1);
    }
    if (lengths[index] > lengths[end]) {
      end = index;
      start = Math.max(0, end - lengths[end]);
    }
  }
  const third = (end - start) / 3;
  return rates[start + Math.floor(third) + Math.floor(third / 2)];
}

/**
 * fastai's `slide`: an interval of fifteen points slides from the right end to the left until the slopes at its ends differ by at most 0.005;
 * the rate at its left end just before.
 */
function slide(rates: readonly number[], losses: readonly number[]): number | null {
  const [width, threshold] = [15, 0.005];
  const slopes = gradient(losses);
  let right = losses.length - 1;
  if (right < width) return null;
  let rate = rates[right - width];
  while (right >= width && Math.abs(slopes[right] - slopes[right - width]) > threshold) {
    rate = rates[right - width];
    right--;
  }
  return rate;
}

/** fastai's `steep`: where the loss falls fastest over the logarithm of the rate, between neighbours. */
function steep(rates: readonly number[], losses: readonly number[]): number {
  const slopes = losses
    .slice(1)
    .map((loss, index) => (loss - losses[index]) / (Math.log(rates[index + 1]) - Math.log(rates[index])));
  return rates[indexOfLowest(slopes)];
}

/**
 * Lightning's `suggestion`: the steepest gradient of the smoothed losses without the first ten and the last one (lightning.pytorch.tuner). As
 * up to version 2.5.2, by the step; the later division by the rate itself suggests the lowest rates (its issue 21141).
 */
function lightning(rates: readonly number[], losses: readonly number[]): number | null {
  return steepestBetween(rates, debiasedAverage(losses), 10, 1);
}

/** pytorch-lr-finder's `plot`: the steepest gradient by the step without the first ten and the last five losses, smoothed by 0.05. */
function pytorchLrFinder(rates: readonly number[], losses: readonly number[]): number | null {
  let average = losses[0];
  const smoothed = losses.map((loss) => (average = LR_FINDER_WEIGHT * loss + (1 - LR_FINDER_WEIGHT) * average));
  return steepestBetween(rates, smoothed, 10, 5);
}

function steepestBetween(
  rates: readonly number[],
  losses: readonly number[],
  skipBegin: number,
  skipEnd: number,
): number | null {
  const kept = losses.slice(skipBegin, -skipEnd);
  return kept.length < 2 ? null : rates[skipBegin + indexOfLowest(gradient(kept))];
}

function debiasedAverage(losses: readonly number[]): number[] {
  let average = 0;
  return losses.map((loss, index) => {
    average = FASTAI_BETA * average + (1 - FASTAI_BETA) * loss;
    return average / (1 - FASTAI_BETA ** (index + 1));
  });
}

/** numpy.gradient with a distance of 1: half the difference of both neighbours, at the ends that to the only one. At least two values. */
function gradient(values: readonly number[]): number[] {
  const last = values.length - 1;
  return values.map((_, index) => {
    const [from, to] = [Math.max(0, index - 1), Math.min(last, index + 1)];
    return (values[to] - values[from]) / (to - from);
  });
}

function indexOfLowest(values: readonly number[]): number {
  return values.reduce((lowest, value, index) => (value < values[lowest] ? index : lowest), 0);
}

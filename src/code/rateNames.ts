import type { RatePart } from './rateSite.ts';

/** What a name says about a learning rate. */
export interface RateName {
  /** Whether it can't mean anything else. `learning_rate` can't; `lr` may also mean left-right or low-resolution. */
  readonly isCertain: boolean;
  /** Whether unusual words follow (`lr_foo`), so that the value has to look like a rate too. */
  readonly hasUnusualWords: boolean;
  readonly part: RatePart;
}

/** Words after the rate that make it something else: `lr_decay`, `learning_rate_steps`, the image `lr_size`. */
const NON_RATE_SUFFIXES = words(`
  decay decays decayed factor factors gamma ratio ratios frac fraction fractions share proportion scale scales scaling scaler mult mults multi multiplier multipliers coef coeff
  step steps epoch epochs iter iters iterations interval freq frequency every milestones milestone schedule schedules scheduler schedulers
  sched policy patience power powers cycle cycles noise pct percent std var sigma seed limit threshold thresh tol type mode name names
  strategy warmup drop dropout cooldown period num count restarts anneal annealing momentum wd eps lambda lambdas f find finder monitor
  logger log key idx index fn func function style id kind on off adjust adapt adaptive auto update updates shrink growth reduce
  reduction exp k mul size sizes shape patch img image images imgs width height dim dims path dir root loss
  flip consistency mask map feat feature features ssim psnr len length window plot batch bs div divisor bin bins pow multiple multiples boundary boundaries breakpoint breakpoints reset
  plateau ramp rampup rampdown delay offset duration gap tuning search group groups print gain mlp adj adjustment denom`);

/** `lr_weight` is the weight of something, but `learning_rate_weights` the rate for the weights. */
const WEIGHT_WORDS = words('weight weights');

/** Words before the rate that make it something else: `decay_lr`, `num_lr`, `expected_lr`. */
const NON_RATE_PREFIXES = words(`
  scale no num n log ln log10 decay gamma mult step steps epoch epochs factor expected want wanted actual correct reduce drop flip hr
  relative rel avg average ema running sum denom use has plot show find momentum left right sr patch ratio img image`);

/** Words after the rate that don't change what it is. */
const USUAL_SUFFIXES = words(`
  init initial start end final min max base peak top target default value values list range ranges grid actor critic g d gen disc generator
  discriminator backbone encoder decoder head body emb embed embedding embeddings classifier model net b w bias biases low high lower upper new
  old after rate options candidates choices`);

/** `lr_after_warmup` and `lr_pre_warmup` are rates. */
const TIME_WORDS = words('before pre after post');

/** `lr_warmup_init` is a rate, `lr_warmup_steps` isn't. */
const INITIAL_WORDS = words('init initial start begin');

const END_WORDS = words('min minimum minimal end final floor low lower');
const PEAK_WORDS = words('max maximum maximal peak top high upper target after post');
const START_WORDS = words('start warmup begin');

/** Keys of the rate itself among its settings: `lr: { base: 0.1, decay: 0.9 }`. */
const RATE_KEY = /^(value|default|((base|init|initial|peak)(_?(value|rate|lr))?)|rate)$/;

/** Whether this is the key of the rate itself among its settings. */
export function isRateKey(key: string): boolean {
  return RATE_KEY.test(key);
}

/** Reads a name as that of a learning rate; null if it names something else. */
export function parseRateName(name: string): RateName | null {
  if (/^eta_mins?$/.test(name)) return { isCertain: true, hasUnusualWords: false, part: 'end' };
  if (name === 'warmup_from') return { isCertain: true, hasUnusualWords: true, part: 'start' };
  // `lr={}` is part of the name of a run.
  if (!/l\w?r|rate/i.test(name) || name.includes('=') || name.length > 60) return null;
  // The inverse regularization of a logistic regression.
  if (/[a-z]_C$/.test(name)) return null;
  const tokens = tokensOf(name);
  const at = tokens.findIndex((token, index) => RATE_WORD.test(token) || isSplitRate(tokens, index));
  if (at < 0) return null;
  const split = !RATE_WORD.test(tokens[at]);
  const before = tokens.slice(0, at);
  const after = tokens.slice(at + (split ? 2 : 1));
  // `min_decay_lr` and `scheduler_decay_lr` are the end of a decay.
  const isDecayEnd =
    before.includes('decay') && before.some((token) => END_WORDS.has(token) || /^sched(uler)?$/.test(token));
  if (before.some((token) => NON_RATE_PREFIXES.has(token) && !(isDecayEnd && token === 'decay'))) return null;
  const isInitial = after.some((token) => INITIAL_WORDS.has(token));
  const hasTimeWord = after.some((token) => TIME_WORDS.has(token));
  if (!hasTimeWord && after.some((token) => NON_RATE_SUFFIXES.has(token) && !(isInitial && token === 'warmup')))
    return null;
  const isCertain = split || tokens[at].startsWith('learn');
  if (!isCertain && after.some((token) => WEIGHT_WORDS.has(token))) return null;
  // `learning_rate_alpha` is the alpha of a cosine decay; `lr_alpha` is the rate of a temperature.
  if (isCertain && after.includes('alpha')) return null;
  // `lr_min_rate` is a ratio.
  if (after.slice(1).includes('rate')) return null;
  return {
    isCertain,
    hasUnusualWords: after.some(
      (token) => !USUAL_SUFFIXES.has(token) && !WEIGHT_WORDS.has(token) && !/^\d+$/.test(token),
    ),
    part: isDecayEnd ? 'end' : partOf([...before, ...after, tokens[at]]),
  };
}

const RATE_WORD = /^((b|min|max|base|init|warmup|start|end|initial|peak)?lrs?\d*|lrate|learningrates?|learnrate)$/;

/** `learning_rate`, `learn_rate`, `l_rate`. */
function isSplitRate(tokens: readonly string[], index: number): boolean {
  return /^(learning|learn|l)$/.test(tokens[index]) && /^rates?\d*$/.test(tokens[index + 1] ?? '');
}

/** The words of a name in lower case: base and lr for `baseLR`, `BASE_LR`, `--base-lr` and `base.lr`. */
function tokensOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((token) => token !== '');
}

function partOf(tokens: readonly string[]): RatePart {
  const has = (words: ReadonlySet<string>) => tokens.some((token) => words.has(token.replace(/lrs?\d*$/, '') || token));
  if (has(END_WORDS)) return 'end';
  if (has(PEAK_WORDS)) return 'peak';
  return has(START_WORDS) ? 'start' : 'base';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

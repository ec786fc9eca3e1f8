import type { RatePart } from './rateSite.ts';

/** What a name says about being a learning rate. */
export interface RateName {
  /** `learning_rate` says it outright; `lr` also abbreviates left-right, low-resolution and more. */
  readonly sure: boolean;
  /** Unusual words stand behind the rate (`lr_foo`), so that the value has to look like one, too. */
  readonly unusual: boolean;
  readonly part: RatePart;
}

/** Behind the rate: what makes it something else (`lr_decay`, `learning_rate_steps`), or `lr` an image (`lr_size`). */
const OTHER_THINGS_BEHIND = words(`
  decay decays decayed factor factors gamma ratio ratios frac fraction fractions share proportion scale scales scaling scaler mult mults multi multiplier multipliers coef coeff
  step steps epoch epochs iter iters iterations interval freq frequency every milestones milestone schedule schedules scheduler schedulers
  sched policy patience power powers cycle cycles noise pct percent std var sigma seed limit threshold thresh tol type mode name names
  strategy warmup drop dropout cooldown period num count restarts anneal annealing momentum wd eps lambda lambdas f find finder monitor
  logger log key idx index fn func function style id kind on off adjust adapt adaptive auto update updates shrink growth reduce
  reduction exp k mul size sizes shape patch img image images imgs width height dim dims path dir root loss
  flip consistency mask map feat feature features ssim psnr len length window plot batch bs div divisor bin bins pow multiple multiples boundary boundaries breakpoint breakpoints reset
  plateau ramp rampup rampdown delay offset duration gap tuning search group groups print gain mlp adj adjustment denom`);

/** Behind `lr`, the weight of something; behind a `learning_rate`, the weights that it is for. */
const WEIGHTS = words('weight weights');

/** In front of the rate: likewise (`decay_lr`, `num_lr`, `expected_lr`). */
const OTHER_THINGS_BEFORE = words(`
  scale no num n log ln log10 decay gamma mult step steps epoch epochs factor expected want wanted actual correct reduce drop flip hr
  relative rel avg average ema running sum denom use has plot show find momentum left right sr patch ratio img image`);

/** Behind the rate without changing what it is. */
const USUAL_BEHIND = words(`
  init initial start end final min max base peak top target default value values list range ranges grid actor critic g d gen disc generator
  discriminator backbone encoder decoder head body emb embed embedding embeddings classifier model net b w bias biases low high lower upper new
  old after rate options candidates choices bounds`);

/** `lr_after_warmup` and `lr_pre_warmup` are rates at that time. */
const MOMENTS = words('before pre after post');

/** `lr_warmup_init` is a rate, `lr_warmup_steps` none. */
const BEGINNINGS = words('init initial start begin');

const END = words('min minimum minimal end final floor low lower');
const PEAK = words('max maximum maximal peak top high upper target after post');
const START = words('start warmup begin');

/** Keys under which the settings of a rate have the rate itself: `lr: { base: 0.1, decay: 0.9 }`. */
const OWN_RATE = /^(value|default|((base|init|initial|peak)(_?(value|rate|lr))?)|rate)$/;

/** Whether the settings of a rate have the rate itself under this key. */
export function isOwnRate(key: string): boolean {
  return OWN_RATE.test(key);
}

/** What the name says about being a learning rate; null if it names something else. */
export function judgeRateName(name: string): RateName | null {
  if (/^eta_mins?$/.test(name)) return { sure: true, unusual: false, part: 'end' };
  if (name === 'warmup_from') return { sure: true, unusual: true, part: 'start' };
  // `lr={}` is what a run is called.
  if (!/l\w?r|rate/i.test(name) || name.includes('=') || name.length > 60) return null;
  const tokens = tokensOf(name);
  const at = tokens.findIndex((token, index) => RATE.test(token) || isSplitRate(tokens, index));
  if (at < 0) return null;
  const split = !RATE.test(tokens[at]);
  const before = tokens.slice(0, at);
  const behind = tokens.slice(at + (split ? 2 : 1));
  // `min_decay_lr` and `scheduler_decay_lr` are where a decay ends.
  const isDecayed = before.includes('decay') && before.some((token) => END.has(token) || /^sched(uler)?$/.test(token));
  if (before.some((token) => OTHER_THINGS_BEFORE.has(token) && !(isDecayed && token === 'decay'))) return null;
  const isBeginning = behind.some((token) => BEGINNINGS.has(token));
  const isMoment = behind.some((token) => MOMENTS.has(token));
  if (!isMoment && behind.some((token) => OTHER_THINGS_BEHIND.has(token) && !(isBeginning && token === 'warmup')))
    return null;
  const sure = split || tokens[at].startsWith('learn');
  if (!sure && behind.some((token) => WEIGHTS.has(token))) return null;
  // The share that a cosine decay leaves; `lr_alpha` is the rate of a temperature.
  if (sure && behind.includes('alpha')) return null;
  // `lr_min_rate` is a rate of the rate.
  if (behind.slice(1).includes('rate')) return null;
  return {
    sure,
    unusual: behind.some((token) => !USUAL_BEHIND.has(token) && !WEIGHTS.has(token) && !/^\d+$/.test(token)),
    part: isDecayed ? 'end' : partOf([...before, ...behind, tokens[at]]),
  };
}

const RATE = /^((b|min|max|base|init|warmup|start|end|initial|peak)?lrs?\d*|lrate|learningrates?|learnrate)$/;

/** `learning_rate`, `learn_rate`, `l_rate`. */
function isSplitRate(tokens: readonly string[], index: number): boolean {
  return /^(learning|learn|l)$/.test(tokens[index]) && /^rates?\d*$/.test(tokens[index + 1] ?? '');
}

/** `baseLR`, `BASE_LR`, `--base-lr` and `base.lr` are all base and lr. */
function tokensOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((token) => token !== '');
}

function partOf(tokens: readonly string[]): RatePart {
  const has = (words: ReadonlySet<string>) => tokens.some((token) => words.has(token.replace(/lrs?\d*$/, '') || token));
  if (has(END)) return 'end';
  if (has(PEAK)) return 'peak';
  return has(START) ? 'start' : 'base';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

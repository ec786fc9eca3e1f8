import * as l10n from '@vscode/l10n';
import { familyAt, nameOptimizers } from '../../domain/usualRates.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RateSite } from '../rateSite.ts';
import {
  frameworkRates,
  isUsedDirectly,
  isMainRate,
  isOneOfManyChoices,
  areRatesOverridden,
  isCustomOptimizer,
  hasCustomScaling,
} from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/**
 * Multiples of the highest usual rate. Both leave room for what well-known programs do:
 * Adam at 0.1 on a handful of parameters, SGD at 5 on sums of embeddings or at 30 on frozen features.
 */
const SUSPICIOUS_FACTOR = 10;
const RUINOUS_FACTOR = 100;

/** Signs that a network is trained, rather than a few numbers or an image, which tolerate other rates. */
const NETWORK = /\.parameters\(|\bnn\.[A-Z]|layers\.|Sequential\(|\.compile\(|TrainState|\.fit\(|from_pretrained\(/;

/** Gaussian processes and images need other rates, and optimizers next to Muon train embeddings at rates that would ruin anything else. */
const OTHER_SCALES = /gpytorch|botorch|\bpyro\b|muon|\bdeq\b|style_?transfer|input_img/i;

/** With clipped gradients SGD tolerates higher rates. In recurrent networks they usually are clipped, even if it isn't visible. */
const CLIPPED = /\b(LSTM|GRU|RNN)\b|clip_?(by_?)?(grad|norm|value|global)|clipnorm|clipvalue|global_clipnorm/i;

/** The program itself updates parameters with the rate. */
const MANUAL_STEP = /-\s*\w*(lr|rate)\s*\*|\.add_\(.{0,200}alpha\s*=\s*-|-=\s*\w*(lr|rate)\b|\.sub_\(/;

/** `0.5 * size ** -0.5` and `1 / math.sqrt(size)` are much lower than the number in them. */
const SCALED_DOWN = /\br?sqrt\s*\(|\*\*\s*-/;

/** `Adam([image], lr=10)` doesn't optimize a network. */
const LISTED_TENSORS = /\(\s*\[\s*[a-z_][\w.]*(\s*,\s*[a-z_][\w.]*)*\s*(,\s*)?\]/i;

/** The units of a dense layer in TensorFlow.js. */
const DENSE_LAYER = /layers\.dense\(\s*\{[^}]{0,200}?units:\s*(\d+)/g;
/** Signs of other layers, or of data that needs a larger network. */
const LARGER_NETWORK = /conv(lstm)?\dd|lstm|gru|embedding|attention|transformer|flatten|mnist|image|pretrained/i;
/** Limits of a lesson's network, with room: one unit for a straight line, 16 and an output for XOR (The Coding Train, challenge 106). */
const MAX_TINY_LAYERS = 3;
const MAX_TINY_UNITS = 32;

/** A layer of PyTorch, and those of a straight line: one layer with one output. */
const TORCH_LAYER = /\bnn\.(?!(?:Sequential|Module|MSELoss|init|functional)\b)\w+\s*\(/g;
const ONE_OUTPUT = /\bnn\.(?:Lazy)?Linear\(\s*(?:[^(),]{1,60},\s*)?1\s*\)/g;
/** Signs of more than that line. */
const NONLINEAR = /\bF\.(?!mse_loss)\w|torch\.(?:relu|tanh|sigmoid|softmax)|from_pretrained|torchvision|timm/;
/** With Adam the weights of a line move by the rate in each step, and may have to get as large as prices. */
const MAX_LINE_FACTOR = 1000;

/** Reports a rate that is far above the usual ones for its optimizer. */
export function rateTooHigh(context: RuleContext): readonly Problem[] {
  return [...swapped(context), ...farAbove(context)];
}

/** With these, the rate of SGD and its momentum have changed places. */
const MIN_SWAPPED_RATE = 0.5;
const MAX_SWAPPED_MOMENTUM = 0.1;

function swapped({ report }: RuleContext): readonly Problem[] {
  return report.outline.optimizers.flatMap(({ name, rate, settings: { momentum } }): readonly Problem[] => {
    if (name !== 'SGD' || !rate || rate.value === null || !momentum || momentum.value === null) return [];
    const isSwapped = rate.value >= MIN_SWAPPED_RATE && rate.value < 1 && momentum.value > 0;
    if (!isSwapped || momentum.value >= MAX_SWAPPED_MOMENTUM) return [];
    return [
      {
        range: rate,
        severity: 'warning',
        message: l10n.t(
          'The learning rate is {0} and the momentum {1}: they look swapped.',
          formatRate(rate.value),
          formatRate(momentum.value),
        ),
        related: [{ range: momentum, message: l10n.t('the momentum') }],
        fix: null,
      },
    ];
  });
}

function farAbove(context: RuleContext): readonly Problem[] {
  const { text } = context;
  // Checked first, because searching the whole text is slow.
  const suspicious = frameworkRates(context).filter((site) => isMainRate(site) && factorOf(site) >= SUSPICIOUS_FACTOR);
  if (suspicious.length === 0) return [];
  const high = areRatesOverridden(context) ? suspicious.filter(({ role }) => role !== 'optimizer') : suspicious;
  if (high.length === 0 || !NETWORK.test(text) || OTHER_SCALES.test(text) || hasCustomScaling(context)) return [];
  return high
    .filter(
      (site) =>
        !LISTED_TENSORS.test(context.lineAt(site)) &&
        !SCALED_DOWN.test(context.lineAt(site)) &&
        !isCustomOptimizer(site, context) &&
        !isOneOfManyChoices(site, context) &&
        (site.role === 'optimizer' || !MANUAL_STEP.test(text)),
    )
    .filter((site) => !(isAdaptive(site) && factorOf(site) <= MAX_LINE_FACTOR && isLinearRegression(text)))
    .filter((site) => !(site.framework === 'tfjs' && factorOf(site) < RUINOUS_FACTOR && isTiny(text)))
    .flatMap((site) => judge(site, CLIPPED.test(text)));
}

/** The problems of those rates that are too high for any network, whatever the program does. */
export function ruinousRates(sites: readonly RateSite[]): readonly Problem[] {
  return sites.filter((site) => factorOf(site) >= RUINOUS_FACTOR).flatMap((site) => judge(site, false));
}

/** Whether the network has only a few units, as in a lesson on XOR or a straight line, where Adam at 0.1 is common. */
function isTiny(text: string): boolean {
  const units = [...text.matchAll(DENSE_LAYER)].map(([, size]) => Number(size));
  const isAllRead = units.length === text.split('layers.dense(').length - 1;
  return (
    isAllRead &&
    units.length > 0 &&
    units.length <= MAX_TINY_LAYERS &&
    units.every((size) => size <= MAX_TINY_UNITS) &&
    !LARGER_NETWORK.test(text)
  );
}

/** Whether a program of PyTorch fits a straight line to numbers, and nothing else. */
function isLinearRegression(text: string): boolean {
  const layers = text.match(TORCH_LAYER)?.length ?? 0;
  const lines = text.match(ONE_OUTPUT)?.length ?? 0;
  return layers > 0 && layers === lines && /\bnn\.MSELoss\b|\bmse_loss\b/.test(text) && !NONLINEAR.test(text);
}

/** Whether the steps of an optimizer are about as long as its rate, whatever the gradient. */
function isAdaptive(site: RateSite): boolean {
  return familyAt(site)?.kind === 'adam';
}

/** The rate as a multiple of the highest usual one, with a tolerance of one part in a million for rounding errors. */
function factorOf(site: RateSite): number {
  const family = familyAt(site);
  return !family || family.isRateFree || site.optimizer === null ? 0 : (site.value / family.usual[1]) * (1 + 1e-6);
}

function judge(site: RateSite, clipped: boolean): Problem[] {
  const {
    usual: [low, high],
    scaling,
  } = familyAt(site)!;
  const isRuinous = factorOf(site) >= RUINOUS_FACTOR;
  const isCertain = isUsedDirectly(site) && !(scaling === 'linear' && clipped) && site.framework !== 'hf';
  if (!isRuinous && !isCertain) return [];
  const args = [formatRate(site.value), nameOptimizers(site)!, formatRate(low), formatRate(high)];
  return [
    {
      range: site,
      severity: isRuinous ? 'warning' : 'information',
      message: isRuinous
        ? l10n.t(
            'A learning rate of {0} is far above the usual range for {1}, {2} to {3}. The loss will probably jump up and stay there.',
            ...args,
          )
        : l10n.t(
            'A learning rate of {0} is far above the usual range for {1}, {2} to {3}. The loss may jump up and stay there.',
            ...args,
          ),
      related: [],
      fix: null,
    },
  ];
}

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
 * So many times the highest usual rate is suspicious, and so many ruinous. Both leave room for what well-known programs do:
 * Adam at 0.1 on a handful of parameters, SGD at 5 on sums of embeddings or at 30 on frozen features.
 */
const SUSPICIOUS_FACTOR = 10;
const RUINOUS_FACTOR = 100;

/** A network is trained here, and not a few numbers or an image, which bear other rates. */
const NETWORK = /\.parameters\(|\bnn\.[A-Z]|layers\.|Sequential\(|\.compile\(|TrainState|\.fit\(|from_pretrained\(/;

/** Processes and images have rates of their own, and Muon's companions train embeddings at rates that ruin anything else. */
const OTHER_SCALES = /gpytorch|botorch|\bpyro\b|muon|\bdeq\b|style_?transfer|input_img/i;

/** A gradient that is clipped bears a plain rate that would not do otherwise; where networks recur it usually is, if out of sight. */
const CLIPPED = /\b(LSTM|GRU|RNN)\b|clip_?(by_?)?(grad|norm|value|global)|clipnorm|clipvalue|global_clipnorm/i;

/** The rate is (also) used for plain steps that the program makes by itself. */
const MANUAL_STEP = /-\s*\w*(lr|rate)\s*\*|\.add_\(.*alpha\s*=\s*-|-=\s*\w*(lr|rate)\b|\.sub_\(/;

/** `Adam([image], lr=10)`: what is optimized is no network. */
const LISTED_TENSORS = /\(\s*\[\s*[a-z_][\w.]*(\s*,\s*[a-z_][\w.]*)*\s*,?\s*\]/i;

/** The sizes of dense layers in TensorFlow.js, and what shows that there is more to the network than these, or to what it looks at. */
const DENSE_LAYER = /layers\.dense\(\s*\{[^}]*?units:\s*(\d+)/g;
const LARGER_NETWORK = /conv(lstm)?\dd|lstm|gru|embedding|attention|transformer|flatten|mnist|image|pretrained/i;
/** As lessons have them, with room: one unit for a straight line, 16 and an output for XOR (Coding Challenge 106 of The Coding Train). */
const MAX_TINY_LAYERS = 3;
const MAX_TINY_UNITS = 32;

/** A rate that lies far above what is usual with its optimizer. */
export function rateTooHigh(checked: RuleContext): readonly Problem[] {
  const { text } = checked;
  // Texts are long, and only few rates make it necessary to look into them.
  const suspicious = frameworkRates(checked).filter((site) => isMainRate(site) && factorOf(site) >= SUSPICIOUS_FACTOR);
  if (suspicious.length === 0) return [];
  const high = areRatesOverridden(checked) ? suspicious.filter(({ role }) => role !== 'optimizer') : suspicious;
  if (high.length === 0 || !NETWORK.test(text) || OTHER_SCALES.test(text) || hasCustomScaling(checked)) return [];
  return high
    .filter(
      (site) =>
        !LISTED_TENSORS.test(checked.lineAt(site)) &&
        !isCustomOptimizer(site, checked) &&
        !isOneOfManyChoices(site, checked) &&
        (site.role === 'optimizer' || !MANUAL_STEP.test(text)),
    )
    .filter((site) => !(site.framework === 'tfjs' && factorOf(site) < RUINOUS_FACTOR && isTiny(text)))
    .flatMap((site) => judge(site, CLIPPED.test(text)));
}

/** A handful of units that learn XOR or a straight line in a browser: Adam at 0.1 is what that is taught with. */
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

/** How many times the highest usual rate it is. One part in a million is what floating point may be off. */
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
            'A learning rate of {0} is far above what is usual with {1}: {2} to {3}. Expect the loss to jump up and stay there.',
            ...args,
          )
        : l10n.t(
            'A learning rate of {0} is far above what is usual with {1}: {2} to {3}. The loss may well jump up and stay there.',
            ...args,
          ),
      related: [],
      fix: null,
    },
  ];
}

import * as l10n from '@vscode/l10n';
import { formatAll } from './format.ts';
import { requireLayerRates } from './layers.ts';
import { MEASURES } from './measure.ts';
import type { Measure } from './measure.ts';
import type { Network } from './network.ts';
import { formatRate } from './rate.ts';

/** Optional settings of a run; absent if they were not requested. */
export interface RunExtras {
  /** What is measured at each step beside the loss. */
  readonly measures?: readonly Measure[];
  /** The largest norm of the gradient by all parameters; a longer one is shortened to it before the update. */
  readonly clip?: number;
  /** Learning rates of single layers by their names, in place of the run's; schedules change all rates alike. 0 freezes a layer. */
  readonly groupRates?: Readonly<Record<string, number>>;
}

const NUMBER = /^(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Copies only the extras that are set. */
export function extrasOf({ measures, clip, groupRates }: RunExtras): RunExtras {
  return { ...(measures && { measures }), ...(clip !== undefined && { clip }), ...(groupRates && { groupRates }) };
}

/** Describes the extras that change a run's results: "gradients clipped at 1", "output at 0.01", "convolution1 frozen". */
export function formatExtras({ clip, groupRates = {} }: RunExtras): string[] {
  const layers = Object.entries(groupRates).map(([layer, rate]) =>
    rate === 0 ? l10n.t('{0} frozen', layer) : l10n.t('{0} at {1}', layer, formatRate(rate)),
  );
  return [...(clip === undefined ? [] : [l10n.t('gradients clipped at {0}', clip)]), ...layers];
}

/** Layers' rates as parseLayerRates reads them. */
export function serializeLayerRates(rates: Readonly<Record<string, number>>): string {
  return Object.entries(rates)
    .map(([layer, rate]) => `${layer}=${rate}`)
    .join(',');
}

/** @throws RangeError with a sentence for what does not exist, or makes no sense */
export function requireExtras(network: Network, { measures = [], clip, groupRates = {} }: RunExtras): void {
  measures.forEach(requireMeasure);
  if (clip !== undefined) requireClip(clip);
  requireLayerRates(network, groupRates);
}

/**
 * Reads names of measures with commas between them.
 * @throws RangeError that lists the measures for any other name
 */
export function parseMeasures(text: string): Measure[] {
  return [...new Set(text.split(',').map((name) => requireMeasure(name.trim())))];
}

/** @throws RangeError unless the text is a positive number */
export function parseClip(text: string): number {
  return requireClip(NUMBER.test(text.trim()) ? Number(text) : NaN, text);
}

/**
 * Reads "layer=rate,layer=rate".
 * @throws RangeError with a sentence for a part that is none of these, and for a layer named twice
 */
export function parseLayerRates(text: string): Record<string, number> {
  const rates = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, layer, rate] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (layer === undefined || !NUMBER.test(rate)) {
      throw new RangeError(
        l10n.t(
          '"{0}" is no rate of a layer; write layer=rate with commas between them, such as output=0.01,convolution1=0.',
          part.trim(),
        ),
      );
    }
    if (rates.has(layer)) throw new RangeError(l10n.t('The layer {0} is given two rates; give it one.', layer));
    rates.set(layer, Number(rate));
  }
  return Object.fromEntries(rates);
}

function requireMeasure(name: string): Measure {
  const measure = MEASURES.find((candidate) => candidate === name);
  if (measure === undefined)
    throw new RangeError(l10n.t('Unknown measure "{0}". Available: {1}.', name, formatAll(MEASURES)));
  return measure;
}

function requireClip(norm: number, written: string | number = norm): number {
  if (!(norm > 0 && Number.isFinite(norm)))
    throw new RangeError(
      l10n.t(
        'The norm to clip gradients at must be a positive number such as 1.0, not {0}.',
        JSON.stringify(written) ?? written,
      ),
    );
  return norm;
}

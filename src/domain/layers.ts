import * as l10n from '@vscode/l10n';
import { parameterTensors } from './network.ts';
import type { Network } from './network.ts';

/** The names of a network's layers that have parameters, in their order, as parameterTensors has them: convolution1, …, dense1, …, output. */
export function layerNames(network: Network): string[] {
  return parameterTensors(network)
    .map(({ name }) => name.split('.'))
    .flatMap(([layer, tensor]) => (tensor === 'weight' ? [layer] : []));
}

/**
 * The layers that find features, which other classes can use too: the convolutions, or all but the last of a network without any. The
 * others classify.
 */
export function featureLayers(network: Network): string[] {
  const layers = layerNames(network);
  return network.blocks.length > 0 ? layers.slice(0, network.blocks.length) : layers.slice(0, -1);
}

/**
 * Checks rates, or factors of rates, that are given by layer: 0 freezes a layer.
 * @throws RangeError with a sentence for a layer that the network has not, or a rate below 0 or not finite
 */
export function requireLayerRates(network: Network, rates: Readonly<Record<string, number>>): void {
  const layers = layerNames(network);
  for (const [layer, rate] of Object.entries(rates)) {
    if (!layers.includes(layer))
      throw new RangeError(
        l10n.t(
          'The network has no layer "{0}" to give a rate of its own; its layers are {1}.',
          layer,
          layers.join(', '),
        ),
      );
    if (!(rate >= 0 && Number.isFinite(rate)))
      throw new RangeError(l10n.t('The rate of layer {0} must be a number of at least 0, not {1}.', layer, rate));
  }
}

import type { Network } from '../domain/network.ts';
import type { Dataset } from './dataset.ts';
import { DatasetError } from './idx.ts';

/** @throws DatasetError if the data set's images have another size than the network takes */
export function requireFit({ folder, train }: Dataset, network: Network): void {
  const [height, width, channels] = network.input;
  if (train.height === height && train.width === width && train.channels === channels) return;
  throw new DatasetError(
    `The images in ${folder} are ${train.height} x ${train.width} x ${train.channels}, but the network takes ${height} x ${width} x ${channels}; ` +
      'use images of that size, or a network for these.',
  );
}

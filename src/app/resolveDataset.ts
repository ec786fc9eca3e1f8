import * as l10n from '@vscode/l10n';
import path from 'node:path';
import type { TrainingChoice } from '../kinds/sweep/choice.ts';
import { checkFit, openDataset } from '../training/dataset.ts';

/** Which images were requested. An undefined count means the count of the choice, or all images if the data set has fewer. */
export interface ImageRequest {
  /** Absolute path of a folder of IDX files; null for the MNIST images that ship with Goldilocks. */
  readonly folder: string | null;
  readonly train: number | undefined;
  readonly test: number | undefined;
}

/**
 * The choice with the images it will train on. Reads only the headers of the data set, so that an unusable one is reported before
 * anything is started.
 * @throws DatasetError if the folder holds no usable data set, or images of a size that the network cannot take
 * @throws RangeError if more images are asked for than there are
 */
export async function resolveDataset<C extends TrainingChoice>(
  choice: C,
  request: ImageRequest,
  mnistFolder: string,
): Promise<C> {
  const dataset = await openDataset(request.folder ?? mnistFolder);
  checkFit(dataset, choice.network);
  const count = (split: 'train' | 'test'): number => {
    const asked = request[split];
    const available = dataset[split].count;
    if (asked !== undefined && asked > available)
      throw new RangeError(
        split === 'train'
          ? l10n.t('{0} train images are requested, but {1} has {2}.', asked, dataset.folder, available)
          : l10n.t('{0} test images are requested, but {1} has {2}.', asked, dataset.folder, available),
      );
    return asked ?? Math.min(choice.dataset[split], available);
  };
  const name = request.folder === null ? 'MNIST' : path.basename(request.folder);
  return { ...choice, dataset: { name, folder: request.folder, train: count('train'), test: count('test') } };
}

import assert from 'node:assert/strict';
import { UsageError } from '../../../src/cli/command.ts';
import { withUsageErrors } from '../../../src/cli/trainingOptions.ts';
import { ExperimentError } from '../../../src/store/experimentFolder.ts';
import { DatasetError } from '../../../src/training/idx.ts';

describe('withUsageErrors', () => {
  const typeOf = async (error: Error): Promise<unknown> =>
    withUsageErrors(() => Promise.reject(error)).catch((thrown: Error) => thrown.constructor);
  const notWritten = (code: string) =>
    new ExperimentError('not written', { cause: Object.assign(new Error(), { code }) });

  it('blames the arguments for a data set and a folder that cannot be used', async () => {
    for (const error of [new DatasetError('no images'), new ExperimentError('not empty'), notWritten('EACCES')])
      assert.equal(await typeOf(error), UsageError);
  });

  it('does not blame them for a full disk', async () => {
    assert.equal(await typeOf(notWritten('ENOSPC')), ExperimentError);
  });
});

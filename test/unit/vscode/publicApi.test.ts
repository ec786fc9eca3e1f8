import assert from 'node:assert/strict';
import type { Goldilocks } from '../../../docs/goldilocks.d.ts';
import type { PublicApi } from '../../../src/vscode/api.ts';

describe('the types for other extensions', () => {
  it('fit the API that the extension exports', () => {
    // The compiler proves it: this line is an error as soon as the file in docs/ promises what the API does not keep.
    const promised: (api: PublicApi) => Goldilocks = (api) => api;
    assert.equal(typeof promised, 'function');
  });
});

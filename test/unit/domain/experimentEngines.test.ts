import assert from 'node:assert/strict';
import { describeEngines, engineNames } from '../../../src/domain/experimentEngines.ts';

const BOTH = ['wasm simd', null, 'wasm relaxed-simd', 'tensorflow tfjs-node 4.22.0'];

describe('the engines of an experiment', () => {
  it('are named for users, each once', () => {
    assert.equal(engineNames(BOTH), 'built-in engine and TensorFlow');
    assert.equal(engineNames(['something new 1.0']), 'something new 1.0');
    assert.equal(engineNames([null]), '');
  });

  it('are told apart by their builds where details are asked for', () => {
    assert.equal(describeEngines(BOTH), 'wasm simd, wasm relaxed-simd and tensorflow tfjs-node 4.22.0');
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { enableBuild, ENGINE_BUILDS, supportedBuild } from '../../../../src/training/wasm/build.ts';

const compiles = (build: string): boolean =>
  WebAssembly.validate(readFileSync(path.resolve(`dist/engine-${build}.wasm`)));

describe('builds of the built-in engine', () => {
  it('are chosen by speed: the fastest one that this runtime compiles', () => {
    ENGINE_BUILDS.forEach(enableBuild);
    assert.equal(supportedBuild(), ENGINE_BUILDS.filter(compiles).at(-1));
  });

  it('differ in relaxed instructions, which only one of them needs', () => {
    const relaxed = ENGINE_BUILDS.map((build) =>
      readFileSync(path.resolve(`dist/engine-${build}.wasm`)).includes(Buffer.of(0xfd, 0x85, 0x02)),
    );
    assert.deepEqual(relaxed, [false, true]);
  });
});

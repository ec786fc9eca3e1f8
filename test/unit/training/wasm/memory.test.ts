import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MEASURES } from '../../../../src/domain/measure.ts';
import type { Network } from '../../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import type { EngineConfig } from '../../../../src/training/engine.ts';
import { DESCRIPTOR_FIELDS } from '../../../../src/training/wasm/descriptors.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { randomEngine } from '../../../support/engine.ts';

/** As floats these bytes are NaN, so that results computed from them are noticed, too. */
const GUARD = 0xff;

/** The gaps between the regions of an engine's memory, and after the last one. */
function gapsOf(engine: WasmEngine): Uint8Array[] {
  const { regions } = engine.layout;
  return regions.map(({ address, bytes }, index) => {
    const end = index + 1 < regions.length ? regions[index + 1].address : engine.memory.buffer.byteLength;
    return new Uint8Array(engine.memory.buffer, address + bytes, end - address - bytes);
  });
}

/** The padding of parameters and gradients, whose rows are rounded up to whole vectors. */
function paddingOf({ memory, layout }: WasmEngine): number[] {
  const used = new Set(layout.parameters.indices.flatMap((indices) => [...indices]));
  return [layout.parameterRegion, layout.gradientRegion].flatMap((address) =>
    [...new Float32Array(memory.buffer, address, layout.parameters.bytes / 4)].filter((_, index) => !used.has(index)),
  );
}

function train(engine: WasmEngine): unknown[] {
  const results: unknown[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const [start, count] of [
      [0, 5],
      [5, 5],
      [10, 3],
    ])
      results.push(engine.trainStep(start, count, 0.01), engine.measurements());
    results.push(engine.evaluate('test', 0, 5), engine.evaluate('test', 5, 1));
  }
  return [
    ...results,
    ...engine.parameters.flatMap((_, index) => [engine.readWeights(index), engine.readGradients(index)]),
  ];
}

describe('memory of the built-in engine', function () {
  this.timeout(20_000);

  const odd: Network[] = [
    {
      input: [11, 9, 1],
      blocks: [
        { channels: 4, kernel: 3, same: true, pool: 1 },
        { channels: 12, kernel: 5, same: false, pool: 2 },
      ],
      hidden: [7],
      outputs: 3,
      loss: 'cross-entropy',
    },
    {
      input: [13, 15, 3],
      blocks: [{ channels: 12, kernel: 3, same: false, pool: 1 }],
      hidden: [],
      outputs: 5,
      loss: 'squared',
    },
    { input: [5, 5, 3], blocks: [], hidden: [9, 5], outputs: 7, loss: 'cross-entropy' },
    {
      input: [31, 28, 3],
      blocks: [
        { channels: 8, kernel: 5, same: false, pool: 2 },
        { channels: 12, kernel: 3, same: true, pool: 2 },
        { channels: 4, kernel: 3, same: false, pool: 2 },
      ],
      hidden: [9],
      outputs: 5,
      loss: 'squared',
    },
    {
      input: [22, 23, 1],
      blocks: [
        { channels: 4, kernel: 3, same: true, pool: 2 },
        { channels: 8, kernel: 5, same: true, pool: 2 },
        { channels: 4, kernel: 3, same: true, pool: 1 },
      ],
      hidden: [],
      outputs: 10,
      loss: 'cross-entropy',
    },
  ];
  for (const network of [...PRESETS.map((preset) => preset.network), ...odd]) {
    const trainings: Record<string, Pick<EngineConfig, 'optimizer' | 'measures' | 'clip' | 'rateFactors'>> = {
      ...Object.fromEntries(Object.values(DEFAULT_OPTIMIZERS).map((optimizer) => [optimizer.name, { optimizer }])),
      'adam, measured, clipped and with rates by layer': {
        optimizer: DEFAULT_OPTIMIZERS.adam,
        measures: MEASURES,
        clip: 0.1,
        rateFactors: { output: 0.5 },
      },
    };
    for (const [name, training] of Object.entries(trainings)) {
      const what = [
        ...network.blocks.map((block) => `${block.channels} channels`),
        ...network.hidden,
        network.outputs,
      ].join(', ');
      it(`is written only inside its regions when training ${what} with ${name}`, () => {
        const config = { network, ...training, batchSize: 5, images: { train: 13, test: 6 } };
        // Two batches have common background, and one has hardly any.
        const newEngine = (): WasmEngine => {
          const engine = randomEngine(config, 1);
          const pixels = engine.images('train');
          const image = pixels.length / 13;
          pixels.fill(0, 0, 4 * image);
          // One pixel is not 0, in the last row and not at its end: bytes after the images are not foreground.
          pixels.fill(0, 10 * image).fill(255, pixels.length - 6, pixels.length - 5);
          return engine;
        };
        const guarded = newEngine();
        for (const gap of gapsOf(guarded)) gap.fill(GUARD);
        const results = train(guarded);
        gapsOf(guarded).forEach((gap, index) => {
          assert.ok(gap.length >= 64);
          assert.ok(
            gap.every((byte) => byte === GUARD),
            `behind ${guarded.layout.regions[index].name}`,
          );
        });
        assert.deepEqual(results, train(newEngine()), 'what lies between the regions changes no result');
        assert.deepEqual(
          paddingOf(guarded).filter((value) => value !== 0),
          [],
          'between the rows of weights and gradients there are zeros',
        );
      });
    }
  }

  it('keeps images, labels and order', () => {
    const engine = randomEngine(
      { network: PRESETS[0].network, optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 5, images: { train: 13, test: 6 } },
      2,
    );
    const data = (): Uint8Array[] =>
      [engine.images('train'), engine.labels('train'), engine.images('test'), engine.labels('test')].map((bytes) =>
        bytes.slice(),
      );
    const before = data();
    train(engine);
    assert.deepEqual(data(), before);
  });

  it('has the same structures as the kernels', () => {
    const source = readFileSync(path.resolve('src/training/wasm/assembly/descriptors.ts'), 'utf8');
    for (const [kind, fields] of Object.entries(DESCRIPTOR_FIELDS)) {
      const body = new RegExp(`class ${kind} \\{([^}]*)\\}`).exec(source)?.[1] ?? '';
      const declared = [...body.matchAll(/^ {2}(\w+): \w+;$/gm)].map((match) => match[1]);
      assert.deepEqual(declared, fields);
    }
  });
});

import { blockAt, denseAt, Model } from './descriptors';

/** Number of a block's channels whose newest outputs are 0 at every position in the first `count` images of the batch. NaN is not 0. */
export function deadChannels(model: Model, index: u32, count: u32): u32 {
  const block = blockAt(model, index);
  let dead: u32 = 0;
  for (let channel: u32 = 0; channel < block.channels; ++channel) {
    const outputs = block.outputs + channel * 4;
    if (
      isDead(
        outputs,
        count,
        block.outputStride,
        block.outputHeight,
        block.outputRow,
        block.outputWidth,
        block.channels * 4,
      )
    )
      ++dead;
  }
  return dead;
}

/** Number of a dense layer's units whose newest outputs are 0 in the first `count` images of the batch. NaN is not 0. */
export function deadUnits(model: Model, index: u32, count: u32): u32 {
  const layer = denseAt(model, index);
  let dead: u32 = 0;
  for (let unit: u32 = 0; unit < layer.units; ++unit) {
    if (isDead(layer.outputs + unit * 4, count, layer.outputStride, 1, 0, 1, 0)) ++dead;
  }
  return dead;
}

/** Whether a channel of a batch of planes [row][column][channel] is 0 everywhere. Stops at the first value that is not. */
function isDead(channel: u32, count: u32, stride: u32, height: u32, row: u32, width: u32, pixel: u32): bool {
  for (let image: u32 = 0; image < count; ++image) {
    for (let y: u32 = 0; y < height; ++y) {
      const outputs = channel + image * stride + y * row;
      for (let x: u32 = 0; x < width; ++x) {
        if (load<f32>(outputs + x * pixel) != 0) return false;
      }
    }
  }
  return true;
}

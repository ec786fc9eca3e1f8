import { blockAt, Model, Split } from './descriptors';
import { INTERVAL, findForeground } from './foreground';

/**
 * Gathers a batch: pixel = byte / 255, [image][row][column][channel] of u8 to rows of f32.
 * Image i of the batch is image order[start + i] of the split, or start + i if order is 0.
 */
export function loadBatch(model: Model, split: Split, order: u32, start: u32, count: u32): void {
  const channels = model.foreground ? blockAt(model, 0).inputPixel / 4 : 1;
  const imageBytes = model.imageRows * model.imageRowLength;
  for (let i: u32 = 0; i < count; ++i) {
    const index = order ? load<u32>(order + (start + i) * 4) : start + i;
    store<u8>(model.labels + i, load<u8>(split.labels + index));
    let source = split.images + index * imageBytes;
    let target = model.pixels + i * model.pixelStride;
    let foreground = model.foreground + i * model.imageRows * INTERVAL;
    for (let row: u32 = 0; row < model.imageRows; ++row) {
      loadRow(source, target, model.imageRowLength);
      if (model.foreground) findForeground(source, model.imageRowLength, channels, foreground);
      source += model.imageRowLength;
      target += model.pixelRow;
      foreground += INTERVAL;
    }
  }
}

function loadRow(source: u32, target: u32, length: u32): void {
  const scale = f32x4.splat(255);
  const end = source + length;
  for (; source + 4 <= end; source += 4) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(source)));
    v128.store(target, f32x4.div(f32x4.convert_i32x4_s(words), scale));
    target += 16;
  }
  for (; source < end; ++source) {
    store<f32>(target, <f32>load<u8>(source) / 255);
    target += 4;
  }
}

import { Block, blockAt, Model } from './descriptors';
import { windowRows } from './window';

/**
 * Most of an image of handwriting is background: pixels that are 0. For each row of an image the interval of the foreground is
 * known, from the first to the last pixel that is not 0. It follows for each block which windows of a row see any foreground: its
 * span. All other windows have the same outputs as in a black image.
 *
 * An interval is two numbers: its start, and the position after its end; 0 and 0 if it is empty.
 */
export const INTERVAL: u32 = 8;

/** Stores the interval of an image's row that is not 0, in pixels with the given number of channels. */
export function findForeground(row: u32, length: u32, channels: u32, interval: u32): void {
  let first: u32 = 0;
  let end: u32 = 0;
  for (let at: u32 = 0; at < length; at += 16) {
    let bits = <u32>i8x16.bitmask(i8x16.ne(v128.load(row + at), i8x16.splat(0)));
    // The last vector also contains bytes after the row.
    if (length - at < 16) bits &= (1 << (length - at)) - 1;
    if (bits == 0) continue;
    if (end == 0) first = at + ctz(bits);
    end = at + 32 - clz(bits);
  }
  storeInterval(interval, first / channels, (end + channels - 1) / channels);
}

/**
 * Finds the spans of all blocks that have them, and decides whether to add a black image to the batch: it costs the windows of one
 * image and saves the background of all. The spans of the black image are whole rows; without it those of all images are.
 */
export function findSpans(model: Model, count: u32): void {
  let saved: f64 = 0;
  let cost: f64 = 0;
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    if (!block.spans) break;
    const windowCost = <f64>(block.channels * block.kernel * block.kernelRow);
    saved += windowCost * findBlockSpans(block, count);
    cost += windowCost * (windowRows(block) * block.outputWidth);
    widenSpans(block, model.blackImage);
  }
  model.hasBlackImage = saved > cost ? 1 : 0;
  if (model.hasBlackImage) return;
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    for (let image: u32 = 0; block.spans && image < count; ++image) widenSpans(block, image);
  }
}

/** Finds the spans of a block; returns how many windows are outside. */
function findBlockSpans(block: Block, count: u32): u32 {
  const rows = windowRows(block);
  let outside: u32 = 0;
  for (let image: u32 = 0; image < count; ++image) {
    for (let y: u32 = 0; y < rows; ++y) {
      findSpan(block, image, y);
      outside += block.outputWidth - (spanEnd(block, image, y) - spanBegin(block, image, y));
    }
  }
  return outside;
}

function findSpan(block: Block, image: u32, y: u32): void {
  const top = max(2 * y, block.border) - block.border;
  const bottom = min(2 * y + block.kernel + 1 - block.border, block.inputHeight);
  let first = u32.MAX_VALUE;
  let end: u32 = 0;
  for (let row = top; row < bottom; ++row) {
    const foreground = block.foreground + (image * block.inputHeight + row) * INTERVAL;
    const rowEnd = load<u32>(foreground, 4);
    if (rowEnd == 0) continue;
    first = min(first, load<u32>(foreground, 0));
    end = max(end, rowEnd);
  }
  const span = spanOf(block, image, y);
  if (end == 0) {
    storeInterval(span, 0, 0);
    return;
  }
  // In pixels of the plane with its border. Window i sees kernel + 1 of them, from pixel 2 i.
  const firstPixel = first + block.border;
  const endPixel = end + block.border;
  const begin = (max(firstPixel, block.kernel) - block.kernel + 1) / 2;
  // No window sees foreground in a last column that pooling ignores.
  if (begin < block.outputWidth) storeInterval(span, begin, min((endPixel + 1) / 2, block.outputWidth));
  else storeInterval(span, 0, 0);
}

/** Makes the spans of an image whole rows. */
function widenSpans(block: Block, image: u32): void {
  for (let y: u32 = 0; y < windowRows(block); ++y) storeInterval(spanOf(block, image, y), 0, block.outputWidth);
}

function storeInterval(interval: u32, first: u32, end: u32): void {
  store<u32>(interval, first, 0);
  store<u32>(interval, end, 4);
}

/** Address of the span of a row of windows. */
function spanOf(block: Block, image: u32, y: u32): u32 {
  return block.spans + (image * block.outputHeight + y) * INTERVAL;
}

/** The first window of a row's span. */
export function spanBegin(block: Block, image: u32, y: u32): u32 {
  return block.spans ? load<u32>(spanOf(block, image, y), 0) : 0;
}

/** The window after a row's span; `columns` is the number of windows in a row. */
export function spanEnd(block: Block, image: u32, y: u32, columns: u32 = block.outputWidth): u32 {
  return block.spans ? load<u32>(spanOf(block, image, y), 4) : columns;
}

import { Block, blockAt, Model } from './descriptors';
import { windowRows } from './window';

/**
 * Ink is what is not background; most of handwriting is background, which is what a black image has at the same place. Of each row of
 * an image it is known where ink begins and ends, and so of each row of windows which of them see any, block after block: those of a
 * span. All others have the outputs of a black image.
 *
 * An interval of a row is two numbers: where ink begins, and the place after its end; 0 and 0 where there is none.
 */
export const INTERVAL: u32 = 8;

/** Finds out where the bytes of an image's row are not zero, and stores the interval, in pixels of so many channels. */
export function measureInk(row: u32, length: u32, channels: u32, interval: u32): void {
  let first: u32 = 0;
  let end: u32 = 0;
  for (let at: u32 = 0; at < length; at += 16) {
    let lit = <u32>i8x16.bitmask(i8x16.ne(v128.load(row + at), i8x16.splat(0)));
    // The last vector sees what follows the row, too.
    if (length - at < 16) lit &= (1 << (length - at)) - 1;
    if (lit == 0) continue;
    if (end == 0) first = at + ctz(lit);
    end = at + 32 - clz(lit);
  }
  storeInterval(interval, first / channels, (end + channels - 1) / channels);
}

/**
 * Finds the spans of all blocks that have any, and decides whether a black image goes along with the batch: that costs the windows of
 * one image, and saves the background of all. If it does not, the spans are whole rows; so are those of the black image.
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

/** The spans of one block; returns how many windows lie outside. */
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
    const ink = block.inks + (image * block.inputHeight + row) * INTERVAL;
    const rowEnd = load<u32>(ink, 4);
    if (rowEnd == 0) continue;
    first = min(first, load<u32>(ink, 0));
    end = max(end, rowEnd);
  }
  const span = spanOf(block, image, y);
  if (end == 0) {
    storeInterval(span, 0, 0);
    return;
  }
  // In pixels of the plane with its border; a window sees those from twice its number on, kernel + 1 of them.
  const firstPixel = first + block.border;
  const endPixel = end + block.border;
  const begin = (max(firstPixel, block.kernel) - block.kernel + 1) / 2;
  // Ink in a last column that pooling drops is seen by no window.
  if (begin < block.outputWidth) storeInterval(span, begin, min((endPixel + 1) / 2, block.outputWidth));
  else storeInterval(span, 0, 0);
}

/** Makes the spans of one image whole rows. */
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

/** The first window of a row that is computed. */
export function spanBegin(block: Block, image: u32, y: u32): u32 {
  return block.spans ? load<u32>(spanOf(block, image, y), 0) : 0;
}

/** Of a row of `columns` windows, the one after the last that is computed. */
export function spanEnd(block: Block, image: u32, y: u32, columns: u32 = block.outputWidth): u32 {
  return block.spans ? load<u32>(spanOf(block, image, y), 4) : columns;
}

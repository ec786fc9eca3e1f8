import { Block, Model } from './descriptors';
import { windowRows } from './window';

/**
 * Ink is what is not zero; most of handwriting is background. Of each row of an image it is known where ink begins and ends, and
 * so of each row of windows which of them see any: those of a span. All others see nothing but zeros, and nothing is computed there.
 */

/** Finds the first value of a row that is not zero and the place after the last one, from and up to `length`, and stores both. */
export function measureInk(row: u32, length: u32, target: u32): void {
  let first = length;
  let end: u32 = 0;
  for (let at: u32 = 0; at < length; at += 16) {
    const lit = <u32>i8x16.bitmask(i8x16.ne(v128.load(row + at), i8x16.splat(0)));
    if (lit == 0) continue;
    if (end == 0) first = at + ctz(lit);
    end = at + 32 - clz(lit);
  }
  // The last vector may have seen ink of what follows the row.
  store<u32>(target, min(first, length), 0);
  store<u32>(target, min(end, length), 4);
}

/** For each row of a block's windows: the first window that sees ink, and the one after the last. The block's inputs are the images. */
export function findSpans(model: Model, block: Block, count: u32): void {
  const rows = windowRows(block);
  for (let image: u32 = 0; image < count; ++image) {
    for (let y: u32 = 0; y < rows; ++y) findSpan(model, block, image, y);
  }
}

function findSpan(model: Model, block: Block, image: u32, y: u32): void {
  const channels = block.inputPixel / 4;
  const top = max(2 * y, block.border) - block.border;
  const bottom = min(2 * y + block.kernel + 1 - block.border, model.imageRows);
  let first = model.imageRowLength;
  let end: u32 = 0;
  for (let row = top; row < bottom; ++row) {
    const ink = model.inks + (image * model.imageRows + row) * 8;
    first = min(first, load<u32>(ink, 0));
    end = max(end, load<u32>(ink, 4));
  }
  const span = spanOf(block, image, y);
  if (end == 0) {
    store<u64>(span, 0);
    return;
  }
  // In pixels of the plane; a window sees those from twice its number on, kernel + 1 of them.
  const firstPixel = first / channels + block.border;
  const endPixel = (end + channels - 1) / channels + block.border;
  store<u32>(span, (max(firstPixel, block.kernel) - block.kernel + 1) / 2, 0);
  store<u32>(span, min((endPixel + 1) / 2, block.outputWidth), 4);
}

/** Address of the span of a row of windows. */
export function spanOf(block: Block, image: u32, y: u32): u32 {
  return block.spans + (image * block.outputHeight + y) * 8;
}

/** The first window of a row that is computed. */
export function spanBegin(block: Block, image: u32, y: u32): u32 {
  return block.spans ? load<u32>(spanOf(block, image, y), 0) : 0;
}

/** The window after the last one that is computed. */
export function spanEnd(block: Block, image: u32, y: u32): u32 {
  return block.spans ? load<u32>(spanOf(block, image, y), 4) : block.outputWidth;
}

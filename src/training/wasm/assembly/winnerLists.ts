import { Block } from './descriptors';
import { spanBegin, spanEnd } from './foreground';
import { ENTRY } from './weightedSum';

/**
 * Lists (patch, gradient) of the outputs with a winner, for four channels, in the spans of images [first, last), and adds the gradients
 * to those by the biases. `gradients` is the address of the gradients by the outputs of image `first`. Four channels are adjacent in
 * memory, so that one loop over winners and gradients makes four lists. Writes the lists' ends to `ends`; returns the distance between
 * the lists in bytes.
 */
export function listWinners(
  block: Block,
  gradients: u32,
  first: u32,
  last: u32,
  channel: u32,
  lists: u32,
  ends: u32,
): u32 {
  const pixel = block.channels * 4;
  const width = block.outputWidth;
  const listBytes = (last - first) * block.outputHeight * width * ENTRY;
  for (let k: u32 = 0; k < 4; ++k) store<u32>(ends + k * 4, lists + k * listBytes);
  const biases = block.biasGradients + channel * 4;
  for (let image = first; image < last; ++image) {
    let winners = block.winners + image * block.winnerStride + channel * 4;
    let gradient = gradients + (image - first) * block.outputStride + channel * 4;
    for (let y: u32 = 0; y < block.outputHeight; ++y) {
      const begin = spanBegin(block, image, y) * pixel;
      const end = spanEnd(block, image, y) * pixel;
      appendRow(winners + begin, winners + end, gradient + begin, pixel, ends, biases);
      winners += width * pixel;
      gradient += block.outputRow;
    }
  }
  return listBytes;
}

/** Appends winners [winner, rowEnd) to the four lists, and adds their gradients. Has no branch, because it could not be predicted. */
function appendRow(winner: u32, rowEnd: u32, gradient: u32, pixel: u32, ends: u32, biases: u32): void {
  if (winner == rowEnd) return;
  let end0 = load<u32>(ends, 0);
  let end1 = load<u32>(ends, 4);
  let end2 = load<u32>(ends, 8);
  let end3 = load<u32>(ends, 12);
  let sum = v128.load(biases);
  for (; winner < rowEnd; winner += pixel) {
    const patches = v128.load(winner);
    const gradients = v128.load(gradient);
    const isOpen = i32x4.ne(patches, i32x4.splat(0));
    sum = f32x4.add(sum, v128.and(gradients, isOpen));
    const lower = v128.shuffle<i32>(patches, gradients, 0, 4, 1, 5);
    const upper = v128.shuffle<i32>(patches, gradients, 2, 6, 3, 7);
    v128.store64_lane(end0, lower, 0);
    v128.store64_lane(end1, lower, 1);
    v128.store64_lane(end2, upper, 0);
    v128.store64_lane(end3, upper, 1);
    // One bit per channel, each shifted to the value of ENTRY.
    const open = <u32>i32x4.bitmask(isOpen) * ENTRY;
    end0 += open & ENTRY;
    end1 += (open >> 1) & ENTRY;
    end2 += (open >> 2) & ENTRY;
    end3 += (open >> 3) & ENTRY;
    gradient += pixel;
  }
  v128.store(biases, sum);
  store<u32>(ends, end0, 0);
  store<u32>(ends, end1, 4);
  store<u32>(ends, end2, 8);
  store<u32>(ends, end3, 12);
}

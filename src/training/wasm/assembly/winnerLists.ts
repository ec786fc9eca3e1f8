import { Block } from './descriptors';
import { appendIf, ENTRY } from './weightedSum';
import { BACKGROUND } from './windowMaxPool';

/**
 * Lists (patch, gradient) of four channels' outputs with a winner, and adds these gradients to the gradients by the biases.
 * Background wins nothing but the bias. Four channels at a time, because they lie side by side: one walk over winners and
 * gradients serves four lists. Writes the lists' ends to `ends`; returns how many bytes apart the lists begin.
 */
export function listWinners(block: Block, first: u32, last: u32, channel: u32, lists: u32, ends: u32): u32 {
  const pixel = block.channels * 4;
  const listBytes = (last - first) * block.outputHeight * block.outputWidth * ENTRY;
  const none = i32x4.splat(0);
  const background = i32x4.splat(BACKGROUND);
  let end0 = lists;
  let end1 = end0 + listBytes;
  let end2 = end1 + listBytes;
  let end3 = end2 + listBytes;
  let biases = v128.load(block.biasGradients + channel * 4);
  for (let image = first; image < last; ++image) {
    let winner = block.winners + image * block.winnerStride + channel * 4;
    let row = block.gradients + image * block.outputStride + channel * 4;
    for (let y = block.outputHeight; y; --y) {
      let gradient = row;
      const rowEnd = winner + block.outputWidth * pixel;
      for (; winner < rowEnd; winner += pixel) {
        const patches = v128.load(winner);
        biases = f32x4.add(biases, v128.and(v128.load(gradient), i32x4.ne(patches, none)));
        if (v128.any_true(v128.andnot(patches, background))) {
          const patch0 = load<u32>(winner, 0);
          const patch1 = load<u32>(winner, 4);
          const patch2 = load<u32>(winner, 8);
          const patch3 = load<u32>(winner, 12);
          end0 = appendIf(patch0 > BACKGROUND, end0, patch0, load<f32>(gradient, 0));
          end1 = appendIf(patch1 > BACKGROUND, end1, patch1, load<f32>(gradient, 4));
          end2 = appendIf(patch2 > BACKGROUND, end2, patch2, load<f32>(gradient, 8));
          end3 = appendIf(patch3 > BACKGROUND, end3, patch3, load<f32>(gradient, 12));
        }
        gradient += pixel;
      }
      row += block.outputRow;
    }
  }
  v128.store(block.biasGradients + channel * 4, biases);
  store<u32>(ends, end0, 0);
  store<u32>(ends, end1, 4);
  store<u32>(ends, end2, 8);
  store<u32>(ends, end3, 12);
  return listBytes;
}

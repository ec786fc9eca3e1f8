import { Block } from './descriptors';

/**
 * Convolution at the four positions of a 2 x 2 window, for a group of eight output channels:
 *
 *   sums[position][channel] = bias[channel] + Σ over the patch of input[position + tap] · weight[tap][channel]
 *
 * `input` is the address of the patch at the window's top left position; `packed` is the group's packed weights; `sums` has
 * the positions in row order. The eight vectors stay in registers for the whole patch; what is done with them is left to the
 * caller, because code after the loops would push them out.
 */
export function sumWindow(block: Block, input: u32, packed: u32, sums: u32): void {
  const inputRow = block.inputRow;
  const pixel = block.inputPixel;
  const kernelRow = block.kernelRow;
  let a0 = v128.load(packed, 0);
  let a1 = v128.load(packed, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  for (let row = block.kernel; row; --row) {
    let a = input;
    let b = a + pixel;
    let c = a + inputRow;
    let d = c + pixel;
    const end = a + kernelRow;
    do {
      packed += 32;
      const w0 = v128.load(packed, 0);
      const w1 = v128.load(packed, 16);
      const ax = v128.load32_splat(a);
      a0 = f32x4.add(a0, f32x4.mul(ax, w0));
      a1 = f32x4.add(a1, f32x4.mul(ax, w1));
      const bx = v128.load32_splat(b);
      b0 = f32x4.add(b0, f32x4.mul(bx, w0));
      b1 = f32x4.add(b1, f32x4.mul(bx, w1));
      const cx = v128.load32_splat(c);
      c0 = f32x4.add(c0, f32x4.mul(cx, w0));
      c1 = f32x4.add(c1, f32x4.mul(cx, w1));
      const dx = v128.load32_splat(d);
      d0 = f32x4.add(d0, f32x4.mul(dx, w0));
      d1 = f32x4.add(d1, f32x4.mul(dx, w1));
      a += 4;
      b += 4;
      c += 4;
      d += 4;
    } while (a < end);
    input += inputRow;
  }
  v128.store(sums, a0, 0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, c0, 64);
  v128.store(sums, c1, 80);
  v128.store(sums, d0, 96);
  v128.store(sums, d1, 112);
}

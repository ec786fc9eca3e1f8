import { multiplyAdd } from './multiplyAdd';

/**
 * Convolution at the four positions of a 2 x 2 window, for a group of eight output channels:
 *
 *   sums[position][channel] = packed[0][channel] + Σ over rows and taps of input[position + tap] · packed[1 + tap][channel]
 *
 * `input` is the address of the top left position's patch, which has `rows` rows of `rowBytes` each; the positions are `pixel` and
 * `inputRow` bytes apart. `packed` starts with the biases, the initial sums; `sums` has the positions in row order. The eight
 * vectors stay in registers for the whole patch. Further work with the sums is done by the caller, because code after the loops
 * would spill them.
 */
export function sumWindow(
  input: u32,
  pixel: u32,
  inputRow: u32,
  rows: u32,
  rowBytes: u32,
  packed: u32,
  sums: u32,
): void {
  let a0 = v128.load(packed, 0);
  let a1 = v128.load(packed, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  do {
    let a = input;
    let b = a + pixel;
    let c = a + inputRow;
    let d = c + pixel;
    const end = a + rowBytes;
    do {
      packed += 32;
      const w0 = v128.load(packed, 0);
      const w1 = v128.load(packed, 16);
      const ax = v128.load32_splat(a);
      a0 = multiplyAdd(ax, w0, a0);
      a1 = multiplyAdd(ax, w1, a1);
      const bx = v128.load32_splat(b);
      b0 = multiplyAdd(bx, w0, b0);
      b1 = multiplyAdd(bx, w1, b1);
      const cx = v128.load32_splat(c);
      c0 = multiplyAdd(cx, w0, c0);
      c1 = multiplyAdd(cx, w1, c1);
      const dx = v128.load32_splat(d);
      d0 = multiplyAdd(dx, w0, d0);
      d1 = multiplyAdd(dx, w1, d1);
      a += 4;
      b += 4;
      c += 4;
      d += 4;
    } while (a < end);
    input += inputRow;
  } while (--rows);
  v128.store(sums, a0, 0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, c0, 64);
  v128.store(sums, c1, 80);
  v128.store(sums, d0, 96);
  v128.store(sums, d1, 112);
}

/**
 * The same for kernels of 3 and one input channel, with the loop over taps unrolled: neighbouring positions share pixels, so each
 * is read once per kernel row instead of three times.
 */
export function sumWindowOfThree(input: u32, inputRow: u32, packed: u32, sums: u32): void {
  let a0 = v128.load(packed, 0);
  let a1 = v128.load(packed, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  const end = input + 3 * inputRow;
  do {
    const below = input + inputRow;
    let left = v128.load32_splat(input);
    let right = v128.load32_splat(input, 4);
    let leftBelow = v128.load32_splat(below);
    let rightBelow = v128.load32_splat(below, 4);
    let w0 = v128.load(packed, 32);
    let w1 = v128.load(packed, 48);
    a0 = multiplyAdd(left, w0, a0);
    a1 = multiplyAdd(left, w1, a1);
    b0 = multiplyAdd(right, w0, b0);
    b1 = multiplyAdd(right, w1, b1);
    c0 = multiplyAdd(leftBelow, w0, c0);
    c1 = multiplyAdd(leftBelow, w1, c1);
    d0 = multiplyAdd(rightBelow, w0, d0);
    d1 = multiplyAdd(rightBelow, w1, d1);
    left = v128.load32_splat(input, 8);
    leftBelow = v128.load32_splat(below, 8);
    w0 = v128.load(packed, 64);
    w1 = v128.load(packed, 80);
    a0 = multiplyAdd(right, w0, a0);
    a1 = multiplyAdd(right, w1, a1);
    b0 = multiplyAdd(left, w0, b0);
    b1 = multiplyAdd(left, w1, b1);
    c0 = multiplyAdd(rightBelow, w0, c0);
    c1 = multiplyAdd(rightBelow, w1, c1);
    d0 = multiplyAdd(leftBelow, w0, d0);
    d1 = multiplyAdd(leftBelow, w1, d1);
    right = v128.load32_splat(input, 12);
    rightBelow = v128.load32_splat(below, 12);
    w0 = v128.load(packed, 96);
    w1 = v128.load(packed, 112);
    a0 = multiplyAdd(left, w0, a0);
    a1 = multiplyAdd(left, w1, a1);
    b0 = multiplyAdd(right, w0, b0);
    b1 = multiplyAdd(right, w1, b1);
    c0 = multiplyAdd(leftBelow, w0, c0);
    c1 = multiplyAdd(leftBelow, w1, c1);
    d0 = multiplyAdd(rightBelow, w0, d0);
    d1 = multiplyAdd(rightBelow, w1, d1);
    packed += 96;
    input = below;
  } while (input < end);
  v128.store(sums, a0, 0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, c0, 64);
  v128.store(sums, c1, 80);
  v128.store(sums, d0, 96);
  v128.store(sums, d1, 112);
}

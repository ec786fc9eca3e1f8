import { Block } from './descriptors';
import { spanBegin, spanEnd } from './foreground';
import { multiplyAdd } from './multiplyAdd';
import { GROUP, pooledOutput, pooledWinner, windowColumns, windowInput, windowRows } from './window';
import { maxPool } from './windowMaxPool';
import { storeWindow } from './windowPlain';
import { transformInput } from './winogradInput';
import { transformOutput } from './winogradOutput';
import { winogradGroupBytes } from './winogradWeights';

/** Tiles that are multiplied together, like the four positions of a window in the direct convolution. */
const TILES: u32 = 4;
/** Products of a tile. */
const PRODUCTS: u32 = 16;
/** Bytes of a product for TILES tiles and a group of output channels. */
const PRODUCT: u32 = TILES * GROUP * 4;

/**
 * A block's forward pass in the spans of images [first, last) by Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin & Gray 2016), one tile
 * for each window of 2 x 2 positions:
 *
 *   Y = Aᵀ [ Σ over input channels of U ⊙ V ] A   with U = G g Gᵀ, V = Bᵀ d B,   then ReLU and pooling
 *
 * 16 multiplications per tile and pair of channels instead of 36. The inputs of all windows are transformed first, to
 * tiles[four tiles][product][tile][input channel]; `sums` has space for the products of four tiles and for one window.
 */
export function convolveWinograd(block: Block, first: u32, last: u32, tiles: u32, sums: u32): void {
  transformInputs(block, first, last, tiles);
  const tileBytes = PRODUCTS * block.inputPixel;
  const rows = windowRows(block);
  const columns = windowColumns(block);
  const pixel = block.inputPixel;
  const row = block.inputRow;
  const channelBytes = block.channels * 4;
  const window = sums + PRODUCTS * PRODUCT;
  let packed = block.packed;
  for (let channel: u32 = 0; channel < channelBytes; channel += GROUP * 4) {
    const wide = channel + 16 < channelBytes;
    let tile: u32 = 0;
    for (let image = first; image < last; ++image) {
      for (let y: u32 = 0; y < rows; ++y) {
        const begin = spanBegin(block, image, y);
        const end = spanEnd(block, image, y, columns);
        let input = windowInput(block, image, y) + 2 * begin * pixel;
        let output = pooledOutput(block, image, y) + begin * channelBytes + channel;
        let winner = pooledWinner(block, image, y) + begin * channelBytes + channel;
        for (let x = begin; x < end; ++x) {
          if (tile % TILES == 0) multiplyTiles(block, tiles + tile * tileBytes, packed, sums);
          const products = sums + (tile % TILES) * GROUP * 4;
          transformOutput(products, PRODUCT, window);
          if (wide) transformOutput(products + 16, PRODUCT, window + 16);
          if (block.pool == 2) {
            maxPool(window, input, pixel, row, output, winner);
            if (wide) maxPool(window + 16, input, pixel, row, output + 16, winner + 16);
            input += 2 * pixel;
            output += channelBytes;
            winner += channelBytes;
          } else {
            storeWindow(block, image, 2 * y, 2 * x, channel / 4, window);
          }
          ++tile;
        }
      }
    }
    packed += winogradGroupBytes(block);
  }
}

/** products[product][tile][channel] = Σ over input channels of V[product][tile] · U[product][channel], for four tiles. */
function multiplyTiles(block: Block, tiles: u32, packed: u32, products: u32): void {
  const pixel = block.inputPixel;
  const last = products + PRODUCTS * PRODUCT;
  do {
    let a0 = v128.load(packed, 0);
    let a1 = v128.load(packed, 16);
    let b0 = a0;
    let b1 = a1;
    let c0 = a0;
    let c1 = a1;
    let d0 = a0;
    let d1 = a1;
    let a = tiles;
    let b = a + pixel;
    let c = b + pixel;
    let d = c + pixel;
    const end = b;
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
    packed += 32;
    tiles += TILES * pixel;
    v128.store(products, a0, 0);
    v128.store(products, a1, 16);
    v128.store(products, b0, 32);
    v128.store(products, b1, 48);
    v128.store(products, c0, 64);
    v128.store(products, c1, 80);
    v128.store(products, d0, 96);
    v128.store(products, d1, 112);
    products += PRODUCT;
  } while (products < last);
}

/** Computes V of all windows. */
function transformInputs(block: Block, first: u32, last: u32, tiles: u32): void {
  const rows = windowRows(block);
  const columns = windowColumns(block);
  const pixel = block.inputPixel;
  let tile: u32 = 0;
  for (let image = first; image < last; ++image) {
    for (let y: u32 = 0; y < rows; ++y) {
      const begin = spanBegin(block, image, y);
      const end = spanEnd(block, image, y, columns);
      let input = windowInput(block, image, y) + 2 * begin * pixel;
      for (let x = begin; x < end; ++x) {
        const out = tiles + (tile - (tile % TILES)) * PRODUCTS * pixel + (tile % TILES) * pixel;
        for (let channels: u32 = 0; channels < pixel; channels += 16) {
          transformInput(input + channels, pixel, block.inputRow, out + channels, TILES * pixel);
        }
        input += 2 * pixel;
        ++tile;
      }
    }
  }
}

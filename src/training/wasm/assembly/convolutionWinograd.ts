import { sumWindow } from './convolutionWindow';
import { Block } from './descriptors';
import { GROUP, pooledOutput, pooledWinner, windowColumns, windowInput, windowRows } from './window';
import { maxPool } from './windowMaxPool';
import { keepWindow } from './windowPlain';
import { transformInput } from './winogradInput';
import { transformOutput } from './winogradOutput';
import { productBytes, winogradGroupBytes } from './winogradWeights';

/** Tiles that are multiplied together, as the four positions of a window are in the direct convolution. */
const TILES: u32 = 4;
/** Products of one tile. */
const PRODUCTS: u32 = 16;
/** Bytes of one product for TILES tiles and a group of output channels. */
const PRODUCT: u32 = TILES * GROUP * 4;

/**
 * A block's forward pass for images [first, last) by Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin & Gray 2016), one tile
 * for each window of 2 x 2 positions:
 *
 *   Y = Aᵀ [ Σ over input channels of U ⊙ V ] A   with U = G g Gᵀ, V = Bᵀ d B,   then ReLU and pooling
 *
 * 16 multiplications a tile and pair of channels instead of 36. The inputs of all windows are transformed first, to
 * tiles[four tiles][product][tile][input channel]; `sums` has room for the products of four tiles and for one window.
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
        let input = windowInput(block, image, y);
        let output = pooledOutput(block, image, y) + channel;
        let winner = pooledWinner(block, image, y) + channel;
        for (let x: u32 = 0; x < columns; ++x) {
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
            keepWindow(block, image, 2 * y, 2 * x, channel / 4, window);
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
  const part = productBytes(block);
  for (let product: u32 = 0; product < PRODUCTS; ++product) {
    sumWindow(tiles, pixel, 2 * pixel, 1, pixel, packed, products);
    tiles += TILES * pixel;
    packed += part;
    products += PRODUCT;
  }
}

/** V of all windows. */
function transformInputs(block: Block, first: u32, last: u32, tiles: u32): void {
  const rows = windowRows(block);
  const columns = windowColumns(block);
  const pixel = block.inputPixel;
  let tile: u32 = 0;
  for (let image = first; image < last; ++image) {
    for (let y: u32 = 0; y < rows; ++y) {
      let input = windowInput(block, image, y);
      for (let x: u32 = 0; x < columns; ++x) {
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

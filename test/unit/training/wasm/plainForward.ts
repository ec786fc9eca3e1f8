import { blockShapes, type Network } from '../../../../src/domain/network.ts';

/** [channel][row][column] */
type Planes = number[][][];

/**
 * Mean loss of images by a network, in float64 and straight from the definitions: no layout, no shortcut.
 * @param weights by parameter, in PyTorch's layout
 * @param images each [row][column][channel] of bytes
 */
export function plainLoss(
  network: Network,
  weights: readonly Float64Array[],
  images: readonly Uint8Array[],
  labels: readonly number[],
): number {
  const losses = images.map((image, index) => lossOf(network.loss, outputsOf(network, weights, image), labels[index]));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function outputsOf(network: Network, weights: readonly Float64Array[], image: Uint8Array): number[] {
  const [height, width, channels] = network.input;
  let planes: Planes = grid(
    channels,
    height,
    width,
    (channel, row, column) => image[(row * width + column) * channels + channel] / 255,
  );
  const shapes = blockShapes(network);
  network.blocks.forEach(({ kernel, same, pool }, index) => {
    const { convolved, pooled } = shapes[index];
    const filters = weights[2 * index];
    const biases = weights[2 * index + 1];
    const edge = same ? (kernel - 1) / 2 : 0;
    const inputs = planes;
    const active = grid(convolved[2], convolved[0], convolved[1], (output, row, column) => {
      let sum = biases[output];
      inputs.forEach((plane, input) => {
        for (let y = 0; y < kernel; y++) {
          for (let x = 0; x < kernel; x++) {
            const value = plane[row + y - edge]?.[column + x - edge] ?? 0;
            sum += value * filters[((output * inputs.length + input) * kernel + y) * kernel + x];
          }
        }
      });
      return Math.max(0, sum);
    });
    planes = grid(pooled[2], pooled[0], pooled[1], (channel, row, column) =>
      Math.max(
        ...active[channel]
          .slice(row * pool, (row + 1) * pool)
          .flatMap((values) => values.slice(column * pool, (column + 1) * pool)),
      ),
    );
  });
  let row = planes.flat(2);
  for (let index = 2 * network.blocks.length; index < weights.length; index += 2) {
    const inputs = row;
    const sums = Array.from(weights[index + 1], (bias, output) =>
      inputs.reduce((sum, value, input) => sum + value * weights[index][output * inputs.length + input], bias),
    );
    row = index + 2 < weights.length ? sums.map((sum) => Math.max(0, sum)) : sums;
  }
  return row;
}

function lossOf(loss: Network['loss'], outputs: readonly number[], label: number): number {
  if (loss === 'squared')
    return outputs.reduce((sum, output, index) => sum + (output - (index === label ? 1 : 0)) ** 2, 0) / outputs.length;
  return Math.log(outputs.reduce((sum, output) => sum + Math.exp(output), 0)) - outputs[label];
}

function grid(
  channels: number,
  height: number,
  width: number,
  value: (channel: number, row: number, column: number) => number,
): Planes {
  return Array.from({ length: channels }, (_c, channel) =>
    Array.from({ length: height }, (_r, row) =>
      Array.from({ length: width }, (_v, column) => value(channel, row, column)),
    ),
  );
}

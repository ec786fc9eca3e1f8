/** The fields of the structures in assembly/descriptors.ts, in the same order; each is an unsigned 32-bit number. */
const BLOCK_FIELDS = [
  'inputs',
  'inputStride',
  'inputRow',
  'inputPixel',
  'inputHeight',
  'border',
  'kernel',
  'kernelRow',
  'kernelRowStride',
  'channels',
  'outputHeight',
  'outputWidth',
  'pool',
  'outputs',
  'outputStride',
  'outputRow',
  'winners',
  'winnerStride',
  'spans',
  'foreground',
  'weights',
  'biases',
  'weightGradients',
  'biasGradients',
  'winograd',
  'packed',
  'gradients',
  'blackGradients',
  'inputGradients',
  'blackInputGradients',
] as const;

const DENSE_FIELDS = [
  'inputs',
  'inputStride',
  'inputGradients',
  'outputs',
  'outputStride',
  'gradients',
  'units',
  'relu',
  'weights',
  'biases',
  'weightGradients',
  'biasGradients',
] as const;

const SPLIT_FIELDS = ['images', 'labels'] as const;

const MODEL_FIELDS = [
  'train',
  'test',
  'order',
  'imageRows',
  'imageRowLength',
  'pixels',
  'pixelStride',
  'pixelRow',
  'foreground',
  'blackImage',
  'hasBlackImage',
  'labels',
  'blockCount',
  'blocks',
  'denseCount',
  'denseLayers',
  'isSquared',
  'parameters',
  'gradients',
  'parameterBytes',
  'firstMoments',
  'secondMoments',
  'lists',
  'listEnds',
  'tiles',
  'sums',
  'correct',
] as const;

export const DESCRIPTOR_FIELDS = {
  Block: BLOCK_FIELDS,
  Dense: DENSE_FIELDS,
  Split: SPLIT_FIELDS,
  Model: MODEL_FIELDS,
} as const;

export type DescriptorKind = keyof typeof DESCRIPTOR_FIELDS;

export type Descriptor<K extends DescriptorKind> = Readonly<Record<(typeof DESCRIPTOR_FIELDS)[K][number], number>>;

/** Bytes of one structure. */
export function descriptorBytes(kind: DescriptorKind): number {
  return DESCRIPTOR_FIELDS[kind].length * 4;
}

/** Offset of a field in its structure, in bytes. */
export function fieldOffset<K extends DescriptorKind>(kind: K, field: keyof Descriptor<K>): number {
  return (DESCRIPTOR_FIELDS[kind] as readonly PropertyKey[]).indexOf(field) * 4;
}

/** Writes structures of one kind one after another, starting at an address. */
export function writeDescriptors<K extends DescriptorKind>(
  memory: DataView,
  address: number,
  kind: K,
  descriptors: readonly Descriptor<K>[],
): void {
  let at = address;
  for (const descriptor of descriptors) {
    for (const field of DESCRIPTOR_FIELDS[kind]) {
      memory.setUint32(at, (descriptor as Record<string, number>)[field], true);
      at += 4;
    }
  }
}

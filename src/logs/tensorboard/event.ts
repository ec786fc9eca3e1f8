import Pbf from 'pbf';

/** What one event says. */
export interface Event {
  /** Seconds since 1970. */
  wallTime: number;
  step: number;
  /** By tag. What is no single number, such as pictures and histograms, is left out. */
  readonly scalars: Map<string, number>;
}

interface Value {
  tag: string;
  value: number | null;
}

interface Tensor {
  type: number;
  content: Uint8Array | null;
  values: number[];
}

/** Numbers of tensorflow.DataType. */
const TYPE = { float: 1, double: 2, int32: 3, int64: 9, bfloat16: 14, half: 19 } as const;

/**
 * Reads an event: tensorflow.Event, with field numbers from event.proto, summary.proto and tensor.proto.
 * @throws Error if the bytes are none
 */
export function readEvent(bytes: Uint8Array): Event {
  // A copy: Pbf reads floats relative to the beginning of the buffer, not of the view.
  return new Pbf(new Uint8Array(bytes)).readFields(readEventField, { wallTime: 0, step: 0, scalars: new Map() });
}

function readEventField(field: number, event: Event, pbf: Pbf): void {
  if (field === 1) event.wallTime = pbf.readDouble();
  else if (field === 2) event.step = pbf.readVarint(true);
  else if (field === 5) pbf.readMessage(readSummaryField, event);
}

function readSummaryField(field: number, event: Event, pbf: Pbf): void {
  if (field !== 1) return;
  const { tag, value } = pbf.readMessage(readValueField, { tag: '', value: null });
  if (value !== null) event.scalars.set(tag, value);
}

function readValueField(field: number, value: Value, pbf: Pbf): void {
  if (field === 1) value.tag = pbf.readString();
  else if (field === 2) value.value = pbf.readFloat();
  else if (field === 8)
    value.value = scalarOf(pbf.readMessage(readTensorField, { type: 0, content: null, values: [] }));
}

function readTensorField(field: number, tensor: Tensor, pbf: Pbf): void {
  if (field === 1) tensor.type = pbf.readVarint();
  else if (field === 4) tensor.content = pbf.readBytes();
  else if (field === 5) pbf.readPackedFloat(tensor.values);
  else if (field === 6) pbf.readPackedDouble(tensor.values);
  else if (field === 7 || field === 10) pbf.readPackedVarint(tensor.values, true);
  else if (field === 13) tensor.values.push(...pbf.readPackedVarint([]).map((bits) => halfOf(bits, tensor.type)));
}

/** Null for more or fewer numbers than one, and for what is no number. */
function scalarOf({ type, content, values }: Tensor): number | null {
  if (content === null) return values.length === 1 ? values[0] : null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  switch (type) {
    case TYPE.float:
      return content.length === 4 ? view.getFloat32(0, true) : null;
    case TYPE.double:
      return content.length === 8 ? view.getFloat64(0, true) : null;
    case TYPE.int32:
      return content.length === 4 ? view.getInt32(0, true) : null;
    case TYPE.int64:
      return content.length === 8 ? Number(view.getBigInt64(0, true)) : null;
    case TYPE.bfloat16:
    case TYPE.half:
      return content.length === 2 ? halfOf(view.getUint16(0, true), type) : null;
    default:
      return null;
  }
}

/** The number that 16 bits stand for: bfloat16 is the upper half of a float, half is IEEE 754 binary16. */
function halfOf(bits: number, type: number): number {
  if (type === TYPE.bfloat16) return new Float32Array(Uint32Array.of(bits << 16).buffer)[0];
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

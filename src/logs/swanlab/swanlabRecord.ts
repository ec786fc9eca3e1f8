import Pbf from 'pbf';
import { readTime } from '../clock.ts';
import { readNumber } from '../logNumber.ts';
import { parseJson } from '../pythonJson.ts';

/** How a record in JSON begins; one in Protocol Buffers begins with the tag of a field. */
const BRACE = 0x7b;

/** A value that was logged. */
export interface Scalar {
  key: string;
  step: number;
  /** May be NaN or infinite. */
  value: number;
  /** When it was logged, in seconds since 1970, if the record says it. */
  time?: number;
}

/**
 * Reads a record of a SwanLab run: swanlab.record.v1.Record, with field numbers from protos/swanlab, or in older files an object
 * `{"model_type": "Scalar", "data": {"key": "loss", "step": 3, "metric": {"data": 0.5, "create_time": "2026-11-29T10:00:00+00:00"}}}`.
 * @returns null for a record of anything else than a value
 * @throws Error if the bytes are no record
 */
export function readScalar(bytes: Uint8Array): Scalar | null {
  if (bytes[0] === BRACE) return readJsonScalar(new TextDecoder().decode(bytes));
  const found: { scalar: Scalar | null } = { scalar: null };
  return new Pbf(new Uint8Array(bytes)).readFields(readRecordField, found).scalar;
}

function readJsonScalar(text: string): Scalar | null {
  const record = parseJson(text) as
    | {
        model_type?: unknown;
        data?: { key?: unknown; step?: unknown; metric?: { data?: unknown; create_time?: unknown } };
      }
    | null
    | undefined;
  if (!record) throw new SyntaxError();
  if (record.model_type !== 'Scalar') return null;
  const { key, step, metric } = record.data ?? {};
  const value = readNumber(metric?.data);
  if (typeof key !== 'string' || typeof step !== 'number' || typeof value !== 'number') return null;
  return { key, step, value, time: readTime(metric?.create_time, { isDate: true }) };
}

function readRecordField(field: number, found: { scalar: Scalar | null }, pbf: Pbf): void {
  // A value of 0 is not written: it is what a message without the field has.
  if (field === 13) found.scalar = pbf.readMessage(readScalarField, { key: '', step: 0, value: 0 });
}

function readScalarField(field: number, scalar: Scalar, pbf: Pbf): void {
  if (field === 1) scalar.key = pbf.readString();
  else if (field === 2) scalar.step = pbf.readVarint(true);
  else if (field === 4) scalar.time = pbf.readMessage(readTimestampField, { seconds: 0 }).seconds;
  else if (field === 5) pbf.readMessage(readValueField, scalar);
}

function readValueField(field: number, scalar: Scalar, pbf: Pbf): void {
  if (field === 1) scalar.value = pbf.readDouble();
}

/** google.protobuf.Timestamp: seconds since 1970, and nanoseconds. */
function readTimestampField(field: number, time: { seconds: number }, pbf: Pbf): void {
  if (field === 1) time.seconds += pbf.readVarint(true);
  else if (field === 2) time.seconds += pbf.readVarint(true) / 1e9;
}

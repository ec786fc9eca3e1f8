import Pbf from 'pbf';

/** What one record of a run says, as far as it is read. */
export interface WandbRecord {
  /** What was logged at a step, by name: texts of JSON. */
  readonly history: Map<string, string>;
  step: number | null;
  /** What the program has printed. */
  output: string;
  /** Of the program that was logged, at its end. */
  exitCode: number | null;
  /** The configuration of the run: texts of JSON. */
  readonly config: Map<string, string>;
}

interface Item {
  key: string;
  nested: string[];
  json: string;
}

/**
 * Reads a record: wandb_internal.Record, with field numbers from wandb_internal.proto.
 * @throws Error if the bytes are none
 */
export function readWandbRecord(bytes: Uint8Array): WandbRecord {
  const record: WandbRecord = { history: new Map(), step: null, output: '', exitCode: null, config: new Map() };
  return new Pbf(new Uint8Array(bytes)).readFields(readField, record);
}

function readField(field: number, record: WandbRecord, pbf: Pbf): void {
  if (field === 2) pbf.readMessage(readHistory, record);
  else if (field === 5) pbf.readMessage(readConfig, record);
  else if (field === 13) pbf.readMessage(readOutput, record);
  else if (field === 17) pbf.readMessage(readRun, record);
  else if (field === 18) pbf.readMessage(readExit, record);
}

function readHistory(field: number, record: WandbRecord, pbf: Pbf): void {
  if (field === 1) setItem(record.history, pbf.readMessage(readItem, newItem()));
  else if (field === 2) pbf.readMessage(readStep, record);
}

function readStep(field: number, record: WandbRecord, pbf: Pbf): void {
  if (field === 1) record.step = pbf.readVarint(true);
}

function readOutput(field: number, record: WandbRecord, pbf: Pbf): void {
  if (field === 3) record.output = pbf.readString();
}

function readRun(field: number, record: WandbRecord, pbf: Pbf): void {
  if (field === 4) pbf.readMessage(readConfig, record);
}

/** A field that is 0 is not written. */
function readExit(field: number, record: WandbRecord, pbf: Pbf): void {
  record.exitCode ??= 0;
  if (field === 1) record.exitCode = pbf.readVarint(true);
}

function readConfig(field: number, record: WandbRecord, pbf: Pbf): void {
  if (field === 1) setItem(record.config, pbf.readMessage(readItem, newItem()));
}

function readItem(field: number, item: Item, pbf: Pbf): void {
  if (field === 1) item.key = pbf.readString();
  else if (field === 2) item.nested.push(pbf.readString());
  else if (field === 16) item.json = pbf.readString();
}

function newItem(): Item {
  return { key: '', nested: [], json: '' };
}

/** Parts of a nested name are joined by a dot, as W&B shows them. */
function setItem(items: Map<string, string>, { key, nested, json }: Item): void {
  items.set(nested.length > 0 ? nested.join('.') : key, json);
}

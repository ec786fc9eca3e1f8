import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import Pbf from 'pbf';
import { maskedCrc32c } from '../../../src/logs/tensorboard/crc32c.ts';
import { blocksOf } from '../../support/blockFile.ts';

/** A kind of log that is generated. */
export interface LogFile {
  readonly name: string;
  readonly fileName: string;
  /** Megabytes (1e6 bytes) of the whole benchmark. */
  readonly megabytes: number;
  /** Begins a file: returns what writes step after step, from step 0. */
  begin(): (step: number) => Uint8Array;
}

/** The files of the benchmark, as the programs write them that they are named after. */
export const LOG_FILES: readonly LogFile[] = [
  { name: 'event file', fileName: 'events.out.tfevents.1.bench', megabytes: 250, begin: beginEvents },
  { name: 'W&B', fileName: 'run-bench.wandb', megabytes: 36, begin: beginWandb },
  { name: 'CSV', fileName: 'metrics.csv', megabytes: 100, begin: beginCsv },
  { name: 'JSON Lines', fileName: 'metrics.jsonl', megabytes: 100, begin: beginJsonl },
  { name: 'console', fileName: 'train.log', megabytes: 100, begin: beginConsole },
];

/** Steps that are written at once. */
const BATCH = 200;

/**
 * Generates a log, and what a program adds to it later, unless both are there.
 * @returns the paths of both
 */
export function generate(
  file: LogFile,
  bytes: number,
  folder: string,
): { readonly log: string; readonly more: string } {
  const log = path.join(folder, `${bytes}`, file.fileName);
  const more = `${log}.more`;
  if (existsSync(log) && existsSync(more)) return { log, more };
  mkdirSync(path.dirname(log), { recursive: true });
  const next = file.begin();
  const step = write(log, next, 0, bytes);
  write(more, next, step, bytes / 100);
  return { log, more };
}

/** @returns the step that comes next */
function write(file: string, next: (step: number) => Uint8Array, from: number, bytes: number): number {
  const partial = `${file}.partial`;
  const descriptor = openSync(partial, 'w');
  let step = from;
  for (let written = 0; written < bytes;) {
    const batch = Buffer.concat(Array.from({ length: BATCH }, () => next(step++)));
    written += writeSync(descriptor, batch);
  }
  closeSync(descriptor);
  renameSync(partial, file);
  return step;
}

/** The course of a training that goes well, with noise: the same each time. */
function lossAt(step: number): number {
  return 0.5 + 9.5 / Math.sqrt(1 + step / 50) + 0.2 * noise(step);
}

/** Between -1 and 1. */
function noise(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

function rateAt(step: number): number {
  return 0.0003 * Math.min(1, (step + 1) / 1000);
}

/** An event for each tag, as PyTorch's SummaryWriter writes them. */
function beginEvents(): (step: number) => Uint8Array {
  const tags = {
    'train/loss': lossAt,
    'train/learning_rate': rateAt,
    'train/grad_norm': (step: number) => 1 + noise(step + 0.5) / 2,
  };
  return (step) =>
    Buffer.concat(
      Object.entries(tags).map(([tag, valueAt]) => {
        const pbf = new Pbf();
        pbf.writeDoubleField(1, 1_700_000_000 + step / 10);
        pbf.writeVarintField(2, step);
        pbf.writeMessage(5, (_, summary) => summary.writeMessage(1, (__, value) => {
          value.writeStringField(1, tag);
          value.writeFloatField(2, valueAt(step));
        }, null), null);
        return frame(Buffer.from(pbf.finish()));
      }),
    ); // prettier-ignore
}

function frame(data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(12);
  header.writeBigUInt64LE(BigInt(data.length));
  header.writeUInt32LE(maskedCrc32c(header, 0, 8), 8);
  const footer = Buffer.alloc(4);
  footer.writeUInt32LE(maskedCrc32c(data, 0, data.length));
  return Buffer.concat([header, data, footer]);
}

/** Twenty metrics a step. */
function beginWandb(): (step: number) => Uint8Array {
  const others = Array.from({ length: 17 }, (_, index) => `layer${index}/norm`);
  let position = 0;
  return (step) => {
    const items: readonly (readonly [string, number])[] = [
      ['train/loss', lossAt(step)],
      ['train/lr', rateAt(step)],
      ['train/grad_norm', 1 + noise(step + 0.5) / 2],
      ...others.map((name, index) => [name, 1 + noise(step + index)] as const),
      ['_step', step],
      ['_runtime', step / 10],
      ['_timestamp', 1_700_000_000 + step / 10],
    ];
    const pbf = new Pbf();
    pbf.writeMessage(2, (_, history) => {
      for (const [key, value] of items)
        history.writeMessage(1, (__, item) => {
          if (key.startsWith('_')) item.writeStringField(1, key);
          else item.writeStringField(2, key);
          item.writeStringField(16, value.toPrecision(6));
        }, null);
      history.writeMessage(2, (__, place) => place.writeVarintField(1, step), null);
    }, null); // prettier-ignore
    const header = position === 0 ? [Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0])] : [];
    const bytes = Buffer.concat([...header, ...blocksOf(Buffer.from(pbf.finish()), position + header.length * 7)]);
    position += bytes.length;
    return bytes;
  };
}

/** As Lightning's CSVLogger writes it. */
function beginCsv(): (step: number) => Uint8Array {
  return (step) =>
    Buffer.from(
      (step === 0 ? 'epoch,step,train_loss,lr-AdamW,grad_norm,tokens_per_second,val_loss\n' : '') +
        `${Math.floor(step / 1000)},${step},${lossAt(step)},${rateAt(step)},${1 + noise(step + 0.5) / 2},${12_000 + (step % 77)}.5,\n`,
    );
}

/** As detectron2 and mmengine write it. */
function beginJsonl(): (step: number) => Uint8Array {
  return (step) =>
    Buffer.from(
      `${JSON.stringify({ iteration: step, total_loss: lossAt(step), lr: rateAt(step), grad_norm: 1 + noise(step + 0.5) / 2, data_time: 0.0021, eta_seconds: 5000 - (step % 5000) })}\n`,
    );
}

/** As nanoGPT prints it. */
function beginConsole(): (step: number) => Uint8Array {
  return (step) =>
    Buffer.from(
      `step ${step}: loss ${lossAt(step).toFixed(4)} | lr ${rateAt(step).toExponential(4)} | norm ${(1 + noise(step + 0.5) / 2).toFixed(4)} | 95.13 ms\n`,
    );
}

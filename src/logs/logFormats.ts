import { consoleFormat } from './console/consoleFormat.ts';
import { csv } from './csv.ts';
import { wandbFile } from './wandb/wandbFile.ts';
import { eventFile } from './tensorboard/eventFile.ts';
import { jsonDocument } from './jsonDocument.ts';
import { jsonl } from './jsonl.ts';
import type { LogFormat } from './logFormat.ts';
import { swanlabFile } from './swanlab/swanlabFile.ts';

/** The formats of files that hold one run. The first that recognizes a file reads it, so the particular ones stand first. */
export const LOG_FORMATS: readonly LogFormat[] = [
  eventFile,
  wandbFile,
  swanlabFile,
  jsonDocument,
  jsonl,
  csv,
  consoleFormat,
];

import type { LogOptions } from '../../logs/logOptions.ts';

export { setsRate } from '../../app/sites/setsRate.ts';

/** Characters of a command that a title has room for. */
const MAX_NAME = 60;

/** Programs that print what is in files, and Goldilocks itself, whose experiments are shown anyway. */
const PASSED_OVER =
  /^(?:npx\s+)?(?:\S*[\\/])?(?:cat|bat|less|more|head|grep|rg|ag|diff|git|type|Get-Content|goldilocks)(?:\.exe)?(?:\s|$)/;

const RATE = /(?:^|\s)--?(?:lr|learning[-_]rate)(?:=|\s+)(\d[\d.]*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)(?=\s|$)/i;
const BATCH = /(?:^|\s)--?(?:batch|batch[-_]size)(?:=|\s+)(\d+)(?=\s|$)/i;

/** Whether a command may be a training that is worth following. */
export function mayTrain(command: string): boolean {
  return !PASSED_OVER.test(command.trim());
}

/** What a command is called in titles: its first line, cut where it is long. */
export function nameOfCommand(command: string): string {
  const [line] = command.trim().split(/\r?\n/);
  return line.length > MAX_NAME ? `${line.slice(0, MAX_NAME - 1)}…` : line;
}

/** What the options of a command say of the training. */
export function optionsOfCommand(command: string): LogOptions {
  const rate = Number(RATE.exec(command)?.[1]);
  const batchSize = Number(BATCH.exec(command)?.[1]);
  return { ...(rate > 0 ? { rate } : {}), ...(batchSize > 0 ? { batchSize } : {}) };
}

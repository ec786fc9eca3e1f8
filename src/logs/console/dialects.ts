import { normalizeName } from '../columnRoles.ts';
import { NO_CELLS, numbers } from './dialect.ts';
import type { Dialect, LineCells } from './dialect.ts';
import { printedTable } from './printedTable.ts';

/** Each is made anew for each log, since some remember the lines before. */
export const DIALECTS: readonly (() => Dialect)[] = [
  () => megatron,
  () => cifarTutorial,
  () => llmC,
  () => xgboost,
  () => lightgbm,
  () => lightgbmProgram,
  () => catboost,
  () => announcedRate,
  () => deeplearning4j,
  () => darknet,
  () => espnet,
  () => marian,
  () => yoloResults,
  () => pix2pix,
  () => ptDarts,
  fairseq,
  printedTable,
  stableBaselines,
];

/** Megatron-LM leaves out a loss that is NaN, and says nothing: training.py prints it only `if avg >= 0.0`. */
const megatron: Dialect = (line) => {
  const [, iteration] = /\biteration\s+(\d+)\/\s*\d+ \| consumed samples:/.exec(line) ?? [];
  if (iteration === undefined || /lm loss:/.test(line)) return undefined;
  const rate = Number(/learning rate: ([\d.E+-]+)/.exec(line)?.[1] ?? NaN);
  return {
    cells: new Map([
      ['iteration', Number(iteration)],
      ['lm_loss', NaN],
      ...(rate > 0 ? [['learning_rate', rate] as const] : []),
    ]),
  };
};

/** "[1,  2000] loss: 2.213": epoch and batch, from PyTorch's CIFAR-10 tutorial. */
const cifarTutorial: Dialect = (line) => {
  const [, epoch, step, loss] = /^\[(\d+),\s*(\d+)\]\s+loss: (\S+)/.exec(line) ?? [];
  return epoch === undefined ? undefined : numbers({ epoch, step, loss });
};

/** "s:98 trl:7.1433 lr:0.000085 norm:1.22", from llm.c; "s:250 tel:6.5" for the validation loss. */
const llmC: Dialect = (line) => {
  const [, step, rest] = /^s:(\d+) (.*)$/.exec(line) ?? [];
  if (step === undefined) return undefined;
  const value = (name: string): string | undefined => new RegExp(`\\b${name}:(\\S+)`).exec(rest)?.[1];
  return numbers({ step, loss: value('trl'), val_loss: value('tel'), lr: value('lr'), norm: value('norm') });
};

/** "[12]\ttrain-logloss:0.48211\tvalid-logloss:0.50123" */
const xgboost: Dialect = (line) => {
  const [, step, rest] = /^(?:.*\s)?\[(\d+)\]\s+(\S+-[\w@.]+:[-\d.naif+e].*)$/i.exec(line) ?? [];
  return step === undefined ? undefined : boosted(step, rest.split(/\s+/), /^([^:-]+)-([^:]+):([^+]+)/);
};

/** "[10]\ttraining's binary_logloss: 0.48211\tvalid_1's binary_logloss: 0.50123" */
const lightgbm: Dialect = (line) => {
  const [, step, rest] = /^\[(\d+)\]\t(.+'s .+)$/.exec(line) ?? [];
  return step === undefined ? undefined : boosted(step, rest.split('\t'), /^(.+)'s (.+): ([^+]+)/);
};

/** "[LightGBM] [Info] Iteration:10, valid_1 binary_logloss : 0.50123", from its own program. */
const lightgbmProgram: Dialect = (line) => {
  const [, step, entry] = /^\[LightGBM\] \[Info\] Iteration:(\d+), (.+)$/.exec(line) ?? [];
  return step === undefined ? undefined : boosted(step, [entry], /^(.+) (\S+) : (\S+)$/);
};

/** "10:\tlearn: 0.6512342\ttest: 0.6611234\tbest: 0.6611234 (10)\ttotal: 1.2s\tremaining: 3s" */
const catboost: Dialect = (line) => {
  const [, step, rest] = /^(\d+):\s+((?:learn|test): .*)$/.exec(line) ?? [];
  if (step === undefined) return undefined;
  const value = (name: string): string | undefined => new RegExp(`(?:^|\\s)${name}: (\\S+)`).exec(rest)?.[1];
  return numbers({ step, loss: value('learn'), val_loss: value('test') });
};

/** "Epoch 5: LearningRateScheduler setting learning rate to 0.001." from Keras, "reducing learning rate of group 0 to 1.0000e-04." from PyTorch. */
const announcedRate: Dialect = (line) => {
  const [, lr] =
    /(?:setting|reducing|adjusting) learning rate (?:of group 0 )?to (\d+(?:\.\d+)?(?:e[-+]?\d+)?)/i.exec(line) ?? [];
  return lr === undefined ? undefined : numbers({ epoch: /\bepoch (\d+)/i.exec(line)?.[1], lr });
};

/** "ScoreIterationListener - Score at iteration 100 is 1.39": the score is the loss. */
const deeplearning4j: Dialect = (line) => {
  const [, step, loss] = /\bScore at iteration (\d+) is (\S+)/.exec(line) ?? [];
  return step === undefined ? undefined : numbers({ step, loss });
};

/** " 1: 1234.5, 1230.1 avg loss, 0.001 rate, 3.2 seconds, 64 images": a batch, its loss, the running mean, the rate. */
const darknet: Dialect = (line) => {
  const [, step, loss, lr] = /^\s*(\d+): (\S+), \S+ avg(?: loss)?, (\S+) rate,/.exec(line) ?? [];
  return step === undefined ? undefined : numbers({ step, loss, lr });
};

/** "1epoch:train:1-100batch: …, acc=0.101, loss=138.2, …", and "1epoch results: [train] …, [valid] …, loss=60.5, …", whose training is a mean. */
const espnet: Dialect = (line) => {
  const [, epoch, step, trained] = /\b(\d+)epoch:train:\d+-(\d+)batch: (.*)$/.exec(line) ?? [];
  const value = (name: string, text: string): string | undefined =>
    new RegExp(`(?:^| )${name}=([^,\\s]+)`).exec(text)?.[1];
  if (epoch !== undefined) {
    const [loss, acc, lr, gradNorm] = ['loss', 'acc', 'optim0_lr0', 'grad_norm'].map((name) => value(name, trained));
    return numbers({ epoch, step, loss, acc, lr, grad_norm: gradNorm });
  }
  const [, ended, valid] = /\b(\d+)epoch results: .*\[valid\] (.*)$/.exec(line) ?? [];
  if (ended === undefined) return undefined;
  return numbers({ epoch: ended, val_loss: value('loss', valid), val_acc: value('acc', valid) });
};

/** "Ep. 1 : Up. 1,500 : Sen. 32,000 : Cost 8.65 * 700,000 after 700,000 : Time 100s : 7000 words/s : L.r. 1.5e-05": the cost is the loss. */
const marian: Dialect = (line) => {
  const [, epoch, step, loss] = /\bEp\. (\d+) : Up\. ([\d,]+) : Sen\. [\d,]+ : Cost (\S+)/.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  return numbers({ epoch, step: step.replaceAll(',', ''), loss, lr: /\bL\.r\. (\S+)/.exec(line)?.[1] });
};

/** Numbers between the two losses of a row of results.txt: how many objects, how large the images, and four measures of the detections. */
const BETWEEN_LOSSES = 6;

/**
 * A row of results.txt, which YOLOv7 and YOLOv5 before 2021 write without a header: "0/29  1.86G  0.0985  0.0932  0.0275  0.2192  24  640
 * …" are epoch, memory, the parts of the loss, their sum, objects and size; the parts of the validation loss are at the end.
 */
const yoloResults: Dialect = (line) => {
  const [, epoch, rest] = /^\s*(\d+)\/\d+\s+[\d.]+G((?:\s+[-+\d.naife]+){5,})\s*$/i.exec(line) ?? [];
  if (epoch === undefined) return undefined;
  const values = rest.trim().split(/\s+/).map(Number);
  const total = values.findIndex(
    (value, index) => index > 1 && isSum(value, values.slice(0, index), values[index + 1]),
  );
  if (total === -1) return undefined;
  const parts = values.slice(total + 1 + BETWEEN_LOSSES);
  return {
    cells: new Map([
      ['epoch', Number(epoch)],
      ['loss', values[total]],
      ...(parts.length > 0 ? [['val_loss', sumOf(parts)] as const] : []),
    ]),
  };
};

/** "(epoch: 1, iters: 20, time: 14.4, data: 0.08) G_GAN: 2.436 G_L1: 54.115 D_real: 0.167": all are losses, of which the first is read. */
const pix2pix: Dialect = (line) => {
  const [, epoch, step, loss] = /^\(epoch: (\d+), iters: (\d+),[^()]*\) \w+: (\S+)/.exec(line) ?? [];
  return epoch === undefined ? undefined : numbers({ epoch, step, loss });
};

/** "Train: [ 1/50] Step 050/390 Loss 3.215 Prec@(1,5) (20.1%, 47.3%)": the first fraction is the epoch, in pt.darts. */
const ptDarts: Dialect = (line) => {
  const [, epoch, step, loss] = /\bTrain: \[ *(\d+)\/\d+\] Step (\d+)\/\d+ Loss (\S+)/.exec(line) ?? [];
  return epoch === undefined ? undefined : numbers({ epoch, step, loss });
};

/** @param next a sum that is NaN stands before the number of objects */
function isSum(value: number, parts: readonly number[], next: number): boolean {
  return Number.isNaN(value) ? next >= 0 : Math.abs(sumOf(parts) - value) <= 1e-3 * value;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** "| epoch 001 | loss 9.1 | nll_loss 8.9 | num_updates 1000": the means of an epoch, printed beside lines about single updates. */
function fairseq(): Dialect {
  let hasUpdates = false;
  return (line) => {
    hasUpdates ||= /\btrain_inner \||\bepoch \d+: +\d+ \/ \d+ loss=/.test(line);
    return hasUpdates && /\| (?:train \| )?epoch \d+ \| loss [\d.naif]+ \|/i.test(line) ? NO_CELLS : undefined;
  };
}

/**
 * Metrics that grow while a model gets better: "auc", "valid auc", "map@5", "f1_score", "interval-regression-accuracy". "1-auc" and "mape" are none.
 */
const GROWING =
  /(?:^|[_ ]|(?<=[a-z])-)(?:auc|map(?!e)|ndcg|(?:pre|acc|accuracy|precision|recall|r2|f\d|fscore|score|kappa|qwk|mcc|gini|iou|dice)(?=$|[_ @\d]))/i;

/** What LightGBM's cross-validation calls the data, which it names before the metric: "cv_agg's valid binary_logloss". */
const CROSS_VALIDATION = 'cv_agg';

/** The first metric of the data that is trained on, and the first of other data. Metrics that grow are no losses. */
function boosted(step: string, entries: readonly string[], entry: RegExp): LineCells | undefined {
  const found: Record<string, string> = {};
  for (const text of entries) {
    const [, data, metric, value] = entry.exec(text) ?? [];
    if (data === undefined || GROWING.test(metric)) continue;
    found[/train/i.test(data === CROSS_VALIDATION ? metric : data) ? 'loss' : 'val_loss'] ??= value;
  }
  return Object.keys(found).length > 0 ? numbers({ step, ...found }) : undefined;
}

/** A table for each log call: "|    loss                | 0.123        |" in the group "| train/ |", between lines of dashes. */
function stableBaselines(): Dialect {
  let row: Record<string, string> | null = null;
  let group = '';
  return (line) => {
    const text = line.trim();
    if (/^-{10,}$/.test(text)) {
      const complete = row;
      row = complete && Object.keys(complete).length > 0 ? null : {};
      group = '';
      return complete && numbers(complete).cells.size > 0 ? numbers(complete) : row ? NO_CELLS : undefined;
    }
    const [, name, value] = row ? (/^\| +([\w/]+) *\|(.*)\|$/.exec(text) ?? []) : [];
    if (!row || name === undefined) return undefined;
    if (value.trim() === '') group = name;
    else row[normalizeName(group + name)] = value.trim();
    return NO_CELLS;
  };
}

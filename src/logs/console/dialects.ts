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
  () => catboost,
  () => announcedRate,
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
  const [, step, rest] = /^(?:.*\s)?\[(\d+)\]\s+(\S+-[\w@]+:[-\d.naif+e].*)$/i.exec(line) ?? [];
  return step === undefined ? undefined : boosted(step, rest.split(/\s+/), /^([^:-]+)-([^:]+):([^+]+)/);
};

/** "[10]\ttraining's binary_logloss: 0.48211\tvalid_1's binary_logloss: 0.50123" */
const lightgbm: Dialect = (line) => {
  const [, step, rest] = /^\[(\d+)\]\t(.+'s .+)$/.exec(line) ?? [];
  return step === undefined ? undefined : boosted(step, rest.split('\t'), /^(.+)'s (.+): ([^+]+)/);
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

/** "| epoch 001 | loss 9.1 | nll_loss 8.9 | num_updates 1000": the means of an epoch, printed beside lines about single updates. */
function fairseq(): Dialect {
  let hasUpdates = false;
  return (line) => {
    hasUpdates ||= /\btrain_inner \||\bepoch \d+: +\d+ \/ \d+ loss=/.test(line);
    return hasUpdates && /\| (?:train \| )?epoch \d+ \| loss [\d.naif]+ \|/i.test(line) ? NO_CELLS : undefined;
  };
}

/** The first metric of the data that is trained on, and the first of other data. Metrics that grow are no losses. */
function boosted(step: string, entries: readonly string[], entry: RegExp): LineCells | undefined {
  const found: Record<string, string> = {};
  for (const text of entries) {
    const [, data, metric, value] = entry.exec(text) ?? [];
    if (data === undefined || /^(?:auc|aucpr|map|ndcg|acc|average_precision)/i.test(metric)) continue;
    found[/train/i.test(data) ? 'loss' : 'val_loss'] ??= value;
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

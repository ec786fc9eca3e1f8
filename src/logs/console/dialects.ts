import { normalizeName } from '../columnRoles.ts';
import { readNumber } from '../logNumber.ts';

/**
 * Reads the lines of one program that names alone do not explain.
 * @returns the numbers of a line by name; undefined for a line of any other program
 */
export type Dialect = (line: string) => ReadonlyMap<string, number> | undefined;

/** Each is made anew for each log, since some remember the lines before. */
export const DIALECTS: readonly (() => Dialect)[] = [
  () => megatron,
  () => cifarTutorial,
  () => llmC,
  () => xgboost,
  () => lightgbm,
  fastai,
  stableBaselines,
];

/** Megatron-LM leaves out a loss that is NaN, and says nothing: training.py prints it only `if avg >= 0.0`. */
const megatron: Dialect = (line) => {
  const [, iteration] = /\biteration\s+(\d+)\/\s*\d+ \| consumed samples:/.exec(line) ?? [];
  if (iteration === undefined || /lm loss:/.test(line)) return undefined;
  const rate = Number(/learning rate: ([\d.E+-]+)/.exec(line)?.[1] ?? NaN);
  return new Map([
    ['iteration', Number(iteration)],
    ['lm_loss', NaN],
    ...(rate > 0 ? [['learning_rate', rate] as const] : []),
  ]);
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

/** The first metric of the data that is trained on, and the first of other data. Metrics that grow are no losses. */
function boosted(step: string, entries: readonly string[], entry: RegExp): ReadonlyMap<string, number> | undefined {
  const found: Record<string, string> = {};
  for (const text of entries) {
    const [, data, metric, value] = entry.exec(text) ?? [];
    if (data === undefined || /^(?:auc|aucpr|map|ndcg|acc|average_precision)/i.test(metric)) continue;
    found[/train/i.test(data) ? 'loss' : 'val_loss'] ??= value;
  }
  return Object.keys(found).length > 0 ? numbers({ step, ...found }) : undefined;
}

/** A table whose columns are as wide as their names: "epoch     train_loss  valid_loss  accuracy  time". */
function fastai(): Dialect {
  let header: readonly string[] = [];
  return (line) => {
    const cells = line.trim().split(/\s+/);
    if (/^epoch\s+train_loss\s/.test(line.trim())) {
      header = cells;
      return new Map();
    }
    if (header.length === 0 || cells.length !== header.length || !/^\d+$/.test(cells[0])) return undefined;
    return numbers(Object.fromEntries(header.map((name, index) => [name, cells[index]])));
  };
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
      return complete && numbers(complete).size > 0 ? numbers(complete) : row ? new Map() : undefined;
    }
    const [, name, value] = row ? (/^\| +([\w/]+) *\|(.*)\|$/.exec(text) ?? []) : [];
    if (!row || name === undefined) return undefined;
    if (value.trim() === '') group = name;
    else row[normalizeName(group + name)] = value.trim();
    return new Map();
  };
}

function numbers(texts: Readonly<Record<string, string | undefined>>): Map<string, number> {
  return new Map(
    Object.entries(texts).flatMap(([name, text]) => {
      const value = readNumber(text);
      return typeof value === 'number' ? [[name, value] as const] : [];
    }),
  );
}

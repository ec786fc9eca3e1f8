import { codeOf, ratesAssigned } from './rateScaling.ts';
import type { KeyedPlace } from './siteKey.ts';

/** Libraries of trees: what they call a learning rate shrinks a tree, and no usual rate of a network says anything of it. */
const BOOSTING = /lightgbm|xgboost|catboost|(?:Gradient|Ada)Boost/;
/** Schedules whose functions return anything, by the names that programs give them. */
const ANY_FACTOR = /lambda_?lr|multiplicative_?lr|noam|inverse_?sqrt/i;
/** The rate of an optimizer, or of its groups, that a program sets: `group["lr"] = …`, `optimizer.lr *= …`. */
const SET =
  /(?:group\w{0,20}|\bp?g|\bp|\])\s?\[\s?['"](?:lr|learning_rate)['"]\s?\]\s?[-+*/]?=(?!=)|opt\w{0,20}\.(?:lr|learning_?rate)\s?[-+*/]?=(?!=)|\bset_value\s?\([^,\n]{0,80}(?:lr|rate)\b|(?:lr|rate|optimizer)\.assign\s?\(/i;
/** What is a share of the rate and leaves it as it is. */
const SHARES = /\b(?:weight_decay|eta_min|min_lr|final_lr|end_value)\s?=[^,)\n]*/g;
/** A line that may set a rate. */
const OF_OPTIMIZER = /lr\b|rate|opt|sgd|adam|prop\b/i;
const CALLED = /\b([a-z_]\w*)\s*\(/gi;
/** What may be called to change a rate: `get_scheduler`, `WarmupLR`, `adjust_learning_rate`, `set_lr`. */
const OF_RATE = /schedul|[Ll]earning_?[Rr]ate|(?:^|_)lr(?:_|$)|LR(?![a-zA-Z])|Schedul/;
/** Of these, what keeps the number that is written as the highest rate. */
const KEEPS =
  /^(?:(?:Step|MultiStep|Exponential|Constant|Linear|Polynomial|CosineAnnealing|Sequential|OneCycle|Cyclic)LR|CosineAnnealingWarmRestarts|ReduceLROnPlateau|ChainedScheduler|(?:warmup_)?(?:cosine|exponential)_decay_schedule|constant_schedule|get_(?:linear|cosine|constant|polynomial)\w*_schedule\w*|schedule|(?:DD[IP]M|DPM|PNDM|Euler)\w*Scheduler|get_\w*lr|LearningRateMonitor)$/;
const NUMBER = /\b\d[\w.]*/g;
/** A word of a command that is a number, or a short option of the rate's with one. */
const LOOSE = /^(?:[-+]?\.?\d[\d._]*(?:e[-+]?\d+)?|-l=?\.?\d.*)$/i;
const LONG_OPTION = /^--([\w.-]+)(?:=(.*))?$/;
/** Of something else than the rate. */
const SHORT_OPTION = /^-[a-km-z]$/i;

/** Whether a program trains trees rather than networks. */
export function usesBoosting(text: string): boolean {
  return BOOSTING.test(text);
}

/**
 * Marks the places whose number may not be the rate of the run: the program multiplies it, sets rates itself, or has a schedule that may
 * do anything. In doubt it is marked.
 * @param text that of the program
 */
export function markChanged(places: readonly KeyedPlace[], text: string): readonly KeyedPlace[] {
  const code = codeOf(text).replace(SHARES, '');
  const isAny =
    usesBoosting(text) ||
    ANY_FACTOR.test(text) ||
    SET.test(text) ||
    ratesAssigned(code).some((one) => /[*/]/.test(one) && /[a-z_]/i.test(one.replace(NUMBER, ''))) ||
    isFactor('lr|learning_?rate', code) ||
    Array.from(code.matchAll(CALLED), ([, name]) => name).some((name) => OF_RATE.test(name) && !KEEPS.test(name));
  // Of several numbers none is certain anyway.
  const isOnly = places.filter(({ kind }) => kind === 'rate').length === 1;
  return places.map((place) => {
    const isChanged = isAny || (isOnly && isMultiplied(place, code));
    return isChanged ? { ...place, isChanged } : place;
  });
}

/**
 * Marks the places that a command may give another number by a name or a position that only the program knows: `python train.py -l 0.5`.
 * @param text that of the program
 */
export function markCommanded(places: readonly KeyedPlace[], command: string, text: string): readonly KeyedPlace[] {
  const readsWords = /\bargv\b/.test(text);
  return places.map((place) =>
    (readsWords || place.site?.role === 'argument-default') && hasLooseNumber(command, place.key.argument)
      ? { ...place, isChanged: true }
      : place,
  );
}

/** Whether a command has a number whose option is unknown, or cut short: `--learn 0.5`. */
function hasLooseNumber(command: string, argument: string | null): boolean {
  const words = command.replace(/["']/g, '').split(/\s+/);
  return words.some((word, index) => {
    const [, own, value = word] = LONG_OPTION.exec(word) ?? [];
    const option = own ?? LONG_OPTION.exec(words[index - 1] ?? '')?.[1];
    const isKnown =
      option !== undefined && !argument?.toLowerCase().startsWith(option.toLowerCase().replaceAll('-', '_'));
    return LOOSE.test(value) && !isKnown && !SHORT_OPTION.test(words[index - 1] ?? '');
  });
}

/** Whether a place's number is multiplied where a rate or an optimizer stands, or the name that it is given is anywhere. */
function isMultiplied({ kind, text, key: { argument } }: KeyedPlace, code: string): boolean {
  if (kind === 'optimizer') return false;
  const lines = code.split('\n').filter((line) => OF_OPTIMIZER.test(line));
  return isFactor(escaped(text), lines.join('\n')) || (argument !== null && isFactor(escaped(argument), code));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether something that is named so is multiplied or divided: `args.lr * 0.1`, `scale * float(LR)`. */
function isFactor(names: string, code: string): boolean {
  return new RegExp(
    `(?<![a-z\\d])(?:${names})\\)?[ \\t]*(?:\\*(?!\\*)|/)|[*/][ \\t]*(?:float)?\\(?(?:\\w{1,40}\\.){0,4}(?:${names})(?![\\w.])`,
    'i',
  ).test(code);
}

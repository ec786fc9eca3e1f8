import { codeOf, ratesAssigned } from './rateScaling.ts';
import type { KeyedPlace } from './siteKey.ts';

/** Libraries of trees: what they call a learning rate shrinks a tree, and no usual rate of a network says anything of it. */
const BOOSTING = /lightgbm|xgboost|catboost|(?:Gradient|Ada)Boost/;
/** Schedules whose functions return anything, by the names that programs give them. */
const ANY_FACTOR = /lambda_?lr|multiplicative_?lr|noam|inverse_?sqrt/i;
/** The rate of an optimizer, or of its groups, that a program sets: `group["lr"] = …`, `optimizer.lr *= …`. */
const SET =
  /\[\s*['"](?:lr|learning_rate)['"]\s*\]\s*[-+*/]?=(?!=)|opt\w{0,20}\.(?:lr|learning_?rate)\s*[-+*/]?=(?!=)|\bset_value\s*\(|\.assign\s*\(/i;
const CALLED = /\b([a-z_]\w*)\s*\(/gi;
/** What may be called to change a rate: `get_scheduler`, `WarmupLR`, `adjust_learning_rate`, `set_lr`. */
const OF_RATE = /schedul|[Ll]earning_?[Rr]ate|(?:^|_)lr(?:_|$)|LR|Schedul/;
/** Of these, what keeps the number that is written as the highest rate. */
const KEEPS =
  /^(?:(?:Step|MultiStep|Exponential|Constant|Linear|Polynomial|CosineAnnealing|Sequential|OneCycle|Cyclic)LR|CosineAnnealingWarmRestarts|ReduceLROnPlateau|ChainedScheduler|(?:warmup_)?(?:cosine|exponential)_decay_schedule|get_last_lr|LearningRateMonitor)$/;
const NUMBER = /\b\d[\w.]*/g;
/** A word of a command that is a number, or a short option with one. */
const LOOSE = /^(?:[-+]?\.?\d[\d._]*(?:e[-+]?\d+)?|-[a-z]=?\.?\d.*)$/i;
const LONG_OPTION = /^--([\w.-]+)(?:=(.*))?$/;

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
  const code = codeOf(text);
  const isAny =
    usesBoosting(text) ||
    ANY_FACTOR.test(text) ||
    SET.test(text) ||
    ratesAssigned(code).some((one) => /[*/]/.test(one) && /[a-z_]/i.test(one.replace(NUMBER, ''))) ||
    isFactor('lr|learning_?rate', code) ||
    Array.from(code.matchAll(CALLED), ([, name]) => name).some((name) => OF_RATE.test(name) && !KEEPS.test(name));
  return places.map((place) => {
    const isChanged = isAny || namesOf(place).some((name) => isFactor(name, code));
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
    return LOOSE.test(value) && !isKnown;
  });
}

/** The number of a place as it is written, and the name that it is given. */
function namesOf({ kind, text, key: { argument } }: KeyedPlace): readonly string[] {
  if (kind === 'optimizer') return [];
  return [text, ...(argument === null ? [] : [argument])].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

/** Whether something that is named so is multiplied or divided: `args.lr * 0.1`, `scale * float(LR)`. */
function isFactor(names: string, code: string): boolean {
  return new RegExp(
    `(?<![a-z\\d])(?:${names})\\)?[ \\t]*(?:\\*(?!\\*)|/)|[*/][ \\t]*(?:float)?\\(?(?:\\w{1,40}\\.){0,4}(?:${names})(?![\\w.])`,
    'i',
  ).test(code);
}

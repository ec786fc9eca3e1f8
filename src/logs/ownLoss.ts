import { normalizeName, roleOf } from './columnRoles.ts';

/** A loss under a name of its own: "D loss", "actor_loss", "ctc loss", "loss_G". */
const OWN_LOSS = /^(?:\w+_)?loss(?:es)?(?:_[a-z]{1,6})?$/;
/** Numbers that are about a loss, and none. */
const NO_LOSS =
  /(?:^|_)(?:best|min|max|minimum|maximum|lowest|highest|old|prev|previous|last|target|weights?|wt|scale|scaling|coeff?|alpha|beta|gamma|lambda|ratio|delta|threshold|margin|smoothing|std|var|variance|change|diff|improvement|no|num|packet|data|stop|final|fn|func|type|name|ms|sec|secs|seconds|time|count|mask)(?:_|$)/;
const VALIDATION = /^(?:val|valid|validation|eval|evaluation|test|dev)(?:_|$)|_(?:val|valid|eval|test|dev)$/;
/** What CatBoost and others call what they minimize; in tables that have a loss, these are only measures. */
const OBJECTIVES: readonly string[] = ['logloss', 'log_loss', 'multi_class', 'rmse', 'mae', 'mse'];

/** What a name that is none of the table's says of a loss; null if nothing. */
export function ownLossRole(name: string): 'loss' | 'validationLoss' | null {
  const normalized = normalizeName(name);
  if (!OWN_LOSS.test(normalized) || NO_LOSS.test(normalized)) return null;
  return VALIDATION.test(normalized) ? 'validationLoss' : 'loss';
}

/**
 * Of the names of a log none of which is in the table, the one that is its training loss: the first; null if there is none. Beside a known
 * validation loss, which may be of another quantity, what others minimize is only a measure.
 */
export function ownLossAmong(names: readonly string[]): string | null {
  const loss = names.find((name) => ownLossRole(name) === 'loss');
  if (loss !== undefined) return loss;
  const hasOther = names.some((name) => roleOf(name) === 'validationLoss');
  return hasOther ? null : (names.find((name) => OBJECTIVES.includes(normalizeName(name))) ?? null);
}

import { normalizeName, roleOf } from '../columnRoles.ts';
import type { Role } from '../columnRoles.ts';

/** A loss under a name of its own: "D loss", "actor_loss", "ctc loss", "loss_G". */
const OWN_LOSS = /^(?:\w+_)?loss(?:es)?(?:_[a-z]{1,6})?$/;
/** Numbers that are about a loss, and none. */
const NO_LOSS =
  /(?:^|_)(?:best|min|max|minimum|maximum|lowest|highest|old|prev|previous|last|target|weights?|scale|scaling|coef|alpha|beta|gamma|lambda|ratio|delta|threshold|margin|smoothing|std|var|variance|change|diff|improvement|no|num|packet|data|stop|final)(?:_|$)/;
const VALIDATION = /^(?:val|valid|validation|eval|evaluation|test|dev)(?:_|$)|_(?:val|valid|eval|test|dev)$/;

/** What a name that a program prints is: one that all logs use, or else a loss under a name of its own. Null for anything else. */
export function printedRole(name: string): Role | null {
  const role = roleOf(name);
  if (role) return role;
  const normalized = normalizeName(name);
  if (!OWN_LOSS.test(normalized) || NO_LOSS.test(normalized)) return null;
  return VALIDATION.test(normalized) ? 'validationLoss' : 'loss';
}

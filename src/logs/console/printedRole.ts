import { normalizeName, roleOf } from '../columnRoles.ts';
import type { Role } from '../columnRoles.ts';
import { ownLossRole } from '../ownLoss.ts';

/** A place in a few words: "TRAIN in epoch 3", "End of epoch 3". "Best epoch", "time per epoch" and "max step" are none. */
const PLACE =
  /^(?:(?:train|training|val|valid|validation|test|testing|eval|evaluation|start|starting|begin|beginning|end|finish|finished|complete|completed|after|results|summary|for|of|in|at|on|the)_)+(epoch|step|iteration|iter)$/;

/**
 * A place behind the name of what is trained, which has a digit or an underscore: "ResNet18 Epoch 3", "fold_2 step 10". A path, "a_1.pth (epoch 3)",
 * is none, nor is a name with a word that makes another number of it: "best_model", but not "MiniLM-L6".
 */
const MODEL_PLACE =
  /^(?=[\w-]*[\d_])(?!(?:[\w-]*[_-])?(?:best|(?:min|max|last|per|total|num|time|loss)(?![a-z])))[\w-]+ (epoch|step|iteration|iter)$/i;

/** What a name that a program prints is: one that all logs use, or else a loss under a name of its own. Null for anything else. */
export function printedRole(name: string): Role | null {
  return roleOf(name) ?? placeRole(name) ?? ownLossRole(name);
}

function placeRole(name: string): Role | null {
  if (!/(?:epoch|step|iter|iteration)$/i.test(name)) return null;
  const place = PLACE.exec(normalizeName(name))?.[1] ?? MODEL_PLACE.exec(name)?.[1].toLowerCase();
  return place === undefined ? null : roleOf(place);
}

import { roleOf } from '../columnRoles.ts';
import type { Role } from '../columnRoles.ts';
import { ownLossRole } from '../ownLoss.ts';

/** What a name that a program prints is: one that all logs use, or else a loss under a name of its own. Null for anything else. */
export function printedRole(name: string): Role | null {
  return roleOf(name) ?? ownLossRole(name);
}

import util from 'node:util';

type Check = (value: unknown) => boolean;

/** Functions of Node's `util` that tfjs-node calls and that Node 23 removed, or a later Node will. */
const REMOVED: Readonly<Record<string, Check>> = {
  isArray: Array.isArray,
  isNullOrUndefined: (value) => value === null || value === undefined,
};

/** Puts back what is missing, and only that, so that tfjs-node runs on every Node from 20 on. Call it before tfjs-node is loaded. */
export function restoreUtil(target: object = util): void {
  for (const [name, check] of Object.entries(REMOVED)) {
    if (!(name in target)) Object.defineProperty(target, name, { value: check, configurable: true, writable: true });
  }
}

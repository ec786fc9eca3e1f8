import util from 'node:util';

type Check = (value: unknown) => boolean;

/** Functions of Node's `util` that tfjs-node calls, which Node 23 has removed or a later version will. */
const REMOVED_FUNCTIONS: Readonly<Record<string, Check>> = {
  isArray: Array.isArray,
  isNullOrUndefined: (value) => value === null || value === undefined,
};

/** Adds the functions that are missing, so that tfjs-node runs on Node 20 and later. To be called before tfjs-node is loaded. */
export function polyfillUtil(target: object = util): void {
  for (const [name, check] of Object.entries(REMOVED_FUNCTIONS)) {
    if (!(name in target)) Object.defineProperty(target, name, { value: check, configurable: true, writable: true });
  }
}

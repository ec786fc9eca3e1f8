import path from 'node:path';
import type { KeyedPlace } from './siteKey.ts';

/** Modules that are looked for; a program imports most of its modules from libraries, so that few of them are there. */
const MAX_MODULES = 50;

const IMPORT = /^[ \t]*(?:import|from[ \t]+([.\w]+)[ \t]+import)\b(.*)/gm;

/**
 * Absolute paths of the modules that a Python program imports, if they lie beside it, whether they exist or not: `from .config import LR`,
 * `import conf.train as conf`, `from conf import base`.
 * @param file absolute path of the program
 * @param folder in which it was started
 */
export function importedFiles(file: string, text: string, folder: string): readonly string[] {
  const beside = path.dirname(file);
  const found = new Set<string>();
  for (const [, from, names] of text.matchAll(IMPORT)) {
    const module = from?.replace(/^\.*/, '') ?? '';
    const dots = from ? from.length - module.length : 0;
    // Each dot behind the first is a folder up.
    const roots = dots > 0 ? [path.join(beside, ...Array<string>(dots - 1).fill('..'))] : [beside, folder];
    const modules = from ? [module, ...wordsOf(names).map((name) => `${module}.${name}`)] : wordsOf(names);
    for (const name of modules)
      for (const root of roots)
        if (/\w$/.test(name)) found.add(`${path.join(root, ...name.split('.').filter(Boolean))}.py`);
  }
  found.delete(file);
  return [...found].slice(0, MAX_MODULES);
}

/** Whether a program names the rate of a module, or the function that it is in: `config.LR`, `make_optimizer(model)`. */
export function isUsedIn(
  program: string,
  { key: { argument, within }, kind }: Pick<KeyedPlace, 'key' | 'kind'>,
): boolean {
  if (kind === 'optimizer') return false;
  return [argument, within.at(-1)].some((name) => name && new RegExp(`\\b${name}\\b`).test(program));
}

/** `a` and `b.c` of `a as x, b.c`, without a comment. */
function wordsOf(list: string): string[] {
  const [names] = list.split('#');
  return names.split(',').flatMap((part) => /^[\w.]+/.exec(part.replace('(', '').trim())?.[0] ?? []);
}

import type { CatalogEntry } from './catalogEntry.ts';
import { HUGGING_FACE } from './huggingFace.ts';
import { KERAS } from './keras.ts';
import { OPTAX } from './optax.ts';
import { OTHER_LIBRARIES } from './otherLibraries.ts';
import { shortName } from './optimizerNames.ts';
import { TENSORFLOW_JS } from './tensorFlowJs.ts';
import { TORCH } from './torch.ts';

const CATALOGS = [TORCH, KERAS, OPTAX, TENSORFLOW_JS, OTHER_LIBRARIES];

/** What these names usually mean where they aren't imported, as in a snippet. */
const CONVENTIONAL_NAMES: Readonly<Record<string, string>> = {
  optim: 'torch.optim',
  lr_scheduler: 'torch.optim.lr_scheduler',
  tf: 'tensorflow',
};

/** Rewrites the other names of a module to its canonical one. */
const MODULE_ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^tensorflow\.compat\.v[12]\./, 'tensorflow.'],
  [/^(tensorflow\.(python\.)?keras|tf_keras|keras\.src|keras\.api)\./, 'keras.'],
  [/^tensorflow\.(optimizers|losses|callbacks)\./, 'keras.$1.'],
  [/^keras\.optimizers\.(?!schedules\.)\w+\.(?=\w+$)/, 'keras.optimizers.'],
  [/^keras\.optimizers\.(legacy|experimental)\./, 'keras.optimizers.'],
  [/^keras\.optimizers\.schedules\.\w+\.(?=\w+$)/, 'keras.optimizers.schedules.'],
  [/^torch\.optim\.(?!lr_scheduler|swa_utils)\w+\.(?=\w+$)/, 'torch.optim.'],
  [/^@tensorflow\/tfjs[\w-]*(?:\.default)?\./, 'tf.'],
];

/**
 * The canonical dotted name of a path.
 * @param imports the dotted names that are imported, by local name
 */
export function canonicalName(
  names: readonly string[],
  imports: ReadonlyMap<string, string>,
  isScript: boolean,
): string {
  const [first, ...rest] = names;
  const imported = imports.get(first);
  // Packages of TensorFlow.js, and those built on them, import `tf` from relative paths.
  const isRelative = isScript && first === 'tf' && imported?.startsWith('.');
  const target = (isRelative ? undefined : imported) ?? (isScript ? first : (CONVENTIONAL_NAMES[first] ?? first));
  return MODULE_ALIASES.reduce(
    (name, [pattern, replacement]) => name.replace(pattern, replacement),
    [target, ...rest].join('.'),
  );
}

/**
 * The catalog entry of a canonical name; null if there is none.
 * @param wildcardModules modules that everything is imported from
 */
export function lookUp(name: string, wildcardModules: readonly string[]): CatalogEntry | null {
  for (const candidate of [
    name,
    ...wildcardModules.map((module) => canonicalName([`${module}.${name}`], new Map(), false)),
  ]) {
    for (const catalog of CATALOGS) {
      const entry = catalog.get(candidate);
      if (entry) return entry;
    }
  }
  const short = shortName(name);
  const settings = HUGGING_FACE.get(short);
  if (settings) return settings;
  return short.endsWith('TrainingArguments') ? { ...HUGGING_FACE.get('TrainingArguments')!, name: short } : null;
}

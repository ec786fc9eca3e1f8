import type { CatalogEntry } from './catalogEntry.ts';
import { HUGGING_FACE } from './huggingFace.ts';
import { KERAS } from './keras.ts';
import { OPTAX } from './optax.ts';
import { OTHER_LIBRARIES } from './otherLibraries.ts';
import { shortName } from './optimizerNames.ts';
import { TENSORFLOW_JS } from './tensorFlowJs.ts';
import { TORCH } from './torch.ts';

const CATALOGS = [TORCH, KERAS, OPTAX, TENSORFLOW_JS, OTHER_LIBRARIES];

/** What is meant by these names where nothing of the name was imported, as in a cell of a notebook or in a snippet. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  optim: 'torch.optim',
  lr_scheduler: 'torch.optim.lr_scheduler',
  tf: 'tensorflow',
};

/** The ways to Keras, and to the optimizers inside of it. */
const SAME_PLACES: readonly (readonly [RegExp, string])[] = [
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
 * The dotted name of what a path stands for.
 * @param imports what the file's names stand for, by local name
 */
export function canonicalName(names: readonly string[], imports: ReadonlyMap<string, string>, script: boolean): string {
  const [first, ...rest] = names;
  const imported = imports.get(first);
  // Packages of TensorFlow.js, and what is built on them, hand `tf` around under paths of their own.
  const isOwn = script && first === 'tf' && imported?.startsWith('.');
  const target = (isOwn ? undefined : imported) ?? (script ? first : (CUSTOMARY[first] ?? first));
  return SAME_PLACES.reduce(
    (name, [pattern, replacement]) => name.replace(pattern, replacement),
    [target, ...rest].join('.'),
  );
}

/**
 * What the catalog has under a canonical name.
 * @param stars modules of which everything was imported
 */
export function lookUp(name: string, stars: readonly string[]): CatalogEntry | null {
  for (const candidate of [name, ...stars.map((module) => canonicalName([`${module}.${name}`], new Map(), false))]) {
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

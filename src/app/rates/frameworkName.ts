import type { Framework } from '../../code/rateSite.ts';

const NAMES: Readonly<Record<Framework, string | null>> = {
  torch: 'PyTorch',
  keras: 'Keras',
  tfjs: 'TensorFlow.js',
  optax: 'Optax',
  hf: 'Hugging Face',
  lightning: 'Lightning',
  config: null,
  other: null,
};

/** "PyTorch"; null if there is none. */
export function frameworkName(framework: Framework): string | null {
  return NAMES[framework];
}

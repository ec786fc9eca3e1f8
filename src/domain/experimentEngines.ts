import * as l10n from '@vscode/l10n';
import { formatAll } from './format.ts';

/** Lists the distinct engines of some runs by their names for users: "built-in engine and TensorFlow"; empty if none is known. */
export function engineNames(engines: readonly (string | null)[]): string {
  return formatAll([...new Set(known(engines).map(nameOf))]);
}

/** Lists the distinct engines and builds of some runs: "wasm simd and tensorflow 2.16"; empty if none is known. */
export function describeEngines(engines: readonly (string | null)[]): string {
  return formatAll([...new Set(known(engines))]);
}

function known(engines: readonly (string | null)[]): string[] {
  return engines.filter((engine) => engine !== null);
}

/** @param engine its name and build */
function nameOf(engine: string): string {
  if (/^wasm\b/.test(engine)) return l10n.t('built-in engine');
  return /^tensorflow\b/.test(engine) ? 'TensorFlow' : engine;
}

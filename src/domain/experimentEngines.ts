import { formatAll } from './format.ts';

/** Lists the distinct engines and builds of some runs: "wasm simd and tensorflow 2.16"; empty if none is known. */
export function describeEngines(engines: readonly (string | null)[]): string {
  return formatAll([...new Set(engines.filter((engine) => engine !== null))]);
}

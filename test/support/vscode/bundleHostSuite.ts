import { build } from 'esbuild';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Bundles the *.test.ts files of a folder, and the index that runs them, into another folder. It must lie where mocha is
 * found from; `vscode` is what the extension host gives.
 */
export async function bundleHostSuite(source: string, target: string): Promise<void> {
  const tests = (await readdir(source))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join(source, name));
  await build({
    entryPoints: [path.resolve(__dirname, '..', '..', 'host', 'index.ts'), ...tests],
    entryNames: '[name]',
    outdir: target,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

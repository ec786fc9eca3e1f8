import { build } from 'esbuild';

/** Bundles a program for Node 20 or later. @returns `outfile` */
export async function bundleProgram(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}

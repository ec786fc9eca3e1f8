import { build } from 'esbuild';

/** Makes one file of a program, for any Node from 20 on. @returns `outfile` */
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

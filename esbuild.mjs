import { build, stop } from 'esbuild';
import { join, relative } from 'node:path';
import { writeAtomically } from './scripts/files.mjs';
import { root } from './scripts/program.mjs';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.mjs';

const NODE = { platform: 'node', format: 'cjs', target: 'node20' };
const BROWSER = { platform: 'browser', format: 'iife', target: 'es2022', minify: true };

/** What a program loads when it is first needed is a file of its own beside it. */
const onDemand = (filter, path) => ({
  name: `${path} on demand`,
  setup: ({ onResolve }) =>
    onResolve({ filter }, ({ kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined)),
});

/** The programs of the extension host share the translations, which are a file of their own beside them. */
const TRANSLATIONS = {
  name: 'translations',
  setup: ({ onResolve }) => onResolve({ filter: /^@vscode\/l10n$/ }, () => ({ path: './l10n.js', external: true })),
};

/**
 * Parts of Vega that no chart of ours uses: maps, forces, trees, word clouds and the like. Vega registers them all, so the bundler cannot
 * see by itself that they are not needed; they would be a tenth of the panel's script.
 */
export const UNUSED_PARTS_OF_VEGA = [
  'vega-crossfilter',
  'vega-force',
  'vega-geo',
  'vega-hierarchy',
  'vega-label',
  'vega-regression',
  'vega-voronoi',
  'vega-wordcloud',
];

const SMALL_VEGA = {
  name: 'small vega',
  setup: ({ onResolve, onLoad }) => {
    const filter = new RegExp(`^(${UNUSED_PARTS_OF_VEGA.join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'unused', sideEffects: false }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'export {};', loader: 'js' }));
  },
};

/** Every program that is shipped as one file: where it starts, and what it runs in. */
const BUNDLES = {
  extension: {
    entryPoints: ['src/extension.ts'],
    ...NODE,
    external: ['vscode'],
    plugins: [onDemand(/\/rateFinder\.ts$/, './rates.js'), TRANSLATIONS],
    supported: { 'dynamic-import': false },
    sourcemap: 'linked',
  },
  rates: {
    entryPoints: ['src/vscode/rates/rateFinder.ts'],
    ...NODE,
    plugins: [TRANSLATIONS],
    sourcemap: 'linked',
  },
  l10n: { entryPoints: ['@vscode/l10n'], ...NODE },
  cli: {
    entryPoints: ['src/cli/main.ts'],
    ...NODE,
    plugins: [onDemand(/\/protocolSdk\.ts$/, './mcp.js')],
    banner: { js: '#!/usr/bin/env node' },
  },
  mcp: { entryPoints: ['src/cli/mcp/protocolSdk.ts'], ...NODE },
  worker: { entryPoints: ['src/training/entry.ts'], ...NODE },
  session: { entryPoints: ['src/app/programSession/entry.ts'], ...NODE, plugins: [TRANSLATIONS] },
  guard: { entryPoints: ['src/programs/guard.ts'], ...NODE },
  check: { entryPoints: ['src/cli/check/worker.ts'], ...NODE },
  logs: { entryPoints: ['src/app/logThread/program.ts'], ...NODE, plugins: [TRANSLATIONS] },
  report: { entryPoints: ['webview/report.ts'], ...BROWSER, plugins: [SMALL_VEGA] },
  panel: { entryPoints: ['webview/main.ts'], ...BROWSER, plugins: [SMALL_VEGA] },
  loss: { entryPoints: ['webview/loss.ts'], ...BROWSER },
  demo: { entryPoints: ['webview/demo.ts'], ...BROWSER },
  learn: { entryPoints: ['webview/learn.ts'], ...BROWSER },
  newExperiment: { entryPoints: ['webview/newExperiment.ts'], ...BROWSER },
  comparison: { entryPoints: ['webview/comparison.ts'], ...BROWSER },
};

/**
 * Bundles every program into `folder` as <name>.js, with the licences of what they contain beside them; nothing is written
 * unless all of them can be.
 * @param {string} folder
 * @param {string} sources the folder that holds src/ and webview/
 */
export async function bundle(folder, sources = root) {
  const results = await Promise.all(
    Object.entries(BUNDLES).map(async ([name, options]) => {
      return build({
        ...options,
        absWorkingDir: sources,
        outfile: join(folder, `${name}.js`),
        bundle: true,
        write: false,
        metafile: true,
        legalComments: 'none',
        charset: 'utf8',
        logLevel: 'warning',
        define: { 'process.env.NODE_ENV': '"production"' },
      });
    }),
  );
  // Its service would otherwise live on beside whatever this program runs next.
  await stop();
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const notices = await thirdPartyNotices(inputs, sources);
  for (const { path, contents } of results.flatMap(({ outputFiles }) => outputFiles))
    await writeAtomically(join(folder, relative(folder, path)), contents);
  await writeAtomically(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices);
}

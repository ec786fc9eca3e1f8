import { mkdtemp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled } from './ensureInstalled.mjs';
import { digest, digestFiles, readIfExists, readJsonIfExists, writeAtomically } from './files.mjs';
import { root, runIfStarted, UserError } from './program.mjs';

const dist = join(root, 'dist');

/** The files and folders that the compiled engine depends on. */
const ENGINE_SOURCES = [
  'src/training/wasm/assembly',
  'scripts/buildEngine.mjs',
  'node_modules/assemblyscript/package.json',
];

/** The parts of the build, in order. */
const PARTS = {
  engine: buildEngineIfChanged,
  dataset: async () => (await import('./packDataset.mjs')).packDataset(),
  grammars: async () => (await import('./copyGrammars.mjs')).copyGrammars(dist),
  strings: async () => (await import('./extractStrings.mjs')).extractStrings(),
  bundles: async () => (await import('../esbuild.mjs')).bundle(dist),
};

/**
 * Builds into dist/, media/mnist/ and l10n/, and replaces each file atomically. The packages must be installed.
 * @param {string[]} parts engine, dataset, grammars, strings, bundles; all of them by default
 * @throws UserError for a part that does not exist.
 */
export async function build(parts = Object.keys(PARTS)) {
  const unknown = parts.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown)
    throw new UserError(`There is no part "${unknown}" to build; the parts are ${Object.keys(PARTS).join(', ')}.`);
  for (const part of parts) {
    const start = performance.now();
    await PARTS[part]();
    console.error(`built ${part} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

/** Compiles the engine only if one of its sources has changed, because the AssemblyScript compiler takes seconds. */
async function buildEngineIfChanged() {
  const stampPath = join(dist, 'engine.json');
  const sources = await digestFiles(root, ENGINE_SOURCES);
  const stamp = await readJsonIfExists(stampPath);
  if (stamp?.sources === sources && (await areIntact(stamp.outputs))) return;

  await mkdir(dist, { recursive: true });
  const outDir = await mkdtemp(join(dist, '.engine-'));
  try {
    const { buildEngine } = await import('./buildEngine.mjs');
    await buildEngine({ outDir });
    const outputs = {};
    for (const name of await readdir(outDir)) {
      const bytes = await readFile(join(outDir, name));
      await writeAtomically(join(dist, name), bytes);
      outputs[name] = digest('sha256', bytes);
    }
    await writeAtomically(stampPath, JSON.stringify({ sources, outputs }));
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

async function areIntact(outputs) {
  for (const [name, expected] of Object.entries(outputs)) {
    const bytes = await readIfExists(join(dist, name));
    if (!bytes || digest('sha256', bytes) !== expected) return false;
  }
  return true;
}

await runIfStarted(import.meta.url, async (parts) => {
  await ensureInstalled();
  await build(parts.length > 0 ? parts : undefined);
});

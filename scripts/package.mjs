import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build } from './build.mjs';
import { writeAtomically } from './files.mjs';
import { extensionReadme } from './extensionReadme.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { root, runIfStarted, UserError } from './program.mjs';

/** One package is for all platforms, so it must be small enough to download anywhere. */
export const LARGEST_PACKAGE = 20_000_000;

/** What the package has as its readme; built. */
const README = 'dist/README.md';

/**
 * Packages the build output by the allow-list in .vscodeignore. Nothing comes from node_modules, since all programs are bundled.
 * @param {string} path the .vsix file to write
 * @returns {Promise<number>} its size in bytes
 * @throws UserError if it is too large
 */
export async function packageExtension(path) {
  const { createVSIX } = await import('@vscode/vsce');
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  await writeAtomically(join(root, README), await extensionReadme());
  const withoutRepository = { allowMissingRepository: true, rewriteRelativeLinks: false, readmePath: README };
  await createVSIX({ cwd: root, packagePath: path, dependencies: false, ...withoutRepository });
  const { size } = await stat(path);
  if (size >= LARGEST_PACKAGE) {
    throw new UserError(
      `${path} has ${size} bytes; it must stay below ${LARGEST_PACKAGE}. "npx vsce ls --no-dependencies" lists what is in it.`,
    );
  }
  return size;
}

/** `npm run package [-- PATH]`: builds, and writes goldilocks-<version>.vsix or PATH. */
await runIfStarted(import.meta.url, async ([path]) => {
  await ensureInstalled();
  await build();
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await packageExtension(path ? resolve(path) : join(root, `${name}-${version}.vsix`));
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './program.mjs';

/** A picture out of the repository, with the empty line after it. */
const PICTURE = /!\[[^\][]*\]\([^():#\s]+\)\n*/g;
/** A link to a file of the repository: no scheme, no place on the page itself. */
const LINK = /\[([^\][]*)\]\([^():#\s]+\)/g;

/**
 * README.md as the extension's page in VS Code can show it: without pictures, and with the text of links to files. The page shows only
 * pictures from https addresses (it removes data URLs), and the package names no repository that files could be linked to.
 * @returns {Promise<string>}
 */
export async function extensionReadme() {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  return readme.replace(PICTURE, '').replace(LINK, '$1');
}

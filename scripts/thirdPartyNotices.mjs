import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The licence of packages that name it without including its text. */
const MIT = fileURLToPath(new URL('licences/MIT.txt', import.meta.url));
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/**
 * The licences of all packages whose code is in the bundles, as one text: most of them ask to be passed on.
 * @param {string[]} inputs paths of the bundled files, relative to `folder`
 * @param {string} folder the folder that holds node_modules
 * @throws Error if the text of a package's licence is unknown
 */
export async function thirdPartyNotices(inputs, folder) {
  const packages = [...new Set(inputs.flatMap((input) => packageOf(input) ?? []))].sort();
  const notices = await Promise.all(packages.map((directory) => notice(join(folder, directory))));
  return (
    ['The programs of Goldilocks contain code of these packages:', ...notices].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n'
  );
}

/** "node_modules/a/node_modules/@b/c" of a file in it; null for a file of the project's own. */
function packageOf(input) {
  const end = input.lastIndexOf('node_modules/');
  if (end < 0) return null;
  const [scope, name] = input.slice(end + 'node_modules/'.length).split('/');
  return input.slice(0, end) + ['node_modules', scope, ...(scope.startsWith('@') ? [name] : [])].join('/');
}

async function notice(directory) {
  const { name, version, license, author } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  const files = (await readdir(directory)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  if (texts.length === 0) {
    if (license !== 'MIT') throw new Error(`${name} has no licence file, and the text of ${license} is not in ${MIT}.`);
    texts.push(`Copyright (c) ${author?.name ?? author ?? `the authors of ${name}`}\n\n${await readFile(MIT, 'utf8')}`);
  }
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts.map((text) => text.trim())].join('\n\n');
}

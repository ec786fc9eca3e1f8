import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './files.mjs';
import { root } from './program.mjs';

/** The runtime and the grammars that the extension and the command line read learning rates with. */
const FILES = [
  'tree-sitter',
  ...['python', 'javascript', 'typescript', 'tsx'].map((language) => `tree-sitter-${language}`),
];

/** Copies what the parsers load at run time to where they look for it. */
export async function copyGrammars(folder, sources = root) {
  for (const name of FILES) {
    const file = `${name}.wasm`;
    await writeWhole(
      join(folder, file),
      await readFile(join(sources, 'node_modules/@vscode/tree-sitter-wasm/wasm', file)),
    );
  }
}

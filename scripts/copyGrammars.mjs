import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './files.mjs';
import { root } from './program.mjs';

/** The tree-sitter runtime, and the grammars for finding learning rates. */
const FILES = [
  'tree-sitter',
  ...['python', 'javascript', 'typescript', 'tsx'].map((language) => `tree-sitter-${language}`),
];

/** Copies the files that the parsers load at run time into a folder. */
export async function copyGrammars(folder, sources = root) {
  for (const name of FILES) {
    const file = `${name}.wasm`;
    await writeAtomically(
      join(folder, file),
      await readFile(join(sources, 'node_modules/@vscode/tree-sitter-wasm/wasm', file)),
    );
  }
}

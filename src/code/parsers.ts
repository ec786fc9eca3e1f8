import { Language, Parser } from '@vscode/tree-sitter-wasm';
import type { Tree } from '@vscode/tree-sitter-wasm';

/** Languages that are parsed by a grammar in WebAssembly. */
export type ProgramLanguage = 'python' | 'javascript' | 'typescript' | 'tsx';

/** The files to load, in the package's own names. */
export type GrammarFile = 'tree-sitter.wasm' | `tree-sitter-${ProgramLanguage}.wasm`;

/** Parsers of programming languages, each loaded when it is first asked for. */
export class Parsers {
  readonly #read: (file: GrammarFile) => Promise<Uint8Array>;
  readonly #parsers = new Map<ProgramLanguage, Promise<Parser>>();
  #runtime: Promise<void> | null = null;

  /** @param read gives the bytes of the runtime and of grammars */
  constructor(read: (file: GrammarFile) => Promise<Uint8Array>) {
    this.#read = read;
  }

  /** The parser of a language; a failed loading is tried again by the next call. */
  parserOf(language: ProgramLanguage): Promise<Parser> {
    const known = this.#parsers.get(language);
    if (known) return known;
    const loading = this.#load(language);
    this.#parsers.set(language, loading);
    loading.catch(() => this.#parsers.delete(language));
    return loading;
  }

  async #load(language: ProgramLanguage): Promise<Parser> {
    this.#runtime ??= this.#initialize();
    await this.#runtime;
    return new Parser().setLanguage(await Language.load(await this.#read(`tree-sitter-${language}.wasm`)));
  }

  async #initialize(): Promise<void> {
    // The runtime takes its own bytes under this name, which its typings leave out.
    const module: object = { wasmBinary: await this.#read('tree-sitter.wasm') };
    await Parser.init(module as Parameters<typeof Parser.init>[0]);
  }
}

/** @throws Error if the parser gives up, which it does only when it is asked to */
export function parseWhole(parser: Parser, text: string): Tree {
  parser.reset();
  const tree = parser.parse(text);
  if (!tree) throw new Error('The code could not be parsed.');
  return tree;
}

import { Language, Parser } from '@vscode/tree-sitter-wasm';

/** Languages that are parsed by a grammar in WebAssembly. */
export type ProgramLanguage = 'python' | 'javascript' | 'typescript' | 'tsx';

/** The files to load, in the package's own names. */
export type GrammarFile = 'tree-sitter.wasm' | `tree-sitter-${ProgramLanguage}.wasm`;

/** Parsers of programming languages; runtime and grammars are loaded when they are first asked for. */
export class Parsers {
  readonly #read: (file: GrammarFile) => Promise<Uint8Array>;
  readonly #languages = new Map<ProgramLanguage, Promise<Language>>();
  #runtime: Promise<void> | null = null;

  /** @param read gives the bytes of the runtime and of grammars */
  constructor(read: (file: GrammarFile) => Promise<Uint8Array>) {
    this.#read = read;
  }

  /**
   * A parser of a language, for one text at a time; whoever gets it deletes it. A failed loading is tried again by the next call.
   */
  async create(language: ProgramLanguage): Promise<Parser> {
    const loading = this.#languages.get(language) ?? this.#load(language);
    this.#languages.set(language, loading);
    loading.catch(() => this.#languages.delete(language));
    const loaded = await loading;
    return new Parser().setLanguage(loaded);
  }

  async #load(language: ProgramLanguage): Promise<Language> {
    this.#runtime ??= this.#initialize();
    try {
      await this.#runtime;
    } catch (error) {
      this.#runtime = null;
      throw error;
    }
    return Language.load(await this.#read(`tree-sitter-${language}.wasm`));
  }

  async #initialize(): Promise<void> {
    // The runtime takes its own bytes under this name, which its typings leave out.
    const module: object = { wasmBinary: await this.#read('tree-sitter.wasm') };
    await Parser.init(module as Parameters<typeof Parser.init>[0]);
  }
}

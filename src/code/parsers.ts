import { Language, Parser } from '@vscode/tree-sitter-wasm';

/** Languages that are parsed with a tree-sitter grammar. */
export type ProgramLanguage = 'python' | 'javascript' | 'typescript' | 'tsx';

/** The WebAssembly files to load, by their names in @vscode/tree-sitter-wasm. */
export type GrammarFile = 'tree-sitter.wasm' | `tree-sitter-${ProgramLanguage}.wasm`;

/** The memory of the runtime in pages of 64 KiB, as the runtime itself would create it. */
const MEMORY_PAGES = { initial: 512, maximum: 32_768 };

// The constructor is private in the type declarations.
const Memory = WebAssembly.Memory as unknown as new (pages: typeof MEMORY_PAGES) => WebAssembly.Memory;

/** Creates parsers of programming languages. Loads the runtime and the grammars on demand. */
export class Parsers {
  readonly #read: (file: GrammarFile) => Promise<Uint8Array>;
  readonly #languages = new Map<ProgramLanguage, Promise<Language>>();
  #runtime: Promise<void> | null = null;
  #memory: WebAssembly.Memory | null = null;

  /** @param read reads a file of the runtime or of a grammar */
  constructor(read: (file: GrammarFile) => Promise<Uint8Array>) {
    this.#read = read;
  }

  /**
   * Creates a parser for one text at a time; the caller must delete it. If a grammar fails to load, the next call tries again.
   */
  async create(language: ProgramLanguage): Promise<Parser> {
    const loading = this.#languages.get(language) ?? this.#load(language);
    this.#languages.set(language, loading);
    loading.catch(() => this.#languages.delete(language));
    const loaded = await loading;
    return new Parser().setLanguage(loaded);
  }

  /** The size of the memory that all parsers and trees share. It never shrinks. */
  memoryBytes(): number {
    return this.#memory?.buffer.byteLength ?? 0;
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
    const wasmMemory = new Memory(MEMORY_PAGES);
    // The runtime accepts its bytes and its memory, which its type declarations leave out.
    const module: object = { wasmBinary: await this.#read('tree-sitter.wasm'), wasmMemory };
    await Parser.init(module as Parameters<typeof Parser.init>[0]);
    this.#memory = wasmMemory;
  }
}

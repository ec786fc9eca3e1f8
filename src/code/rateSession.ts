import { analyzeProgram } from './programAnalysis.ts';
import type { ProgramKind } from './program/program.ts';
import { withoutMagics } from './notebook.ts';
import { PARSE_BUDGET, ParseMeter } from './parseBudget.ts';
import type { ParseBudget } from './parseBudget.ts';
import type { Parsers, ProgramLanguage } from './parsers.ts';
import type { ProgramReport } from './programReport.ts';
import { readProgram } from './readProgram.ts';
import type { ReadProgram } from './readProgram.ts';
import { ParsedCell } from './parsedCell.ts';
import { cancellable, NEVER_YIELD, runSteps } from './yieldPolicy.ts';
import type { YieldPolicy } from './yieldPolicy.ts';
import type { Cell, Source } from './source.ts';
import type { Facts, Unit } from './syntax/facts.ts';
import { mayMentionRates } from './trainingWords.ts';

const PROGRAM_LANGUAGES: ReadonlyMap<string, ProgramLanguage> = new Map<string, ProgramLanguage>(
  Object.entries({
    python: 'python',
    javascript: 'javascript',
    javascriptreact: 'tsx',
    typescript: 'typescript',
    typescriptreact: 'tsx',
    tsx: 'tsx',
  }),
);

const readYaml: ReaderLoader = async () => (await import('./config/yaml.ts')).readYaml;
const readJson: ReaderLoader = async () => (await import('./config/json.ts')).readJson;
const readToml: ReaderLoader = async () => (await import('./config/toml.ts')).readToml;

/** Loaded on demand: together they take longer to load than everything else. */
const SETTINGS_READERS: ReadonlyMap<string, ReaderLoader> = new Map(
  Object.entries({ yaml: readYaml, dockercompose: readYaml, json: readJson, jsonc: readJson, toml: readToml }),
);

type ReaderLoader = () => Promise<(text: string) => Generator<void, Facts>>;

/**
 * Finds the learning rates of one source while it is edited. Each time only what the edit affects is parsed again. Call
 * `dispose` when done: syntax trees are in WebAssembly memory, which isn't garbage collected.
 */
export class RateSession {
  readonly #parsers: Parsers;
  readonly #yieldPolicy: YieldPolicy;
  readonly #budget: ParseBudget;
  /** By the index of the cell. */
  readonly #parsedCells = new Map<number, ParsedCell>();
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(parsers: Parsers, yieldPolicy: YieldPolicy = NEVER_YIELD, budget: ParseBudget = PARSE_BUDGET) {
    this.#parsers = parsers;
    this.#yieldPolicy = yieldPolicy;
    this.#budget = budget;
  }

  /**
   * Finds the rates of the current source. Concurrent calls run one after another. A text that can't contain a rate isn't parsed, and
   * no parser is loaded for it.
   * @param signal cancels the search; the promise then rejects with its reason at the next pause
   * @throws ParseBudgetError if the source takes too long or too much memory to parse
   */
  find(source: Source, signal?: AbortSignal): Promise<ProgramReport> {
    const policy = signal ? cancellable(this.#yieldPolicy, signal) : this.#yieldPolicy;
    return this.#inTurn(() => {
      signal?.throwIfAborted();
      return this.#find(source, policy);
    });
  }

  /**
   * Reads the symbols of the current source, for changes of its text.
   * @throws ParseBudgetError if the source takes too long or too much memory to parse
   */
  read(source: Source): Promise<ReadProgram> {
    return this.#inTurn(async () =>
      runSteps(readProgram(...(await this.#programOf(source, this.#yieldPolicy))), this.#yieldPolicy),
    );
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const found = this.#last.then(work).finally(() => {
      if (this.#disposed) this.#disposeCellsFrom(0);
    });
    this.#last = found.catch(() => undefined);
    return found;
  }

  dispose(): void {
    this.#disposed = true;
    void this.#last.then(() => this.#disposeCellsFrom(0));
  }

  async #find(source: Source, policy: YieldPolicy): Promise<ProgramReport> {
    const cells = cellsOf(source);
    if (!cells.some(({ text }) => mayMentionRates(text)))
      return runSteps(analyzeProgram(kindOf(cells), [], [], false), policy);
    await policy.yield();
    return runSteps(analyzeProgram(...(await this.#programOf(source, policy))), policy);
  }

  /** What a program is read from. */
  async #programOf(source: Source, policy: YieldPolicy): Promise<Parameters<typeof readProgram>> {
    const cells = cellsOf(source);
    const units: Unit[] = [];
    const meter = new ParseMeter(this.#budget, () => this.#parsers.memoryBytes());
    for (const [index, cell] of cells.entries())
      for (const unit of await this.#unitsOf(cell, index, policy, meter)) units.push(unit);
    this.#disposeCellsFrom(cells.length);
    const isOfTraining = cells.some((cell) => cell.isOfTraining);
    return [kindOf(cells), units, cells.map(({ text }) => text), 'cells' in source, isOfTraining];
  }

  async #unitsOf(cell: Cell, index: number, policy: YieldPolicy, meter: ParseMeter): Promise<readonly Unit[]> {
    const language = PROGRAM_LANGUAGES.get(cell.language);
    if (!language) return this.#readSettings(cell, index, policy);
    const program = this.#parsedCell(language, index);
    if (!program.isParsed(cell.text)) {
      const parser = await this.#parsers.create(language);
      try {
        await program.parse(parser, cell.text, policy, meter);
      } finally {
        parser.delete();
      }
    }
    return runSteps(program.units(index), policy);
  }

  async #readSettings({ language, text }: Cell, cell: number, policy: YieldPolicy): Promise<readonly Unit[]> {
    const read = await SETTINGS_READERS.get(language)?.();
    return read ? [{ facts: await runSteps(read(text), policy), offset: 0, cell }] : [];
  }

  #parsedCell(language: ProgramLanguage, index: number): ParsedCell {
    const known = this.#parsedCells.get(index);
    if (known?.language === language) return known;
    known?.dispose();
    const program = new ParsedCell(language);
    this.#parsedCells.set(index, program);
    return program;
  }

  #disposeCellsFrom(cell: number): void {
    for (const [index, program] of this.#parsedCells) {
      if (index < cell) continue;
      program.dispose();
      this.#parsedCells.delete(index);
    }
  }
}

/** The cells of a source, with IPython magics commented out. */
function cellsOf(source: Source): readonly Cell[] {
  if (!('cells' in source)) return [source];
  return source.cells.map((cell) => (cell.language === 'python' ? { ...cell, text: withoutMagics(cell.text) } : cell));
}

function kindOf(cells: readonly Cell[]): ProgramKind {
  if (cells.some(({ language }) => language === 'python')) return 'python';
  return cells.some(({ language }) => /^(java|type)script|tsx/.test(language)) ? 'script' : 'settings';
}

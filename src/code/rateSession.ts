import { Analysis } from './programAnalysis.ts';
import type { ProgramKind } from './program/program.ts';
import { withoutMagics } from './notebook.ts';
import type { Parsers, ProgramLanguage } from './parsers.ts';
import type { ProgramReport } from './programReport.ts';
import { ProgramText } from './parsedCell.ts';
import { IN_ONE_GO, inSlices } from './yieldPolicy.ts';
import type { Slices } from './yieldPolicy.ts';
import type { Cell, Source } from './source.ts';
import type { Facts, Unit } from './syntax/facts.ts';
import { isWorthALook } from './trainingWords.ts';

const PROGRAMS: Readonly<Record<string, ProgramLanguage | undefined>> = {
  python: 'python',
  javascript: 'javascript',
  javascriptreact: 'tsx',
  typescript: 'typescript',
  typescriptreact: 'tsx',
  tsx: 'tsx',
};

const readYaml: Loading = async () => (await import('./config/yaml.ts')).readYaml;
const readJson: Loading = async () => (await import('./config/json.ts')).readJson;
const readToml: Loading = async () => (await import('./config/toml.ts')).readToml;

/** Loaded when they are needed: together they take longer to load than all the rest. */
const SETTINGS: Readonly<Record<string, Loading | undefined>> = {
  yaml: readYaml,
  dockercompose: readYaml,
  json: readJson,
  jsonc: readJson,
  toml: readToml,
};

type Loading = () => Promise<(text: string) => Generator<void, Facts>>;

const NOTHING: ProgramReport = { sites: [], defaults: [], schedules: [], outline: { schedulers: [], fits: [] } };

/**
 * Finds the learning rates of one source again and again while it is edited, each time at the price of the edit, and without
 * keeping others waiting. To be disposed of, since trees are kept in memory that is not collected.
 */
export class RateSession {
  readonly #parsers: Parsers;
  readonly #slices: Slices;
  /** By cell. */
  readonly #programs = new Map<number, ProgramText>();
  #analysis: Analysis | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(parsers: Parsers, slices: Slices = IN_ONE_GO) {
    this.#parsers = parsers;
    this.#slices = slices;
  }

  /**
   * The rates of the source as it is now. Who asks while an answer is under way is served next. Texts without a word of learning
   * rates are not parsed, and no parser is loaded for them.
   */
  find(source: Source): Promise<ProgramReport> {
    const found = this.#last
      .then(() => this.#find(source))
      .finally(() => {
        if (this.#disposed) this.#forgetFrom(0);
      });
    this.#last = found.catch(() => undefined);
    return found;
  }

  dispose(): void {
    this.#disposed = true;
    void this.#last.then(() => this.#forgetFrom(0));
  }

  async #find(source: Source): Promise<ProgramReport> {
    const cells = cellsOf(source);
    if (!cells.some(({ text }) => isWorthALook(text))) return NOTHING;
    await this.#slices.next();
    const units: Unit[] = [];
    for (const [index, cell] of cells.entries()) units.push(...(await this.#unitsOf(cell, index)));
    this.#forgetFrom(cells.length);
    const kind = kindOf(cells);
    const analysis = this.#analysis?.kind === kind && !this.#analysis.isWorn ? this.#analysis : new Analysis(kind);
    // One that fails half-way is not asked again.
    this.#analysis = null;
    const report = await inSlices(
      analysis.analyze(
        units,
        cells.map(({ text }) => text),
        'cells' in source,
      ),
      this.#slices,
    );
    this.#analysis = analysis;
    return report;
  }

  async #unitsOf(cell: Cell, index: number): Promise<readonly Unit[]> {
    const language = PROGRAMS[cell.language];
    if (!language) return this.#settingsIn(cell, index);
    const program = this.#programOf(language, index);
    if (!program.isParsed(cell.text)) {
      const parser = await this.#parsers.create(language);
      try {
        await program.parse(parser, cell.text, this.#slices);
      } finally {
        parser.delete();
      }
    }
    return inSlices(program.units(index), this.#slices);
  }

  async #settingsIn({ language, text }: Cell, cell: number): Promise<readonly Unit[]> {
    const read = await SETTINGS[language]?.();
    return read ? [{ facts: await inSlices(read(text), this.#slices), offset: 0, length: text.length, cell }] : [];
  }

  #programOf(language: ProgramLanguage, index: number): ProgramText {
    const known = this.#programs.get(index);
    if (known?.language === language) return known;
    known?.dispose();
    const program = new ProgramText(language);
    this.#programs.set(index, program);
    return program;
  }

  #forgetFrom(cell: number): void {
    for (const [index, program] of this.#programs) {
      if (index < cell) continue;
      program.dispose();
      this.#programs.delete(index);
    }
  }
}

/** The cells of a source, with magics made harmless. */
function cellsOf(source: Source): readonly Cell[] {
  if (!('cells' in source)) return [source];
  return source.cells.map((cell) => (cell.language === 'python' ? { ...cell, text: withoutMagics(cell.text) } : cell));
}

function kindOf(cells: readonly Cell[]): ProgramKind {
  if (cells.some(({ language }) => language === 'python')) return 'python';
  return cells.some(({ language }) => /^(java|type)script|tsx/.test(language)) ? 'script' : 'settings';
}

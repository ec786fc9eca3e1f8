import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { analyze } from './analysis/analyze.ts';
import { readJavaScript } from './javascript/readJavaScript.ts';
import { withoutMagics } from './notebook.ts';
import { parseWhole } from './parsers.ts';
import type { Parsers, ProgramLanguage } from './parsers.ts';
import { readPython } from './python/readPython.ts';
import type { ProgramReport } from './programReport.ts';
import type { Cell, Source } from './source.ts';
import type { Facts, Unit } from './syntax/facts.ts';
import { isWorthALook } from './trainingWords.ts';
import { UnitCache } from './unitCache.ts';

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
const SETTINGS: Readonly<Record<string, Loading | undefined>> = { yaml: readYaml, dockercompose: readYaml, json: readJson, jsonc: readJson, toml: readToml };

type Loading = () => Promise<(text: string) => Facts>;

const NOTHING: ProgramReport = { sites: [], defaults: [], schedules: [], outline: { schedulers: [], fits: [] } };

/** Finds the learning rates of a source. Texts without a word of it are not parsed, and no parser is loaded for them. */
export async function findRates(source: Source, parsers: Parsers): Promise<ProgramReport> {
  const cells = cellsOf(source);
  if (!cells.some(({ text }) => isWorthALook(text))) return NOTHING;
  const units = await Promise.all(
    cells.map(async (cell, index): Promise<Unit[]> => {
      const language = PROGRAMS[cell.language];
      if (!language) return settingsUnits(cell, index);
      const parser = await parsers.parserOf(language);
      return programUnits(parser, language, cell.text, index);
    }),
  );
  return reportOf(source, cells, units.flat());
}

/** The cells of a source, with magics made harmless. */
export function cellsOf(source: Source): readonly Cell[] {
  if (!('cells' in source)) return [source];
  return source.cells.map((cell) => (cell.language === 'python' ? { ...cell, text: withoutMagics(cell.text) } : cell));
}

function reportOf(source: Source, cells: readonly Cell[], units: readonly Unit[]): ProgramReport {
  const isScript = cells.some(({ language }) => /^(java|type)script|tsx/.test(language));
  const kind = cells.some(({ language }) => language === 'python') ? 'python' : isScript ? 'script' : 'settings';
  return analyze(units, kind, cells.map(({ text }) => text), 'cells' in source);
}

async function settingsUnits({ language, text }: Cell, cell: number): Promise<Unit[]> {
  const read = await SETTINGS[language]?.();
  return read ? [{ facts: read(text), offset: 0, cell }] : [];
}

function programUnits(parser: Parser, language: ProgramLanguage, text: string, cell: number): Unit[] {
  const tree = parseWhole(parser, text);
  try {
    return unitsOf(tree, language, text, cell, new UnitCache());
  } finally {
    tree.delete();
  }
}

/** The facts of every statement of a parsed text; statements that the cache has seen before are not read again. */
export function unitsOf(tree: Tree, language: ProgramLanguage, text: string, cell: number, cache: UnitCache): Unit[] {
  const read = language === 'python' ? readPython : readJavaScript;
  return tree.rootNode.children.flatMap((statement) => {
    if (!statement?.isNamed || statement.type === 'comment') return [];
    const { startIndex: offset, endIndex } = statement;
    const own = text.slice(offset, endIndex);
    return [{ offset, cell, facts: cache.factsOf(own, () => read(statement, own)) }];
  });
}

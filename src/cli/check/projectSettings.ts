import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { RULE_NAMES } from '../../code/rules/rule.ts';
import type { RuleName } from '../../code/rules/rule.ts';
import { RULE_SETTINGS } from '../../code/rules/severity.ts';
import { UsageError } from '../command.ts';
import { IgnoreRules } from './ignoreRules.ts';

/** The settings in the `[tool.goldilocks]` table of a pyproject.toml. */
export interface ProjectSettings {
  /** Whether files are checked at all. */
  readonly isEnabled: boolean;
  /** By rule, like the settings of the editor. */
  readonly rules: Readonly<Partial<Record<RuleName, string>>>;
  /** Files that are not checked; null if there are no patterns. */
  readonly exclude: IgnoreRules | null;
}

const NO_SETTINGS: ProjectSettings = { isEnabled: true, rules: {}, exclude: null };

const FILE = 'pyproject.toml';
const TABLE = 'tool.goldilocks';
const SETTINGS = ['diagnostics', 'exclude'];

/** Finds the settings of files: those in the nearest pyproject.toml that has a table for Goldilocks. */
export class ProjectSettingsFinder {
  readonly #known = new Map<string, Promise<ProjectSettings>>();

  /**
   * The settings of the files in a folder.
   * @param folder its absolute path
   * @throws UsageError if a setting is wrong; the message says which, and what is allowed
   */
  settingsOf(folder: string): Promise<ProjectSettings> {
    const known = this.#known.get(folder) ?? this.#find(folder);
    this.#known.set(folder, known);
    return known;
  }

  async #find(folder: string): Promise<ProjectSettings> {
    const own = await readSettings(folder);
    const parent = path.dirname(folder);
    return own ?? (parent === folder ? NO_SETTINGS : this.settingsOf(parent));
  }
}

/** Null if the folder has no pyproject.toml with a table for Goldilocks. */
async function readSettings(folder: string): Promise<ProjectSettings | null> {
  const file = path.join(folder, FILE);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (!text?.includes('goldilocks')) return null;
  const place = path.relative('', file);
  const { tool } = parse(text, place) as { tool?: { goldilocks?: unknown } };
  return tool?.goldilocks === undefined ? null : toSettings(tool.goldilocks, folder, place);
}

function parse(text: string, place: string): unknown {
  try {
    return getStaticTOMLValue(parseTOML(text));
  } catch (error) {
    const { message, lineNumber } = error as Error & { lineNumber?: number };
    throw new UsageError(`${place}, line ${lineNumber ?? 1}: this isn't valid TOML. ${message}.`);
  }
}

function toSettings(table: unknown, folder: string, place: string): ProjectSettings {
  const wrong = (name: string, sentence: string) => new UsageError(`${place}: ${name} ${sentence}`);
  if (!isTable(table)) throw wrong(TABLE, 'must be a table.');
  const unknown = Object.keys(table).find((name) => !SETTINGS.includes(name));
  if (unknown !== undefined)
    throw wrong(`${TABLE}.${unknown}`, `is not a setting; allowed are ${SETTINGS.join(' and ')}.`);

  const { exclude, diagnostics = {} } = table;
  if (exclude !== undefined && !isTextList(exclude))
    throw wrong(`${TABLE}.exclude`, 'must be a list of patterns, such as ["tests/", "*_old.py"].');
  if (!isTable(diagnostics)) throw wrong(`${TABLE}.diagnostics`, 'must be a table.');
  const { enabled = true, ...rules } = diagnostics;
  if (typeof enabled !== 'boolean') throw wrong(`${TABLE}.diagnostics.enabled`, 'must be true or false.');
  for (const [name, value] of Object.entries(rules)) {
    if (!(RULE_NAMES as readonly string[]).includes(name))
      throw wrong(`${TABLE}.diagnostics.${name}`, `is not a rule; the rules are ${RULE_NAMES.join(', ')}.`);
    if (!RULE_SETTINGS.some((setting) => setting === value))
      throw wrong(
        `${TABLE}.diagnostics.${name}`,
        `must be one of ${RULE_SETTINGS.map((setting) => `"${setting}"`).join(', ')}, not ${JSON.stringify(value)}.`,
      );
  }
  return {
    isEnabled: enabled,
    rules,
    exclude: exclude === undefined ? null : new IgnoreRules(folder, exclude),
  };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

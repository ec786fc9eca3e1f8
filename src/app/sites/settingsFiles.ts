import path from 'node:path';
import type { ProgramStart } from './startedFiles.ts';

/** Files that are looked for; a program may name others that it writes. */
const MAX_FILES = 20;

/** Characters behind the name of a file that may tell whether it is written. */
const AFTER_NAME = 40;

/** Texts that a path is made of, the last of them a file with settings: `"conf/base.yaml"`, `"conf" / "base.yaml"`, `"conf", "base.yaml"`. */
const NAMED = /(?:["'][\w./-]{1,99}["']\s{0,9}[/,]\s{0,9}){0,4}["'][\w./-]+\.(?:ya?ml|toml|json)["']/g;
/** What stands behind a file that is written: `"args.json"), "w"`, `"args.json").write_text(`, `"args.json").open("w")`. */
const WRITTEN =
  /^[\s)]*(?:,\s*(?:mode\s*=\s*)?["'][wax][bt+]*["']|\.write_|\.open\(\s*(?:mode\s*=\s*)?["'][wax][bt+]*["'])/;
const TEXT = /["']([\w./-]+)["']/g;

/** An item of Hydra's list of the files that make up a configuration: `- optimizer: adam`, `- override /optimizer: adam`, `- base`. */
const DEFAULT = /^\s*-\s+(?:(?:(?:override|optional)\s+)?\/?([\w/]+)(?:@[\w.]+)?:\s*)?["']?([\w.-]+)["']?\s*(?:#.*)?$/;

/**
 * Absolute paths of the settings that a Python program names and doesn't write there, whether they exist or not, relative to the folder in which it was started or to
 * its own: `open("config.yaml")`, `Path(__file__).parent / "conf" / "base.yaml"`, `@hydra.main(config_path="conf", config_name="train")`.
 * @param file absolute path of the program
 */
export function settingsFiles(file: string, text: string, folder: string): readonly string[] {
  const beside = path.dirname(file);
  const read = Array.from(text.matchAll(NAMED)).filter(
    ({ index, 0: { length } }) => !WRITTEN.test(text.slice(index + length, index + length + AFTER_NAME)),
  );
  const named = read.map(([texts]) => Array.from(texts.matchAll(TEXT), ([, part]) => part));
  const paths = named.flatMap((parts) => {
    const last = parts.at(-1)!;
    return parts.length > 1 ? [path.join(...parts), last] : [last];
  });
  const name = keyword('config_name', text);
  const inHydra =
    name === null ? [] : [path.join(beside, keyword('config_path', text) ?? '', name.replace(/\.yaml$/, '') + '.yaml')];
  const files = [...inHydra, ...paths.flatMap((one) => [path.resolve(folder, one), path.resolve(beside, one)])];
  return [...new Set(files)].slice(0, MAX_FILES);
}

/**
 * Absolute paths of the files that Hydra adds to a configuration: those in its list of defaults, of which the command may choose others:
 * `python train.py optimizer=sgd`.
 * @param file absolute path of the configuration
 */
export function composedFiles(
  file: string,
  text: string,
  { command }: Pick<ProgramStart, 'command'>,
): readonly string[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^defaults:\s*(#.*)?$/.test(line));
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex((line) => /^\w/.test(line));
  const items = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return items.flatMap((item) => {
    const [, group, name] = DEFAULT.exec(item) ?? [];
    if (name === undefined || name === '_self_' || name === 'null') return [];
    const chosen = group && new RegExp(`(?:^|\\s)${group}=([\\w.-]+)(?=\\s|$)`).exec(command)?.[1];
    return [path.join(path.dirname(file), group ?? '', `${chosen || name}.yaml`)];
  });
}

function keyword(name: string, text: string): string | null {
  return new RegExp(`\\b${name}\\s*=\\s*["']([^"']+)["']`).exec(text)?.[1] ?? null;
}

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findRates } from '../../../src/code/findRates.ts';
import { Parsers } from '../../../src/code/parsers.ts';
import type { RateReport, RateSite } from '../../../src/code/rateSite.ts';
import type { Cell, Source } from '../../../src/code/source.ts';

const GRAMMARS = path.resolve(__dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm');

export const parsers = new Parsers((file) => readFile(path.join(GRAMMARS, file)));

/**
 * A source whose rates were marked: `lr=«0.01|SGD»` is a rate of SGD, `lr=«0.01|-»` one whose optimizer is unknown,
 * `lr=«0.01|SGD/Adam»` one of SGD or, if the program selects it, of Adam, and `«Adam|default»()` an optimizer at its default rate. The
 * optimizer may be followed by a role: `«0.01|SGD scheduler»`.
 */
export interface Marked {
  readonly source: Source;
  /** The marked sites, in the format of `describeSites`. */
  readonly expected: readonly string[];
  /** Whether the marks have roles to compare. */
  readonly roles: boolean;
}

const MARK = /«(?<text>[^«»|]+)\|(?<what>[^»]*)»/g;

export function unmark(marked: Cell | { readonly cells: readonly Cell[] }): Marked {
  const cells = 'cells' in marked ? marked.cells : [marked];
  const read = cells.map(({ language, text }, cell) => ({
    language,
    ...unmarkText(text, 'cells' in marked ? `${cell}:` : ''),
  }));
  const plain = read.map(({ language, text }) => ({ language, text }));
  const expected = read.flatMap((cell) => cell.expected);
  return {
    source: 'cells' in marked ? { cells: plain } : plain[0],
    expected,
    roles: expected.some((line) => /\[.+\]/.test(line)),
  };
}

function unmarkText(marked: string, prefix: string): { text: string; expected: string[] } {
  const expected: string[] = [];
  let text = '';
  let from = 0;
  for (const match of marked.matchAll(MARK)) {
    text += marked.slice(from, match.index);
    from = match.index + match[0].length;
    const lines = text.split('\n');
    const [optimizer, role] = match.groups!.what.split(' ');
    expected.push(
      `${prefix}${lines.length}:${lines[lines.length - 1].length + 1} ${match.groups!.text} ${optimizer}${role ? ` [${role}]` : ''}`,
    );
    text += match.groups!.text;
  }
  return { text: text + marked.slice(from), expected };
}

/** One line for each site: position, text, optimizer, role. */
export function describeSites({ sites, defaults }: RateReport, roles: boolean): string[] {
  const place = ({ cell, line, column, text }: RateSite) =>
    `${cell === undefined ? '' : `${cell}:`}${line}:${column} ${text}`;
  const lines = [
    ...sites.map((site) => ({
      site,
      line: `${place(site)} ${[site.optimizer ?? '-', ...site.others].join('/')}${roles ? ` [${site.role}]` : ''}`,
    })),
    ...defaults.map((site) => ({ site, line: `${place(site)} default` })),
  ];
  return lines
    .sort(
      (a, b) => (a.site.cell ?? 0) - (b.site.cell ?? 0) || a.site.line - b.site.line || a.site.column - b.site.column,
    )
    .map(({ line }) => line);
}

/** Fails unless exactly the marked sites are found. */
export async function assertFound(language: string, text: string): Promise<RateReport> {
  const { source, expected, roles } = unmark({ language, text });
  const report = await findRates(source, parsers);
  assert.deepEqual(describeSites(report, roles), expected);
  return report;
}

/** Defines a test for each row: its title and a marked source. */
export function table(language: string, rows: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(rows)) it(name, async () => void (await assertFound(language, text)));
}

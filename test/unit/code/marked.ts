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
 * A source in which what is to be found is marked: `lr=«0.01|SGD»` is a rate of SGD, `lr=«0.01|-»` one whose optimizer cannot be
 * seen, `lr=«0.01|SGD/Adam»` one that goes to SGD, or to Adam if the program is told so, `«Adam|default»()` an optimizer at its default rate. After the optimizer a role may follow: `«0.01|SGD scheduler»`.
 */
export interface Marked {
  readonly source: Source;
  /** What is marked, as `describeSites` writes it. */
  readonly expected: readonly string[];
  /** Whether the marks name roles, so that they are compared. */
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

/** What was found, one line a site: place, text, optimizer, role. */
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

/** Fails unless exactly what is marked in a text is found in it. */
export async function assertFound(language: string, text: string): Promise<RateReport> {
  const { source, expected, roles } = unmark({ language, text });
  const report = await findRates(source, parsers);
  assert.deepEqual(describeSites(report, roles), expected);
  return report;
}

/** One test a row: what the code shows, and the code. */
export function table(language: string, rows: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(rows)) it(name, async () => void (await assertFound(language, text)));
}

import assert from 'node:assert/strict';
import type { CodeFix, TextChange } from '../../../../src/code/fixes/codeFix.ts';
import type { ReadProgram } from '../../../../src/code/readProgram.ts';
import { RateSession } from '../../../../src/code/rateSession.ts';
import type { RateSite, SourceRange } from '../../../../src/code/rateSite.ts';
import type { Source } from '../../../../src/code/source.ts';
import { parsers } from '../marked.ts';

/** Makes a fix at the first rate of a source. */
export type MakeFix = (read: ReadProgram, rate: RateSite) => CodeFix | null;

/** The source that a fix at its first rate leaves, a sentence why it can't be made, or null. */
export async function fixed(text: string, makeFix: MakeFix, language = 'python'): Promise<string | null> {
  const source = { language, text };
  const fix = await fixIn(source, makeFix);
  if (fix === null) return null;
  return 'refusal' in fix ? fix.refusal : withChanges(text, fix.changes);
}

export async function fixIn(source: Source, makeFix: MakeFix): Promise<CodeFix | null> {
  const session = new RateSession(parsers);
  try {
    const [rate] = (await session.find(source)).sites;
    assert.ok(rate, 'the source has a rate');
    return makeFix(await session.read(source), rate);
  } finally {
    session.dispose();
  }
}

/** A text after changes that don't overlap. */
export function withChanges(text: string, changes: readonly TextChange[]): string {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  const at = (line: number, column: number) => starts[line - 1] + column - 1;
  const startOf = ({ range }: { range: SourceRange }) => at(range.line, range.column);
  return changes
    .toSorted((a, b) => startOf(b) - startOf(a))
    .reduce(
      (changed, { range, text: added }) =>
        changed.slice(0, at(range.line, range.column)) + added + changed.slice(at(range.endLine, range.endColumn)),
      text,
    );
}

import { createHash } from 'node:crypto';
import type { ProgramReport } from '../../code/programReport.ts';
import { cellTexts } from '../../code/source.ts';
import type { Source } from '../../code/source.ts';

/**
 * Tells the text of a program from that of others, so that it's found again after its file was moved. It is the same whatever the rates
 * are, because these are what a fix changes, and however lines end.
 */
export function contentMark(source: Source, { sites }: ProgramReport): string {
  const hash = createHash('sha256');
  cellTexts(source).forEach((text, index) => {
    const lines = text.split(/\r\n|\r|\n/);
    // From the end, so that the columns before stay right.
    const own = sites.filter(({ cell = 0, line, endLine }) => cell === index && line === endLine);
    for (const { line, column, endColumn } of own.sort((a, b) => b.column - a.column))
      lines[line - 1] = `${lines[line - 1].slice(0, column - 1)}?${lines[line - 1].slice(endColumn - 1)}`;
    hash.update(`${lines.join('\n')}\0`);
  });
  return hash.digest('base64');
}

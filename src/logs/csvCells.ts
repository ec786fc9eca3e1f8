const SEPARATORS = [',', ';', '\t'] as const;

export type Separator = (typeof SEPARATORS)[number];

/** The separator of the cells of a header; a comma if it has a single cell. */
export function separatorOf(header: string): Separator {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))];
}

/**
 * The cells of a row, trimmed, without their quotes (RFC 4180: a quote in a quoted cell is doubled).
 * @returns null if a quoted cell goes on in the next line
 */
export function cellsOf(line: string, separator: Separator): string[] | null {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  for (let at = 0; at <= line.length;) {
    while (line[at] === ' ') at++;
    if (line[at] !== '"') {
      const next = line.indexOf(separator, at);
      const end = next === -1 ? line.length : next;
      cells.push(line.slice(at, end).trim());
      at = end + 1;
      continue;
    }
    const close = closingQuote(line, at + 1);
    if (close === -1) return null;
    cells.push(
      line
        .slice(at + 1, close)
        .replaceAll('""', '"')
        .trim(),
    );
    const next = line.indexOf(separator, close);
    at = next === -1 ? line.length + 1 : next + 1;
  }
  return cells;
}

function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at !== -1; at = line.indexOf('"', at + 2)) if (line[at + 1] !== '"') return at;
  return -1;
}

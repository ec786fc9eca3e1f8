/** What a part of a table's statement begins with that is no column. */
const CONSTRAINT = /^(?:constraint|primary\s+key|unique|check|foreign\s+key)\b/i;
const LEADING_COMMENTS = /^(?:\s|--[^\n]*\n)+/;
/** A name, bare or in one of the four kinds of quotes. */
const NAME = /^(?:"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([^\s(),]+))/;

/** The names of a table's columns in their order, from the statement that has created it. */
export function columnNames(sql: string): string[] {
  return partsOf(sql)
    .map((part) => part.replace(LEADING_COMMENTS, ''))
    .filter((part) => part !== '' && !CONSTRAINT.test(part))
    .flatMap(
      (part) =>
        NAME.exec(part)
          ?.slice(1)
          .find((name) => name !== undefined) ?? [],
    );
}

/** What stands between the outer parentheses, cut at the commas that are in no others and in no quotes. */
function partsOf(sql: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of sql.matchAll(/"[^"]*"|`[^`]*`|\[[^[\]]*\]|'[^']*'|--[^\n]*|[(),]/g)) {
    const isBorder = (token === ',' && depth === 1) || (token === ')' && depth === 1);
    if (isBorder) parts.push(sql.slice(start, index));
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (isBorder || (token === '(' && depth === 1)) start = index + 1;
    if (depth === 0 && parts.length > 0) break;
  }
  return parts;
}

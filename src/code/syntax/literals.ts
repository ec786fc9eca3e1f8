/** The value of a number as Python and JavaScript write it; null for complex and big numbers. */
export function numberValue(text: string): number | null {
  const value = Number(text.replaceAll('_', ''));
  return text !== '' && Number.isFinite(value) ? value : null;
}

const QUOTED = /^(?<prefix>[a-z]*)(?<quote>"""|'''|"|'|`)(?<content>[^]*)\k<quote>$/i;

/** The content of a string, parts that are computed as they are written; null for one with escapes. */
export function textValue(text: string): string | null {
  const { quote = '', content = '' } = QUOTED.exec(text)?.groups ?? {};
  return quote === '' || content.includes('\\') ? null : content;
}

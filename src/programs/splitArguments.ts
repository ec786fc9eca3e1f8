/**
 * Splits the arguments of a program at blanks, as a shell does, but nothing is replaced in them: `--name "two words" --lr 0.1`. Quotes
 * hold words together; a backslash before a quote, a blank or a backslash takes it as it is, and stands for itself elsewhere.
 * @returns null where a quote is not closed
 */
export function splitArguments(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const [char, next] = [text[at], text.charAt(at + 1)];
    if (char === '\\' && quote !== "'" && /["'\\\s]/.test(next)) {
      word = (word ?? '') + next;
      at++;
    } else if (char === quote) quote = null;
    else if (quote === null && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (quote === null && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (quote !== null) return null;
  return word === null ? words : [...words, word];
}

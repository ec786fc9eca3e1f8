/** What options of ours consist of, and no shell treats specially. */
const PLAIN = /^[\w.,:=+%@/-]+$/;

/**
 * Joins the words of a command line that a user may copy into a shell. Null if a word could do anything else there than name an option
 * or its value: experiments on disk may be somebody else's.
 */
export function commandLine(words: readonly (string | number)[]): string | null {
  return words.every((word) => PLAIN.test(String(word))) ? words.join(' ') : null;
}

/** A line in bold, as a terminal shows it. */
export function headingText(text: string): string {
  return `\x1b[1m${text}\x1b[0m\n`;
}

/** A text as markdown shows it to the letter: names come from somebody's code, and nothing in them is a link, a picture or an icon. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>$&":@]/g, '\\$&').replace(/\s+/g, ' ');
}

/**
 * Puts a text between the markers `<!-- name -->` and `<!-- /name -->` of a page, which stay, as does everything around them.
 * @throws RangeError unless each marker is there once, in this order
 */
export function replaceBetweenMarkers(page: string, name: string, text: string): string {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest, ...more] = page.split(opening);
  const [, after, ...evenMore] = (rest ?? '').split(closing);
  if (rest === undefined || after === undefined || more.length + evenMore.length > 0 || before.includes(closing)) {
    throw new RangeError(`The page should have ${opening} once and, after it, ${closing} once.`);
  }
  return `${before}${opening}\n\n${text.trim()}\n\n${closing}${after}`;
}

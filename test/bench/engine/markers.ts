/**
 * Replaces the text between the markers `<!-- name -->` and `<!-- /name -->` of a page.
 * @throws RangeError unless the page has each marker once, in this order
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

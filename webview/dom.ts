type Child = Node | string | null;

/** Attributes of an element; true stands for an attribute without a value, false and null for none. */
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. All text becomes text, never markup: it may come from an experiment that anybody has written. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  setAttributes(created, attributes);
  created.append(...children.filter((child) => child !== null));
  return created;
}

/** Creates an SVG element. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const created = document.createElementNS(SVG, tag);
  setAttributes(created, attributes);
  created.append(...children.filter((child) => child !== null));
  return created;
}

export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Sets a text only if it has changed, so that nothing is laid out, selected or read out anew without need. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Shows or hides an element. */
export function setShown(target: HTMLElement, shown: boolean): void {
  target.hidden = !shown;
}

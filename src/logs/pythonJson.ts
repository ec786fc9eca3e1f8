/** Numbers that Python's json module writes and JSON does not have, where a value can stand. */
const BARE_NUMBER = /([:[,]\s*)(-?(?:NaN|Infinity|nan|inf))(?=\s*[,\]}])/g;

/** Reads JSON as Python's json module writes it, with bare NaN and Infinity as texts. Undefined for what is none. */
export function parseJson(text: string): unknown {
  return parse(text) ?? parse(text.replace(BARE_NUMBER, '$1"$2"'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['infinity', Infinity],
]);

/** What stands where a row has no value: Keras writes "NA", pandas nothing or "None". */
const MISSING: readonly string[] = ['', 'na', 'n/a', 'none', 'null', '-', '--'];

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads a number as logs write it: "0.5", "1e-3", "nan", "-inf", "98.5%", "[0.001]" and PyTorch's
 * "tensor(0.91, device='cuda:0')".
 * @param hasDecimalComma whether "0,5" is a number, as in tables whose cells are separated by semicolons
 * @returns undefined where there is no value, null for what is no number
 */
export function readNumber(value: unknown, hasDecimalComma = false): number | null | undefined {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string') return null;
  if (NUMBER.test(value)) return Number(value);
  const text = unwrap(value.trim());
  if (NUMBER.test(text)) return Number(text);
  const word = text.toLowerCase();
  if (MISSING.includes(word)) return undefined;
  const [, sign, name] = /^([+-]?)(.*)$/s.exec(word)!;
  const special = NOT_FINITE.get(name);
  if (special !== undefined) return sign === '-' ? -special : special;
  if (text.endsWith('%')) {
    const share = readNumber(text.slice(0, -1), hasDecimalComma);
    return typeof share === 'number' ? share / 100 : null;
  }
  return hasDecimalComma && /^[^,]*,[^,]*$/.test(text) ? readNumber(text.replace(',', '.')) : null;
}

function unwrap(text: string): string {
  return /^(?:tensor\(|\[)([^,()[\]]+)[,)\]]/.exec(text)?.[1].trim() ?? text;
}

/** As writeExactRate, with at most two significant digits of a rate that has more, as people write them. */
export function writeRate(rate: number, like: string, isYaml = false): string {
  return writeExactRate(Number(rate.toPrecision(2)), like, isYaml);
}

/**
 * Writes a rate as another number is written: `1e-3`, `1E-03`, `0.001`, `.001`, `10 ** -3`. In place of a float a whole number
 * is one, too, because Keras takes no integer for a rate.
 * @param like the source text of the number that it replaces
 * @param isYaml whether PyYAML may read it, which takes an exponent without a dot for text
 */
export function writeExactRate(rate: number, like: string, isYaml = false): string {
  const [digits, exponent] = rate.toExponential().split('e');
  const power = /^(10\s*\*\*\s*)-?\d+$/.exec(like);
  if (power && digits === '1' && Number(exponent) < 0) return `${power[1]}${Number(exponent)}`;
  const scientific = /^(?:\d+(?:\.\d*)?|\.\d+)(e)[+-]?(0?)\d+$/i.exec(like.replaceAll('_', ''));
  if (scientific) return scientificLike(digits, Number(exponent), like, scientific, isYaml);
  const plain = plainText(digits, Number(exponent));
  // Beyond 1e-4 nobody counts zeros.
  if (Number(exponent) < -4) return `${isYaml && !digits.includes('.') ? `${digits}.0` : digits}e${Number(exponent)}`;
  if (!plain.includes('.')) return /^[\d_]+$/.test(like) ? plain : `${plain}.0`;
  return like.startsWith('.') ? plain.replace(/^0\./, '.') : plain;
}

function scientificLike(
  digits: string,
  exponent: number,
  like: string,
  [, e, zero]: RegExpExecArray,
  isYaml: boolean,
): string {
  const hasDot = /^\d+\.\d/.test(like);
  const hasBareDot = /^\d+\.e/i.test(like);
  const mantissa = digits.includes('.')
    ? digits
    : hasDot || isYaml
      ? `${digits}.0`
      : hasBareDot
        ? `${digits}.`
        : digits;
  const size = String(Math.abs(exponent));
  return `${mantissa}${e}${exponent < 0 ? '-' : isYaml ? '+' : ''}${zero && size.length === 1 ? '0' : ''}${size}`;
}

/** Without an exponent, also where JavaScript would write one. */
function plainText(digits: string, exponent: number): string {
  const bare = digits.replace('.', '');
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${bare}`;
  const whole = bare.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = bare.slice(exponent + 1);
  return rest === '' ? whole : `${whole}.${rest}`;
}

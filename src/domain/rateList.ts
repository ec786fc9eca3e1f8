import * as l10n from '@vscode/l10n';
import { formatRate } from './rate.ts';

/** The most rates of a list or range, so that a typo does not start a sweep of a thousand runs. */
const MAX_RATES = 100;

const NUMBER = /^[+]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** "0" before a comma and digits after it: what a decimal comma looks like once it is read as a list. */
const DECIMAL_COMMA = /(?:^|[\s,;])0+,(\d+)(?=$|[\s,;])/;

/**
 * Reads learning rates as people type them: a list ("0.1,0.01" or "0.1 0.01") or a log-spaced range with both ends
 * ("1e-4..1e-1x7", spaces allowed). A list may stand in brackets, as it does in code.
 * @returns distinct rates in the order given
 * @throws RangeError with a sentence that says what is wrong and what to write instead
 */
export function parseRates(text: string): number[] {
  const trimmed = text
    .trim()
    .replace(/^(?:\[([^[\]]*)\]|\(([^()]*)\))$/, '$1$2')
    .trim();
  if (trimmed === '')
    throw new RangeError(
      l10n.t('No learning rate given; write a list such as 0.1,0.01 or a range such as 1e-4..1e-1x7.'),
    );
  if (trimmed.includes('...'))
    throw new RangeError(l10n.t('"{0}" has too many dots; write a range with two, such as 1e-4..1e-1x7.', trimmed));
  const range = splitRange(trimmed);
  if (range) return spacedRates(parseRate(range.from), parseRate(range.to), range.count);
  if (trimmed.includes('..'))
    throw new RangeError(
      l10n.t('"{0}" is not a range of rates; write the ends and how many, such as 1e-4..1e-1x7.', trimmed),
    );
  const decimalComma = DECIMAL_COMMA.exec(trimmed);
  if (decimalComma)
    throw new RangeError(
      l10n.t('"{0}" looks like a decimal comma: write 0.{1}; commas separate rates.', trimmed, decimalComma[1]),
    );
  const rates = trimmed
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(parseRate);
  const twice = rates.find((rate, index) => rates.indexOf(rate) !== index);
  if (twice !== undefined)
    throw new RangeError(
      l10n.t(
        'The rate {0} is given twice; give each rate once (several runs of one rate are seeds).',
        formatRate(twice),
      ),
    );
  if (rates.length > MAX_RATES)
    throw new RangeError(l10n.t('{0} rates are too many; give at most {1}.', rates.length, MAX_RATES));
  return rates;
}

/** The parts of "1e-4..1e-1 x 7"; null for any other text. */
function splitRange(text: string): { from: string; to: string; count: number } | null {
  const dots = text.indexOf('..');
  const times = text.toLowerCase().lastIndexOf('x');
  if (dots < 0 || times < dots) return null;
  const [from, to, count] = [text.slice(0, dots), text.slice(dots + 2, times), text.slice(times + 1)].map((part) =>
    part.trim(),
  );
  return from !== '' && to !== '' && /^\d+$/.test(count) ? { from, to, count: Number(count) } : null;
}

/** @throws RangeError unless the text is one positive, finite number. */
export function parseRate(text: string): number {
  const rate = NUMBER.test(text) ? Number(text) : NaN;
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new RangeError(l10n.t('"{0}" is not a learning rate; write a positive number such as 0.01 or 1e-4.', text));
  }
  // Weights are 32-bit numbers, and so are the rates that they are updated with.
  const stored = Math.fround(rate);
  if (stored === 0 || stored === Infinity)
    throw new RangeError(l10n.t('The learning rate {0} does not fit into a 32-bit number (1e-45 to 3e38).', text));
  return rate;
}

/** `count` rates between two ends, both included, evenly spaced on a log scale and rounded to four significant digits. */
function spacedRates(from: number, to: number, count: number): number[] {
  if (count < 2 || count > MAX_RATES)
    throw new RangeError(l10n.t('A range has 2 to {0} rates, not {1}.', MAX_RATES, count));
  if (from === to)
    throw new RangeError(l10n.t('The range starts and ends at {0}; give two different ends.', formatRate(from)));
  const ratio = Math.log(to / from);
  const rates = Array.from({ length: count }, (_, index) =>
    Number((from * Math.exp((ratio * index) / (count - 1))).toPrecision(4)),
  );
  if (new Set(rates).size < count)
    throw new RangeError(
      l10n.t('{0} rates do not fit between {1} and {2}; ask for fewer.', count, formatRate(from), formatRate(to)),
    );
  return rates;
}

import { toJson } from '../domain/json.ts';
import { descend, EXAMPLE_RATES, EXPLODED, START, STEPS } from '../domain/quadratic.ts';
import type { Descent } from '../domain/quadratic.ts';
import { explainDescent, regimeText } from '../domain/quadraticText.ts';
import { formatRate } from '../domain/rate.ts';
import { parseRates } from '../domain/rateList.ts';
import { alignColumns } from './alignColumns.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { checkOption, parseOptions } from './options.ts';
import { plotDescent } from './plotDescent.ts';

const OPTIONS = {
  rates: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const DEFAULT_RATES = Object.values(EXAMPLE_RATES);

/** `goldilocks demo`: gradient descent on a parabola, as a table and small plots. */
export const demo: Command = {
  name: 'demo',
  summary: 'show what the learning rate does on the parabola x²',
  help: `Usage: goldilocks demo [options]

Minimizes f(x) = x² by gradient descent from x = ${START}, in ${STEPS} steps or until |x|
is above ${EXPLODED}. Each step multiplies x by 1 - 2 * rate, so with a rate
  below 0.5       x approaches the minimum from one side
  of 0.5          x reaches it in one step
  between these   x crosses it at every step and gets closer
  of 1            x jumps between ${START} and -${START} forever
  above 1         x crosses it at every step and gets farther away

  --rates LIST  learning rates, as a list (0.1,0.01) or a log-spaced range
                (0.1..1x7) (default ${DEFAULT_RATES.map(formatRate).join(',')}: the snail, the pro
                and the maniac)
  --json        print one JSON document instead of text`,

  async run(args, { stdout }) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option.`);
    const rates =
      values.rates === undefined ? DEFAULT_RATES : checkOption('rates', () => parseRates(values.rates as string));
    const descents = rates.map(descend);
    stdout.write(`${values.json === true ? toJson({ rates: descents }, 2) : describe(descents)}\n`);
    return EXIT.done;
  },
};

function describe(descents: readonly Descent[]): string {
  const rows = descents.map(({ rate, path, regime }) => {
    const [x, loss] = path.at(-1)!;
    return [formatRate(rate), String(path.length - 1), ...[x, loss].map(inSevenDigits), regimeText(regime)];
  });
  return [
    ...alignColumns([['rate', 'steps', 'x', 'loss', ''], ...rows]),
    ...descents.flatMap((descent) => {
      const { what, why } = explainDescent(descent);
      return ['', `Rate ${formatRate(descent.rate)}: x after each step`, ...plotDescent(descent), what, why];
    }),
  ].join('\n');
}

function inSevenDigits(value: number): string {
  return String(Number(value.toPrecision(7)));
}

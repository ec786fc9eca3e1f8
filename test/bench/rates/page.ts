import { renderTable } from '../engine/table.ts';
import type { Comparison } from './compare.ts';
import { languageOf } from './labels.ts';

/** The totals, and the figures for each language. */
export function renderFigures(comparisons: readonly Comparison[]): string {
  const languages = [...new Set(comparisons.map(({ file }) => languageOf(file)))].toSorted();
  return renderTable(
    ['files', 'count', 'rates', 'found (recall)', 'false alarms', 'precision', 'optimizer named right'],
    [
      row('all', comparisons),
      ...languages.map((language) =>
        row(
          language,
          comparisons.filter(({ file }) => languageOf(file) === language),
        ),
      ),
      row(
        'without a rate',
        comparisons.filter(({ file }) => file.sites.length === 0),
      ),
    ],
  );
}

/** The text between the markers of docs/benchmarks.md. */
export function renderPage(comparisons: readonly Comparison[], date: string): string {
  const repositories = new Set(comparisons.map(({ file }) => file.repository));
  const doubtful = sum(comparisons, ({ file }) => file.sites.filter((label) => label.doubtful).length);
  return `${comparisons.length} files of ${repositories.size} public repositories, labelled by hand, in seven sets, by readers who did not know the parser: short files were read whole, in
long ones every line with a name or a number that might belong to a rate. A rate counts as found when its place
(line and column) and its value are right; ${doubtful} places where the rules leave doubt count neither way. An optimizer is judged
where the file makes plain what it is; where a program chooses among several, each of them is right.

${renderFigures(comparisons)}

${renderDefaults(comparisons)} Measured on ${date}.`;
}

/** The positions of misses and false alarms, one on each line. */
export function renderFindings(comparisons: readonly Comparison[]): string {
  const section = (title: string, lines: (comparison: Comparison) => readonly string[]): string => {
    const all = comparisons.flatMap(lines);
    return [`${title}: ${all.length}`, ...all.map((line) => `  ${line}`)].join('\n');
  };
  return [
    section('Misses', ({ misses }) => misses),
    section('False alarms', ({ falseAlarms }) => falseAlarms),
    section('Optimizers named wrong', ({ wrongOptimizers }) => wrongOptimizers),
    section('Defaults missed', ({ defaultMisses }) => defaultMisses),
    section('Defaults that are none', ({ defaultFalseAlarms }) => defaultFalseAlarms),
  ].join('\n');
}

export function renderDefaults(comparisons: readonly Comparison[]): string {
  const found = sum(comparisons, ({ defaultsFound }) => defaultsFound);
  const labelled = found + sum(comparisons, ({ defaultMisses }) => defaultMisses.length);
  const extra = sum(comparisons, ({ defaultFalseAlarms }) => defaultFalseAlarms.length);
  return `Of ${labelled} optimizers that run at a rate nobody wrote, ${found} were listed, with ${extra} false alarms.`;
}

function row(name: string, comparisons: readonly Comparison[]): string[] {
  const found = sum(comparisons, (comparison) => comparison.found);
  const labelled = found + sum(comparisons, ({ misses }) => misses.length);
  const alarms = sum(comparisons, ({ falseAlarms }) => falseAlarms.length);
  const judged = sum(comparisons, ({ optimizersJudged }) => optimizersJudged);
  const wrong = sum(comparisons, ({ wrongOptimizers }) => wrongOptimizers.length);
  return [
    name,
    String(comparisons.length),
    String(labelled),
    labelled === 0 ? '' : `${found} (${share(found, labelled)})`,
    String(alarms),
    share(found, found + alarms),
    judged === 0 ? '' : `${judged - wrong} of ${judged} (${share(judged - wrong, judged)})`,
  ];
}

/** Empty if `whole` is 0. */
function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

function sum(comparisons: readonly Comparison[], count: (comparison: Comparison) => number): number {
  return comparisons.reduce((total, comparison) => total + count(comparison), 0);
}

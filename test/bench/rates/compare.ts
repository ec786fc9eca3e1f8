import { relativePath } from './labels.ts';
import type { DefaultLabel, LabelledFile, Place, SiteLabel } from './labels.ts';

/** The relevant part of a site from `goldilocks rates --json`. */
export interface ReportedSite extends Place {
  readonly text: string;
  readonly value: number | string;
  readonly optimizer: string | null;
}

export interface ReportedFile {
  readonly file: string;
  readonly sites: readonly ReportedSite[];
  readonly defaults: readonly ReportedSite[];
}

/** The result for one file. The strings name a position and what is wrong there. */
export interface Comparison {
  readonly file: LabelledFile;
  /** The number of sites that are labelled and reported at the same position with the same value. */
  readonly found: number;
  readonly misses: readonly string[];
  readonly falseAlarms: readonly string[];
  /** The number of these whose label has the optimizer. */
  readonly optimizersJudged: number;
  readonly wrongOptimizers: readonly string[];
  readonly defaultsFound: number;
  readonly defaultMisses: readonly string[];
  readonly defaultFalseAlarms: readonly string[];
}

/** A call may start up to this many lines before the line with its optimizer. */
const DEFAULT_REACH = 2;

/** Compares the labels with the report. Doubtful labels count neither as misses nor as false alarms. */
export function compare(file: LabelledFile, reported: ReportedFile): Comparison {
  const firm = file.sites.filter(({ doubtful }) => !doubtful);
  const pairs = firm.map((label) => ({
    label,
    site: reported.sites.find((site) => isSamePlace(site, label) && Number(site.value) === label.value),
  }));
  const found = pairs.flatMap(({ label, site }) => (site === undefined ? [] : [{ label, site }]));
  const taken = new Set(found.map(({ site }) => site));
  const extra = reported.sites.filter(
    (site) => !taken.has(site) && !file.sites.some((label) => label.doubtful && isSamePlace(site, label)),
  );
  const judged = found.filter(({ label }) => label.optimizer !== undefined);
  return {
    file,
    found: found.length,
    misses: pairs.flatMap(({ label, site }) =>
      site === undefined ? [`${placeIn(file, label)} ${label.value} (${label.role})`] : [],
    ),
    falseAlarms: extra.map((site) => `${placeIn(file, site)} ${site.text}`),
    optimizersJudged: judged.length,
    wrongOptimizers: judged
      .filter(({ label, site }) => !names(label).includes(site.optimizer))
      .map(
        ({ label, site }) =>
          `${placeIn(file, site)} ${site.optimizer} instead of ${names(label).map(String).join(' or ')}`,
      ),
    ...compareDefaults(file, reported),
  };
}

function compareDefaults(file: LabelledFile, reported: ReportedFile) {
  const isNear = (label: DefaultLabel, site: ReportedSite): boolean =>
    label.cell === site.cell && Math.abs(label.line - site.line) <= DEFAULT_REACH && label.optimizer === site.optimizer;
  const firm = file.defaults.filter(({ doubtful }) => !doubtful);
  const missed = firm.filter((label) => !reported.defaults.some((site) => isNear(label, site)));
  const extra = reported.defaults.filter((site) => !file.defaults.some((label) => isNear(label, site)));
  return {
    defaultsFound: firm.length - missed.length,
    defaultMisses: missed.map((label) => `${placeIn(file, label)} ${label.optimizer}`),
    defaultFalseAlarms: extra.map((site) => `${placeIn(file, site)} ${site.optimizer}`),
  };
}

/** The names that are right. */
function names({ optimizer = null }: SiteLabel): readonly (string | null)[] {
  return typeof optimizer === 'string' || optimizer === null ? [optimizer] : optimizer;
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.cell === b.cell && a.line === b.line && a.column === b.column;
}

/** For example "karpathy__nanoGPT/train.py:58:17", in a notebook "…/demo.ipynb cell 7:12:21". */
function placeIn(file: LabelledFile, { cell, line, column }: { cell?: number; line: number; column?: number }): string {
  return `${relativePath(file)}${cell === undefined ? '' : ` cell ${cell}`}:${line}${column === undefined ? '' : `:${column}`}`;
}

import * as l10n from '@vscode/l10n';

/** How long something lasts in a run: so many updates ("steps"), or a share of all the updates of the run. */
export type Length = number | { readonly percent: number };

/** The length in steps, a fraction where a percentage does not come out even. */
export function exactSteps(length: Length, totalSteps: number): number {
  return typeof length === 'number' ? length : (length.percent / 100) * totalSteps;
}

/** The length in whole steps. */
export function wholeSteps(length: Length, totalSteps: number): number {
  return Math.round(exactSteps(length, totalSteps));
}

/** A length that something is divided by: in whole steps, at least one. */
export function period(length: Length, totalSteps: number): number {
  return Math.max(1, wholeSteps(length, totalSteps));
}

/** As on the command line: "100", "5%". */
export function serializeLength(length: Length): string {
  return typeof length === 'number' ? String(length) : `${length.percent}%`;
}

/** For sentences: "100 steps", "1 step", "5% of the run". */
export function formatLength(length: Length): string {
  if (typeof length === 'number') return length === 1 ? l10n.t('1 step') : l10n.t('{0} steps', length);
  return l10n.t('{0}% of the run', length.percent);
}

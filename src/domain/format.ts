import * as l10n from '@vscode/l10n';

/** A loss in three digits, two where it is out of all proportion: "0.0872", "30.1", "3e12". */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  const size = Math.abs(loss);
  if (size >= 1e4 || (size > 0 && size < 1e-4)) {
    const [digits, exponent] = loss.toExponential(1).split('e');
    return `${Number(digits)}e${Number(exponent)}`;
  }
  return String(Number(loss.toPrecision(3)));
}

/** "94.3%" for 0.9425. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** Whole number with a comma between thousands; a dash for one that is not known. */
export function formatCount(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return '–';
  // Not toLocaleString, which takes 25 ms when it is first called.
  // eslint-disable-next-line regexp/no-super-linear-move -- a number has at most 21 digits
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A step as it is shown: one of a log that counts parts of epochs may have as many digits as 0.7680491551459293. */
export function roundStep(step: number): number {
  return Number(step < 1 ? step.toPrecision(2) : step.toFixed(2));
}

/** A step with a comma between thousands, parts of an epoch with two digits; a dash for one that is not known. */
export function formatStep(step: number | null): string {
  return step === null || !Number.isFinite(step) || Number.isInteger(step)
    ? formatCount(step)
    : String(roundStep(step));
}

/** "4 s", "3 min", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return l10n.t('{0} s', whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? l10n.t('{0} min', minutes) : l10n.t('{0} min {1} s', minutes, whole % 60);
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? l10n.t('{0} h', hours) : l10n.t('{0} h {1} min', hours, minutes % 60);
}

/** As formatDuration, of an estimate, which must not look like a measurement: whole minutes from two minutes on. */
export function formatEstimate(seconds: number): string {
  return formatDuration(seconds < 120 ? seconds : 60 * Math.round(seconds / 60));
}

/** "Adam", "Adam or SGD", "Adam, SGD or RMSprop". */
export function formatChoice(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : l10n.t('{0} or {1}', names.slice(0, -1).join(', '), names.at(-1)!);
}

/** "Adam", "Adam and SGD", "Adam, SGD and RMSprop". */
export function formatAll(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : l10n.t('{0} and {1}', names.slice(0, -1).join(', '), names.at(-1)!);
}

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

/** "94.3 %" for 0.9425. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/**
 * The loss of a range test as a function of the rate: it falls from 2.3 to 0.5, fastest over the logarithm at `steepest`, and rises again
 * from fifty times that on.
 */
export function trainingCurve(steepest: number): (rate: number) => number {
  return (rate) => {
    const place = Math.log10(rate / steepest);
    const fallen = 1 / (1 + Math.exp(-8 * place));
    const broken = Math.max(0, place - Math.log10(50));
    return 2.3 - 1.8 * fallen + 10 * broken ** 2;
  };
}

/**
 * The probability that a value of Student's t distribution lies between −t and t.
 * Source: Abramowitz & Stegun 1964, "Handbook of Mathematical Functions", 26.7.3 and 26.7.4, exact for whole degrees of freedom.
 * @param freedom degrees of freedom, a whole number of at least 1
 */
export function studentProbability(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= freedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** Halvings of the search for a quantile: more than a number has digits. */
const HALVINGS = 200;

/**
 * The t between whose negative and itself a share of Student's t distribution lies: 4.303 for 0.95 and 2 degrees of freedom.
 * @param confidence between 0 and 1
 * @param freedom degrees of freedom, a whole number of at least 1
 */
export function studentQuantile(confidence: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (studentProbability(high, freedom) < confidence) high *= 2;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (studentProbability(middle, freedom) < confidence) low = middle;
    else high = middle;
  }
  return high;
}

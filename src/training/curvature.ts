/** A symmetric matrix that is only known by its products with vectors. */
export type MatrixProduct = (vector: Float64Array) => Promise<Float64Array>;

/** Rounds of the power iteration at most. */
const MAX_ROUNDS = 60;
/** The iteration ends when a round changes the eigenvalue by less than this share: the last digits decide nothing. */
const TOLERANCE = 5e-4;

/**
 * The largest eigenvalue of a symmetric matrix by power iteration. It finds the eigenvalue that is largest in size; if that is
 * negative, the matrix is shifted by it, and the largest one is that of a second iteration.
 * @param start any vector that is not perpendicular to the eigenvector
 * @returns NaN if a product is not finite
 */
export async function largestEigenvalue(product: MatrixProduct, start: Float64Array): Promise<number> {
  const dominant = await dominantEigenvalue(product, start);
  if (!(dominant < 0)) return dominant;
  const shifted: MatrixProduct = async (vector) => {
    const result = await product(vector);
    return result.map((value, index) => value - dominant * vector[index]);
  };
  return (await dominantEigenvalue(shifted, start)) + dominant;
}

async function dominantEigenvalue(product: MatrixProduct, start: Float64Array): Promise<number> {
  let vector = scaled(start, 1 / norm(start));
  let eigenvalue = NaN;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = await product(vector);
    // The Rayleigh quotient of a vector of length 1.
    const estimate = dot(vector, next);
    const length = norm(next);
    if (!Number.isFinite(length) || length === 0) return estimate;
    const isSettled = Math.abs(estimate - eigenvalue) <= TOLERANCE * Math.abs(estimate);
    eigenvalue = estimate;
    if (isSettled) break;
    vector = scaled(next, 1 / length);
  }
  return eigenvalue;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => factor * value);
}

import type { Axis } from './figure.ts';

/** Digits of the ticks of a logarithmic axis: every power of ten, and thrice that while there are few. */
const DENSE_DIGITS = [1, 3];

/** Above this many decades only powers of ten have ticks. */
const DENSE_DECADES = 3.5;

/** Above this many decades only some powers of ten have ticks. */
const MAX_DECADES = 8;

/** Ticks of a linear axis are apart by one of these digits times a power of ten. */
const ROUND_DIGITS = [1, 2, 5, 10];

/** Pixels from the top of a plot to a value; negative above it. */
export function pixelOf(value: number, axis: Pick<Axis, 'domain' | 'scale'>, height: number): number {
  return height * (1 - shareAlong(value, axis));
}

/** How far along an axis a value lies: 0 at its beginning, 1 at its end. */
export function shareAlong(value: number, { domain: [low, high], scale }: Pick<Axis, 'domain' | 'scale'>): number {
  const at = scale === 'log' ? Math.log : Number;
  return (at(value) - at(low)) / (at(high) - at(low));
}

/** The value at so many pixels from the top of a plot, the inverse of pixelOf. */
export function valueAtPixel(pixel: number, { domain, scale }: Axis, height: number): number {
  const [low, high] = domain;
  const share = pixel / height;
  return scale === 'log' ? high * (low / high) ** share : high - share * (high - low);
}

/** Where a logarithmic axis has its ticks. */
export function logTicks([low, high]: Axis['domain']): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Math.log10(high / low);
  const digits = decades > DENSE_DECADES ? [1] : DENSE_DIGITS;
  const stride = Math.max(1, Math.ceil(decades / MAX_DECADES));
  const ticks: number[] = [];
  for (let power = Math.ceil(first / stride) * stride; power <= last; power += stride) {
    for (const digit of digits) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** Round numbers for an axis with little room: about as many as fit, and at least one where the axis has any. */
export function ticksOf({ domain, scale }: Pick<Axis, 'domain' | 'scale'>, fitting: number): number[] {
  const [low, high] = domain;
  if (scale === 'log') {
    const ticks = logTicks(domain);
    const stride = Math.max(1, Math.ceil(ticks.length / Math.max(1, fitting)));
    return ticks.filter((_, index) => index % stride === 0);
  }
  const rough = (high - low) / Math.max(1, fitting);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ROUND_DIGITS.find((digit) => digit * power >= rough)!;
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(6)));
}

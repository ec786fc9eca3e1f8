import type { RateSite } from '../rateSite.ts';
import type { Checked } from './rule.ts';

/** The written rates that a training framework is in sight for; a file of settings alone says too little. */
export function actualRates({ report }: Checked): RateSite[] {
  return report.sites.filter(({ framework }) => framework !== 'config' && framework !== 'other');
}

/** Whether a rate is the one that a training starts from or rises to, and no end of a search. */
export function isMainRate({ part }: RateSite): boolean {
  return part === 'base' || part === 'peak';
}

/** Whether the number stands where it is used, or in a constant: options and settings are often given another value. */
export function isDirect({ role }: RateSite): boolean {
  return role === 'optimizer' || role === 'constant' || role === 'scheduler';
}

/** Schedules that multiply the rate by whatever a function returns: the number alone says nothing. */
export function isScaledFreely({ report, text }: Checked): boolean {
  return report.schedules.some(({ name }) => name === 'LambdaLR' || name === 'MultiplicativeLR') || /lambda_?lr|noam|_with_warmup\(|inverse_?sqrt/i.test(text);
}

/** Schedules that put rates of their own in place of the optimizer's. */
export function isOverridden({ report }: Checked): boolean {
  return report.schedules.some(({ effect }) => effect === 'overrides');
}

/** An optimizer that the program itself defines steps as it likes, whatever it is called. */
export function isOwnOptimizer({ optimizer }: RateSite, { text }: Checked): boolean {
  return optimizer !== null && /^\w+$/.test(optimizer) && new RegExp(`\\bclass ${optimizer}\\b`).test(text);
}

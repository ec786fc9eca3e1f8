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

/** `group["lr"] = lr`, for the groups of an optimizer; `*=` leaves the rate what it was made of. */
const SETS_GROUPS = /\bparam_groups\b[^]*\[\s*(['"])lr\1\s*\]\s*=(?!=)/;

/** Schedules, and programs by themselves, that put other rates in place of the optimizer's. */
export function isOverridden({ report, text }: Checked): boolean {
  return report.schedules.some(({ effect }) => effect === 'overrides') || SETS_GROUPS.test(text);
}

/** So many numbers in one line, under one name, are what somebody may choose from. */
const CHOICES = 4;

/** Whether a rate stands in a list of those to try or to choose from, whose ends go far on purpose. */
export function isOneOfMany({ cell, line, name }: RateSite, { report }: Checked): boolean {
  return report.sites.filter((site) => site.cell === cell && site.line === line && site.name === name).length >= CHOICES;
}

/** An optimizer that the program itself defines steps as it likes, whatever it is called. */
export function isOwnOptimizer({ optimizer }: RateSite, { text }: Checked): boolean {
  return optimizer !== null && /^\w+$/.test(optimizer) && new RegExp(`\\bclass ${optimizer}\\b`).test(text);
}

import type { RateSite } from '../rateSite.ts';
import type { RuleContext } from './rule.ts';

/** The written rates that a training framework is in sight for; a file of settings alone says too little. */
export function frameworkRates({ report }: RuleContext): RateSite[] {
  return report.sites.filter(({ framework }) => framework !== 'config' && framework !== 'other');
}

/** Whether a rate is the one that a training starts from or rises to, and no end of a search. */
export function isMainRate({ part }: RateSite): boolean {
  return part === 'base' || part === 'peak';
}

/** Whether the number stands where it is used, or in a constant: options and settings are often given another value. */
export function isUsedDirectly({ role }: RateSite): boolean {
  return role === 'optimizer' || role === 'constant' || role === 'scheduler';
}

/** Schedules that multiply the rate by whatever a function returns: the number alone says nothing. */
export function hasCustomScaling({ report, text }: RuleContext): boolean {
  return (
    report.schedules.some(({ name }) => name === 'LambdaLR' || name === 'MultiplicativeLR') ||
    /lambda_?lr|noam|_with_warmup\(|inverse_?sqrt/i.test(text)
  );
}

/** `group["lr"] = lr`, for a group of an optimizer's parameters; what it is made from itself goes on from the optimizer's rate. */
const SETS_GROUP =
  /(\b(\w{0,20}group\w{0,9}|g|pg)|\bparam_groups\s*\[[^\]\n]{1,20}\])\s*\[\s*['"]lr['"]\s*\]\s*=(?!=)(?![^\n]{0,200}\[\s*['"]lr['"]\s*\])/;

/** Whether schedules, or the program by itself, put other rates in place of the optimizer's. */
export function areRatesOverridden({ report, text }: RuleContext): boolean {
  return (
    report.schedules.some(({ effect }) => effect === 'overrides') ||
    (text.includes('param_groups') && SETS_GROUP.test(text))
  );
}

/** So many numbers of a list, under one name, are what somebody may choose from. */
const MIN_CHOICES = 4;
/** A line with nothing but an element of a list. */
const LIST_ELEMENT = /^\s*[-+.\de_]+\s*,?\s*(#.*|\/\/.*)?$/i;

/** Whether a rate stands in a list of those to try or to choose from, whose ends go far on purpose; the values of a schedule are none. */
export function isOneOfManyChoices(rate: RateSite, { report, lineAt }: RuleContext): boolean {
  if (rate.role === 'scheduler') return false;
  const isElement = LIST_ELEMENT.test(lineAt(rate));
  const choices = report.sites.filter(
    (site) =>
      site.cell === rate.cell &&
      site.name === rate.name &&
      (isElement ? LIST_ELEMENT.test(lineAt(site)) : site.line === rate.line),
  );
  return choices.length >= MIN_CHOICES;
}

/** An optimizer that the program itself defines steps as it likes, whatever it is called. */
export function isCustomOptimizer({ optimizer }: RateSite, { text }: RuleContext): boolean {
  return optimizer !== null && /^\w+$/.test(optimizer) && new RegExp(`\\bclass ${optimizer}\\b`).test(text);
}

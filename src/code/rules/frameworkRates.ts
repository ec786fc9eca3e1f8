import type { RateSite } from '../rateSite.ts';
import type { RuleContext } from './rule.ts';

/**
 * The rates in the source that are used with a training framework. A configuration file alone says too little, and an optimizer that never
 * steps does nothing with its rate.
 */
export function frameworkRates({ report }: RuleContext): RateSite[] {
  const unused = report.outline.optimizers.flatMap(({ neverSteps, rate }) => (neverSteps && rate ? [rate] : []));
  return report.sites.filter(
    (site) =>
      site.framework !== 'config' &&
      site.framework !== 'other' &&
      !unused.some(({ cell, line, column }) => cell === site.cell && line === site.line && column === site.column),
  );
}

/** Whether a rate is the base or the peak rate, rather than the end of a schedule or the limit of a search. */
export function isMainRate({ part }: RateSite): boolean {
  return part === 'base' || part === 'peak';
}

/** Whether the number is used as it is: options and settings often get another value at run time. */
export function isUsedDirectly({ role }: RateSite): boolean {
  return role === 'optimizer' || role === 'constant' || role === 'scheduler';
}

/** Whether a schedule multiplies the rates by whatever a function returns, so that the numbers alone say nothing. */
export function hasCustomScaling({ report, text }: RuleContext): boolean {
  return (
    report.schedules.some(({ name }) => name === 'LambdaLR' || name === 'MultiplicativeLR') ||
    /lambda_?lr|noam|_with_warmup\(|inverse_?sqrt/i.test(text)
  );
}

/** `group["lr"] = lr` for a parameter group of an optimizer, but not `group["lr"] = group["lr"] * 0.1`. */
const SETS_GROUP =
  /(\b(\w{0,20}group\w{0,9}|g|pg)|\bparam_groups\s*\[[^\]\n]{1,20}\])\s*\[\s*['"]lr['"]\s*\]\s*=(?!=)(?![^\n]{0,200}\[\s*['"]lr['"]\s*\])/;

/** Whether a schedule or the program itself replaces the rates of the optimizers. */
export function areRatesOverridden(context: RuleContext): boolean {
  return context.report.schedules.some(({ effect }) => effect === 'overrides') || setsGroupRates(context);
}

/** Whether the program itself sets the rates of parameter groups, and not from what they were. */
export function setsGroupRates({ text }: RuleContext): boolean {
  return text.includes('param_groups') && SETS_GROUP.test(text);
}

/** A list with at least as many rates under one name is one of choices. */
const MIN_CHOICES = 4;
/** A line with only one element of a list. */
const LIST_ELEMENT = /^\s*[-+.\de_]+\s*(,\s*)?(#.*|\/\/.*)?$/i;

/** Whether a rate is in a list of rates to try or to choose from, some of which are extreme on purpose. */
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

/** Whether the program defines the optimizer itself, so that its name says little about its steps. */
export function isCustomOptimizer({ optimizer }: RateSite, { text }: RuleContext): boolean {
  return optimizer !== null && /^\w+$/.test(optimizer) && new RegExp(`\\bclass ${optimizer}\\b`).test(text);
}

import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite, SourceRange } from '../../code/rateSite.ts';

/** Give the optimizer rates of their own. Source: PyTorch documentation, torch.optim.lr_scheduler */
const OVERRIDING = /^(OneCycleLR|CyclicLR)$/;

/** Whether no run is trained with a number, because something else sets the rate: to change it would change nothing. */
export function isOverridden(site: RateSite, { outline }: ProgramReport): boolean {
  return (
    outline.schedulers.some((scheduler) => overrides(scheduler, site)) ||
    outline.automaticRates.some((rate) => isAt(rate, site) || site.usedAt.some((use) => isAt(rate, use)))
  );
}

function overrides({ name, optimizer, settings }: SchedulerOutline, site: RateSite): boolean {
  if (!optimizer || !OVERRIDING.test(name)) return false;
  const rates = [optimizer.rate, ...optimizer.groupRates].filter((rate) => rate !== null);
  const peak = settings.max_lr;
  return rates.some((rate) => isAt(rate.origin ?? rate, site)) && !(peak && isAt(peak.origin ?? peak, site));
}

function isAt(a: SourceRange, b: SourceRange): boolean {
  return a.cell === b.cell && a.line === b.line && a.column === b.column;
}

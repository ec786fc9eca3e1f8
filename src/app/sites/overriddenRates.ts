import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite, SourceRange } from '../../code/rateSite.ts';

/** Give the optimizer rates of their own. Source: PyTorch documentation, torch.optim.lr_scheduler */
const OVERRIDING = /^(OneCycleLR|CyclicLR)$/;

/** Whether no run is trained with a number, because something else sets the rate: to change it would change nothing. */
export function isOverridden(site: RateSite, { outline }: ProgramReport): boolean {
  return isIgnoredByUltralytics(site) || outline.schedulers.some((scheduler) => overrides(scheduler, site));
}

/** Without `optimizer`, or with `auto`, Ultralytics chooses optimizer and rate by itself. Source: its documentation, Train Settings */
function isIgnoredByUltralytics({ name, callee, optimizer }: RateSite): boolean {
  return name === 'lr0' && callee === 'train' && optimizer === null;
}

function overrides({ name, optimizer, settings }: SchedulerOutline, site: RateSite): boolean {
  if (!optimizer || !OVERRIDING.test(name)) return false;
  const isAtSite = (range: SourceRange | null): boolean =>
    range !== null && range.cell === site.cell && range.line === site.line && range.column === site.column;
  const rates = [optimizer.rate, ...optimizer.groupRates].filter((rate) => rate !== null);
  const peak = settings.max_lr;
  return rates.some((rate) => isAtSite(rate.origin ?? rate)) && !(peak && isAtSite(peak.origin ?? peak));
}

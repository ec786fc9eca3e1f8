import * as l10n from '@vscode/l10n';
import { factsOf } from '../domain/runFacts.ts';
import { serializeSchedule } from '../domain/scheduleText.ts';
import { variantId, variantsOf } from '../domain/variant.ts';
import type { Kind, Plan } from './kind.ts';
import { requireValid } from './schedules/choice.ts';
import type { SchedulesChoice } from './schedules/choice.ts';
import { describeSchedules } from './schedules/description.ts';
import { scheduleFigures } from './schedules/figures.ts';
import { summarizeSchedules } from './schedules/summary.ts';
import type { SchedulesSummary } from './schedules/summary.ts';
import { specOf } from './sweep/choice.ts';
import { LABEL_FORMATS } from './sweep/plan.ts';

/** The same training with several schedules, from the same seeds and for as many steps: which one ends lowest, and is that clear? */
export const schedules: Kind<SchedulesChoice, SchedulesSummary> = {
  plural: () => l10n.t('Schedule comparisons'),
  needsSeries: false,
  plan: planSchedules,
  summarize: summarizeSchedules,
  figures: scheduleFigures,
  describe: describeSchedules,
};

/** Every schedule with seed 1 first, then all with the next seed. */
function planSchedules(choice: SchedulesChoice): Plan {
  requireValid(choice);
  const { name, preset, engine, learningRate } = choice;
  const settings = choice.schedules.map((schedule) => ({
    schedule,
    values: { schedule: serializeSchedule(schedule), engine },
  }));
  const variants = variantsOf(
    settings.map(({ values }) => values),
    LABEL_FORMATS,
  );
  const seeds = Array.from({ length: choice.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) =>
    settings.map(({ schedule, values }) => {
      const spec = specOf({ ...choice, schedule }, learningRate, seed, engine);
      return { variant: variants.find(({ id }) => id === variantId(values))!, seed, facts: factsOf(spec), spec };
    }),
  );
  return { name, preset, variants, runs };
}

import { ENGINE_CHOICES } from '../src/domain/engineChoice.ts';
import { formatAll } from '../src/domain/format.ts';
import { MEASURES } from '../src/domain/measure.ts';
import {
  constantKey,
  constantsOf,
  DEFAULT_OPTIMIZERS,
  formatOptimizer,
  OPTIMIZER_NAMES,
} from '../src/domain/optimizer.ts';
import type { OptimizerName } from '../src/domain/optimizer.ts';
import { PRESETS } from '../src/domain/presets.ts';
import { formatRange } from '../src/domain/rateExpectation.ts';
import type { ScheduleName } from '../src/domain/schedule.ts';
import { formatSchedule } from '../src/domain/schedule.ts';
import { parseSchedule, SCHEDULE_NAMES, scheduleOptionKeys } from '../src/domain/scheduleText.ts';
import { usualRates } from '../src/domain/usualRates.ts';
import { EQUAL_BUDGETS } from '../src/kinds/batchSizes/choice.ts';
import type { FieldName, FormKind, FormValues } from '../src/protocol/newExperiment.ts';
import { ENGINE_NAMES, EQUAL_NAMES, FIELD_WORDS, MEASURE_NAMES, TEXTS } from './newExperimentTexts.ts';

/** Something that can be chosen in a field: what stands for it, and how it reads. */
export type FormChoice = readonly [value: string, text: string];

/** What there is to choose in a field; null for one that is typed. */
export function choicesOf(field: FieldName, kind: FormKind): FormChoice[] | null {
  switch (field) {
    case 'network':
      return PRESETS.map(({ name, title, network: { blocks, hidden } }) => [
        name,
        TEXTS.network(formatAll(blocks.map(({ channels }) => String(channels))), hidden.join(', '), title),
      ]);
    case 'optimizer':
      return OPTIMIZER_NAMES.map((name) => [name, formatOptimizer(DEFAULT_OPTIMIZERS[name])]);
    case 'schedule':
      return SCHEDULE_NAMES.map((name) => [name, formatSchedule(parseSchedule(name))]);
    case 'equal':
      return EQUAL_BUDGETS.map((name) => [name, EQUAL_NAMES[name]()]);
    case 'engine':
      return ENGINE_CHOICES.filter((name) => kind === 'sweep' || name !== 'both').map((name) => [
        name,
        ENGINE_NAMES[name](),
      ]);
    case 'measures':
      return MEASURES.map((name) => [name, MEASURE_NAMES[name]()]);
    default:
      return null;
  }
}

/** How a field is filled in, which may depend on what stands in others. */
export function hintOf(field: FieldName, values: FormValues): string {
  switch (field) {
    case 'optimizer': {
      const usual = usualRates({ optimizer: values.optimizer as OptimizerName, framework: 'other' });
      return usual ? TEXTS.usual(formatRange(usual)) : '';
    }
    case 'optimizerOptions':
      return TEXTS.options(
        constantsOf(values.optimizer as OptimizerName)
          .map(constantKey)
          .join(', '),
        'weight-decay=0.1',
      );
    case 'scheduleOptions': {
      const keys = scheduleOptionKeys(values.schedule as ScheduleName);
      return TEXTS.options(keys.join(', '), keys.includes('warmup') ? 'warmup=5%' : `${keys[0]}=10%`);
    }
    case 'schedules':
      return `${FIELD_WORDS[field].hint()}. ${TEXTS.names(SCHEDULE_NAMES.join(', '))}`;
    case 'optimizers':
      return `${FIELD_WORDS[field].hint()}. ${TEXTS.names(OPTIMIZER_NAMES.join(', '))}`;
    default:
      return FIELD_WORDS[field].hint();
  }
}

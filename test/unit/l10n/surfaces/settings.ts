import { formatDuration } from '../../../../src/domain/format.ts';
import { formatOptimizer } from '../../../../src/domain/optimizer.ts';
import { parseOptimizer } from '../../../../src/domain/optimizerText.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import { summarizeRates } from '../../../../src/domain/rate.ts';
import type { RunState } from '../../../../src/domain/run.ts';
import { runStateText } from '../../../../src/domain/runStateText.ts';
import { formatSchedule } from '../../../../src/domain/schedule.ts';
import { parseSchedule } from '../../../../src/domain/scheduleText.ts';
import type { Surface } from '../surface.ts';

const SCHEDULES = [
  'constant',
  'constant,warmup=1',
  'step',
  'step,every=50',
  'multi-step',
  'exponential',
  'exponential,every=5%',
  'cosine',
  'cosine,end=0.1',
  'cosine-restarts',
  'cosine-restarts,end=0.1',
  'linear',
  'linear,end=0.1',
  'linear,start=0.5',
  'linear,start=0.5,end=0.1',
  'polynomial',
  'polynomial,end=0.1',
  'one-cycle',
  'wsd',
  'wsd,end=0.1',
  'reduce-on-plateau',
];

const OPTIMIZERS = [
  'sgd,weight-decay=0.1',
  'momentum',
  'nesterov',
  'adam,beta1=0.8,beta2=0.8,epsilon=1e-3',
  'rmsprop,alpha=0.8,momentum=0.5',
  'adagrad,rate-decay=0.1,initial-accumulator=0.1',
  'adadelta,rho=0.8',
  'nadam,momentum-decay=0.1',
];

const STATES: readonly RunState[] = ['queued', 'running', 'finished', 'pruned', 'failed', 'cancelled', 'interrupted'];

/** What can be chosen for a training, and how runs, times and rates are told. */
export const settings: Surface = {
  sources: [
    'src/domain/optimizer.ts',
    'src/domain/presets.ts',
    'src/domain/rate.ts',
    'src/domain/runStateText.ts',
    'src/domain/schedule.ts',
    'src/domain/schedules/length.ts',
  ],
  names: ['SGD', 'Adam', 'RMSProp', 'Adagrad', 'Adadelta', 'NAdam'],
  texts: () =>
    Promise.resolve([
      ...SCHEDULES.map((text) => formatSchedule(parseSchedule(text))),
      ...OPTIMIZERS.map((text) => formatOptimizer(parseOptimizer(text))),
      ...PRESETS.flatMap(({ title, description }) => [title, description]),
      ...STATES.map(runStateText),
      ...[5, 60, 90, 3600, 9000].map(formatDuration),
      summarizeRates([1, 2, 3, 4]),
    ]),
};

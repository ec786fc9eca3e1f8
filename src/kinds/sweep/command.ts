import { serializeOptimizer } from '../../domain/optimizerText.ts';
import { presetWith, SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { serializeLayerRates } from '../../domain/runExtras.ts';
import { serializeSchedule } from '../../domain/scheduleText.ts';
import { commandLine } from '../commandLine.ts';
import type { SweepChoice, TrainingChoice } from './choice.ts';

/** The command line that runs the same sweep; files of the user's own appear as DIR and FILE.json. Null if it is unsafe. */
export function sweepCommand(choice: SweepChoice): string | null {
  const engine = choice.secondEngine ? 'both' : choice.engine;
  if (choice.preset !== null) {
    const options = [...(engine === 'wasm' ? [] : ['--engine', engine]), ...(choice.prune ? ['--prune'] : [])];
    return commandLine(['goldilocks', 'sweep', '--preset', choice.preset, '--seeds', choice.seeds, ...options]);
  }
  return commandLine([
    'goldilocks',
    'sweep',
    ...trainingWords(choice, ['--rates', choice.learningRates.join(',')]),
    ...['--seeds', choice.seeds, '--engine', engine],
    ...(choice.prune ? ['--prune'] : []),
  ]);
}

/**
 * The options for everything but the seeds and the engine.
 * @param varied the options for what is varied; they follow the preset
 */
export function trainingWords(choice: TrainingChoice, varied: readonly (string | number)[]): (string | number)[] {
  const base = presetWith(choice.network);
  return [
    ...(base && base !== SLOW_FAST_FURIOUS ? ['--preset', base.name] : []),
    ...varied,
    ...trainingOptions(choice, base !== undefined),
  ];
}

/** The option for an engine that is not the built-in one. */
export function engineWords({ engine }: Pick<TrainingChoice, 'engine'>): string[] {
  return engine === 'wasm' ? [] : ['--engine', engine];
}

/** The words without an option that has a value. */
export function withoutOption(words: readonly (string | number)[], option: string): (string | number)[] {
  const at = words.indexOf(option);
  return at < 0 ? [...words] : [...words.slice(0, at), ...words.slice(at + 2)];
}

/**
 * The same without the preset that the network is of.
 * @param isKnownNetwork whether the network is a preset's
 */
function trainingOptions(choice: TrainingChoice, isKnownNetwork: boolean): (string | number)[] {
  const { dataset, schedule, groupRates, measures } = choice;
  return [
    ...modelOptions(choice, isKnownNetwork),
    ...(schedule ? ['--schedule', serializeSchedule(schedule)] : []),
    ...(groupRates ? ['--layer-rates', serializeLayerRates(groupRates)] : []),
    ...(measures ? ['--measure', measures.join(',')] : []),
    ...['--epochs', choice.epochs, '--test', dataset.test],
  ];
}

/**
 * The options for the network, its images and its optimizer: what all kinds of training have.
 * @param isKnownNetwork whether the network is a preset's
 */
export function modelOptions(choice: TrainingChoice, isKnownNetwork: boolean): (string | number)[] {
  const { dataset, clip } = choice;
  return [
    ...['--optimizer', serializeOptimizer(choice.optimizer)],
    ...(clip === undefined ? [] : ['--clip', clip]),
    ...['--batch', choice.batchSize, '--train', dataset.train],
    ...(dataset.folder === null ? [] : ['--dataset', 'DIR']),
    ...(isKnownNetwork ? [] : ['--network', 'FILE.json']),
  ];
}

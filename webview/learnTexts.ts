import * as l10n from '@vscode/l10n';
import type { ChapterName } from '../src/protocol/learn.ts';

/** What a chapter says: translated when it is read. */
interface ChapterText {
  readonly title: () => string;
  /** What the reader will see. */
  readonly before: () => string;
  readonly start: () => string;
  readonly again: () => string;
  /** What the result means; empty for chapters without an experiment. */
  readonly after: () => string;
}

const runAgain = (): string => l10n.t('Run Again');
const run = (): string => l10n.t('Run');
const nothing = (): string => '';

export const CHAPTER_STORIES: Readonly<Record<ChapterName, ChapterText>> = {
  demo: {
    title: () => l10n.t('One step at a time'),
    before: () =>
      l10n.t(
        'The learning rate says how far each step goes. On the simplest loss there is, x², you can watch every step: a small rate crawls to the minimum, a good one walks there, and a large one jumps over it and away.',
      ),
    start: () => l10n.t('Open the Demo'),
    again: () => l10n.t('Open the Demo'),
    after: nothing,
  },
  sweep: {
    title: () => l10n.t('Slow, fast, or furious'),
    before: () =>
      l10n.t(
        'The same small network learns handwritten digits three times, at the rates 0.1, 0.01 and 0.0001. You will see one loss that falls fast, one that falls slowly, and one that stays where guessing is.',
      ),
    start: run,
    again: runAgain,
    after: () =>
      l10n.t(
        'The rate that is too high does not look like a fast one: its loss does not fall at all. So "the loss does not fall" alone does not tell whether a rate is too high or too low.',
      ),
  },
  finder: {
    title: () => l10n.t('Find a rate in one short run'),
    before: () =>
      l10n.t(
        'Instead of one run for each rate, a short run tries them all: the rate rises with every step, from far too low to far too high. It is repeated with three seeds. You will see a flat part, a slope, and then a cliff. Good rates lie on the slope.',
      ),
    start: run,
    again: runAgain,
    after: () =>
      l10n.t('A range test is short, and says roughly where to look. To be sure, run a sweep around its answer.'),
  },
  schedules: {
    title: () => l10n.t('Let the rate fall'),
    before: () =>
      l10n.t(
        'A schedule changes the rate while the network trains, for example from high to low. The same training runs with several schedules and three seeds. You will see the losses and, below them, the rates that made them.',
      ),
    start: run,
    again: runAgain,
    after: () =>
      l10n.t(
        'In a training as short as this one schedules often differ less than seeds do. Longer trainings gain more from a rate that falls.',
      ),
  },
  optimizers: {
    title: () => l10n.t('Who forgives more'),
    before: () =>
      l10n.t(
        'Each optimizer trains at many rates around its usual one. You will see a valley for each: the wider its floor, the less it matters which rate you choose.',
      ),
    start: run,
    again: runAgain,
    after: () =>
      l10n.t('The valleys lie at different rates, so a rate that suits one optimizer can be far off for another.'),
  },
  'batch-sizes': {
    title: () => l10n.t('Larger batches, higher rates'),
    before: () =>
      l10n.t(
        'Small and large batches train at many rates. You will see a map of the final loss, with the best rate of each batch size, beside two rules of thumb: twice the batch, twice the rate, and four times the batch, twice the rate.',
      ),
    start: run,
    again: runAgain,
    after: () => l10n.t('The rules are rough guides. When you change the batch size a lot, sweep the rate again.'),
  },
  layers: {
    title: () => l10n.t('Teach an old network new digits'),
    before: () =>
      l10n.t(
        'A network that knows the digits 0 to 4 learns 5 to 9 from 250 images: with one rate for all layers, with a tenth of it for the layers that find features, with these frozen, and beside it a new network. You will see which is the most accurate after the same training.',
      ),
    start: run,
    again: runAgain,
    after: () =>
      l10n.t(
        'What the first layers have learned often helps with other digits too. They then need only small changes, which is why fine-tuning uses lower rates.',
      ),
  },
  code: {
    title: () => l10n.t('Your own code'),
    before: () =>
      l10n.t(
        'Point at a learning rate in Python, a notebook, JavaScript or a config file: the hover says whether it is usual for its optimizer. Mistakes with rates and schedules are underlined, many with a quick fix.',
      ),
    start: () => l10n.t('Open a Code Example'),
    again: () => l10n.t('Open a Code Example'),
    after: nothing,
  },
};

/** What the page says beside its chapters. */
export const TEXTS = {
  get title() {
    return l10n.t('Learn what a learning rate does');
  },
  get intro() {
    return l10n.t(
      'Each chapter says what you will see. Most train a small network on this computer and explain the result with your own numbers.',
    );
  },
  get open() {
    return l10n.t('Show the Curves');
  },
  get running() {
    return l10n.t('Training…');
  },
  get symptoms() {
    return l10n.t('What a loss curve tells');
  },
  get symptomsIntro() {
    return l10n.t(
      'Training loss from left to right; lower is better. The horizontal dashed line is the level of guessing.',
    );
  },
  more: (symptom: string) => l10n.t('More about {0}', symptom),
  get glossary() {
    return l10n.t('Glossary');
  },
};

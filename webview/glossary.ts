import * as l10n from '@vscode/l10n';

/** The words of the field that Goldilocks uses, each with what it means; translated when they are read. */
export const GLOSSARY: readonly (readonly [term: () => string, meaning: () => string])[] = [
  [() => l10n.t('loss'), () => l10n.t('One number for how wrong the network is. Training makes it small.')],
  [
    () => l10n.t('gradient'),
    () =>
      l10n.t(
        'For each weight, how the loss changes when the weight does. It points uphill, so training goes the other way.',
      ),
  ],
  [
    () => l10n.t('learning rate'),
    () => l10n.t('The factor that scales each step against the gradient. In code usually called lr.'),
  ],
  [() => l10n.t('step'), () => l10n.t('One update of all weights, after one batch.')],
  [
    () => l10n.t('batch'),
    () =>
      l10n.t(
        'The examples that one step looks at. Larger batches give less noisy gradients and often take a higher rate.',
      ),
  ],
  [() => l10n.t('epoch'), () => l10n.t('One pass over all training examples.')],
  [
    () => l10n.t('optimizer'),
    () => l10n.t('The rule that turns gradients into steps, such as SGD or Adam. Each has its own usual rates.'),
  ],
  [
    () => l10n.t('SGD'),
    () => l10n.t('Stochastic gradient descent: the step is the rate times the gradient. Usual rates: 0.01 to 0.3.'),
  ],
  [() => l10n.t('momentum'), () => l10n.t('SGD that keeps rolling: each step goes on with most of the step before.')],
  [
    () => l10n.t('Adam'),
    () => l10n.t('Scales the step of each weight by how large its gradients have been. Usual rates: 0.0001 to 0.003.'),
  ],
  [
    () => l10n.t('schedule'),
    () => l10n.t('A plan for how the rate changes during the training, such as cosine or step.'),
  ],
  [() => l10n.t('warm-up'), () => l10n.t('The first steps, in which the rate rises from almost 0 to its full value.')],
  [
    () => l10n.t('Goldilocks zone'),
    () => l10n.t('The rates of a sweep that are just right: neither too low nor too high.'),
  ],
  [() => l10n.t('sweep'), () => l10n.t('The same training at several rates, side by side.')],
  [
    () => l10n.t('range test'),
    () => l10n.t('One short training in which the rate rises from step to step, to find where the loss falls.'),
  ],
  [
    () => l10n.t('seed'),
    () =>
      l10n.t(
        'The number that decides the first weights and the order of the examples. Other seeds show how much is luck.',
      ),
  ],
  [
    () => l10n.t('final loss'),
    () => l10n.t('The mean training loss of the last tenth of a run, and of at least 20 batches.'),
  ],
  [() => l10n.t('diverge'), () => l10n.t('To get worse and not recover. Often caused by a rate that is too high.')],
  [() => l10n.t('overfitting'), () => l10n.t('Memorizing the training examples: results on other examples get worse.')],
  [() => l10n.t('fine-tuning'), () => l10n.t('To train a network further that has learned something else before.')],
];

import type { CurveRun } from '../../../src/charts/curveRun.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { FigureDefinition } from '../../../src/kinds/figureDefinition.ts';
import { seriesOf } from './samples.ts';

/** A definition of the loss by step. */
export function definitionOf(changes: Partial<FigureDefinition> = {}): FigureDefinition {
  return {
    name: 'figure',
    title: 'Loss per step',
    help: '',
    caption: 'The loss of each batch.',
    x: { kind: 'step', title: 'step', scale: 'linear' },
    y: { title: 'training loss', kind: 'loss' },
    points: 'samples',
    lines: [{ metric: 'loss', label: 'training' }],
    reference: null,
    published: [],
    article: null,
    marks: [],
    ...changes,
  };
}

/** A run that has ended, of which only the losses are known. */
export function curveRunOf(variant: string, losses: readonly number[], changes: Partial<CurveRun> = {}): CurveRun {
  return {
    variant,
    seed: null,
    facts: NO_FACTS,
    verdict: null,
    findings: [],
    ended: true,
    initialLoss: null,
    score: null,
    epochs: [],
    series: { loss: seriesOf(losses.map((loss, step) => [step, loss])) },
    ...changes,
  };
}

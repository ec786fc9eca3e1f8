import { edge } from '../../../../src/kinds/edge.ts';
import { EdgeProgress } from '../../../../src/training/edgeProgress.ts';
import type { Surface } from '../surface.ts';
import { measuredEdge } from '../../kinds/measuredEdges.ts';

/** What is said of a measurement of the edge, with and without a result. */
export const edges: Surface = {
  sources: ['src/kinds/edge.ts', 'src/kinds/edge/description.ts', 'src/training/edgeProgress.ts'],
  names: ['MNIST', 'SGD', 'Hessian'],
  texts: () => {
    const samples = [
      { experiment: measuredEdge(), isRunning: false },
      { experiment: measuredEdge(false), isRunning: false },
      { experiment: measuredEdge(false), isRunning: true },
    ];
    return Promise.resolve([
      edge.plural(),
      new EdgeProgress(10).at(2, 0).activity,
      ...samples.flatMap(({ experiment, isRunning }) => {
        const summary = edge.summarize(experiment);
        const { title, subject, amounts, outcome, answer, notes, caveat } = edge.describe(
          experiment,
          summary,
          isRunning,
        );
        return [
          ...[title, subject, ...amounts, outcome ?? '', answer.title, answer.detail, ...notes, caveat ?? ''],
          ...edge
            .figures(experiment, summary)
            .flatMap(({ title: name, help, caption, x, y, lines }) => [
              ...[name, help, caption, x.title, y.title],
              ...lines.map(({ label }) => label),
            ]),
        ];
      }),
    ]);
  },
};

import { estimateCauseBy } from '../../../src/domain/diagnosis/causeModel.ts';
import { EIGHTY_PERCENT, decideCause } from '../../../src/domain/diagnosis/causeVerdict.ts';
import { roundRate } from '../../../src/domain/diagnosis/rateEstimate.ts';
import { centresOf, withCentres } from './examples.ts';
import { fitModels } from './fit.ts';
import { randomNumbers } from './fitModel.ts';
import { rowsOf } from './rows.ts';
import { causeByPrior } from './score.ts';
import type { Answered } from './score.ts';
import type { TrueProgram } from './truth.ts';

const FOLDS = 5;

/** What models say of programs that they were not fitted to: each fold of programs is judged by models of the others. */
export function crossValidate(programs: readonly TrueProgram[]): Answered[] {
  const random = randomNumbers(1);
  const shuffled = programs.map((program) => [random(), program] as const).sort(([a], [b]) => a - b);
  const foldOf = new Map(shuffled.map(([, { name }], index) => [name, index % FOLDS]));
  const rows = rowsOf(programs);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const isIn = (name: string): boolean => foldOf.get(name) === fold;
    const centres = centresOf(programs.filter(({ name }) => !isIn(name)));
    const models = fitModels(
      rows.filter(({ program }) => !isIn(program.name)),
      centres,
    );
    return rows
      .filter(({ program }) => isIn(program.name))
      .map((row): Answered => {
        const features = withCentres(row, centres);
        const model = estimateCauseBy(models, features);
        const { cause, offset } = decideCause(model, features, true, null);
        const estimate = { rate: row.run.rate * 10 ** offset, margin: EIGHTY_PERCENT * model.scale };
        return {
          row,
          byPrior: causeByPrior(features.prior),
          answer: { cause, suggestedRate: roundRate(estimate.rate), estimate },
        };
      });
  }).flat();
}

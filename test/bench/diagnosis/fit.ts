import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CauseModel } from '../../../src/domain/diagnosis/causeModel.ts';
import type { FeatureName } from '../../../src/domain/diagnosis/curveFeatures.ts';
import { OPTIONAL, centresOf, examplesOf } from './examples.ts';
import { fitModel } from './fitModel.ts';
import { rowsOf } from './rows.ts';
import type { Row } from './rows.ts';
import { isHeldOut, readTruth } from './truth.ts';

/** Networks whose answers are averaged. */
const MODELS = 4;
/** Chosen by cross-validation over the development programs: see docs/diagnosis.md. */
const OPTIONS = { hidden: 16, epochs: 24, decay: 0.1, rate: 0.004 };

/** Fits the models of some rows; `programs` are those that the usual rates come from. */
export function fitModels(rows: readonly Row[], centres: ReturnType<typeof centresOf>, count = MODELS): CauseModel[] {
  const names = Object.keys(rows[0].features) as FeatureName[];
  const examples = examplesOf(rows, names, centres);
  return Array.from({ length: count }, (_, index) =>
    fitModel(names, examples, OPTIONAL, { ...OPTIONS, seed: index + 1 }),
  );
}

/** Fits to all development programs and writes the coefficients into the source. */
export async function fit(truth: string, source: string): Promise<void> {
  const programs = (await readTruth(truth)).filter(({ name }) => !isHeldOut(name));
  const centres = centresOf(programs);
  const models = fitModels(rowsOf(programs), centres).map(rounded);
  const note =
    '// Written by "npm run bench:diagnosis -- --fit" from the development programs of test/bench/diagnosis/truth. Do not edit.\n';
  await writeFile(
    path.join(source, 'usualCentres.generated.ts'),
    `${note}import type { OptimizerKind } from './optimizerKind.ts';\n\n/** log10 of the middle of the zone: median over the programs of a kind. */\nexport const USUAL_CENTRES: Readonly<Record<OptimizerKind, number>> = ${JSON.stringify(centres)};\n`,
  );
  await writeFile(
    path.join(source, 'causeModels.generated.ts'),
    `${note}import type { CauseModel } from './causeModel.ts';\n\n/** Fitted with different seeds; their answers are averaged. */\nexport const CAUSE_MODELS: readonly CauseModel[] = ${JSON.stringify(models)};\n`,
  );
}

/** Four digits are more than the fit knows. */
function rounded(model: CauseModel): CauseModel {
  return JSON.parse(
    JSON.stringify(model, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)),
  ) as CauseModel;
}

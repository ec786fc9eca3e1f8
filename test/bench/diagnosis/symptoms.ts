import { readFile } from 'node:fs/promises';
import { findingsIn } from './detect.ts';
import type { TrueProgram } from './truth.ts';

/** A curve of the truth that two readers labelled by eye, apart from each other and from the detector. */
interface LabelledCurve {
  readonly program: string;
  /** Index of the run in its program. */
  readonly run: number;
  /** Index of the log in its run. */
  readonly log: number;
  readonly labels: readonly [string, string];
}

/** Symptoms that a reader can see at the end of a curve; of several the first one counts. */
const SYMPTOMS = ['nan', 'exploding', 'diverging', 'stuck-at-chance', 'oscillating', 'plateau'] as const;

/** Prints how far the readers agree, and precision and recall of the detector's symptoms where they do. */
export async function reportSymptoms(labels: string, programs: readonly TrueProgram[]): Promise<void> {
  const all = JSON.parse(await readFile(labels, 'utf8')) as LabelledCurve[];
  const curves = all.filter(({ program }) => programs.some(({ name }) => name === program));
  const agreed = curves.filter(({ labels: [a, b] }) => a === b);
  console.log(`${curves.length} curves, the readers agree on ${agreed.length}`);
  const judged = agreed.map(({ program: name, run: index, log, labels: [label] }) => {
    const program = programs.find((each) => each.name === name)!;
    const run = program.runs[index];
    const findings = findingsIn({ program, run, log: run.logs[log], part: 'full' });
    return {
      label,
      said:
        SYMPTOMS.find((symptom) =>
          findings.some((each) => each.symptom === symptom && !each.code.endsWith('-recovered')),
        ) ?? 'none',
    };
  });
  for (const symptom of [...SYMPTOMS, 'none']) {
    const said = judged.filter((each) => each.said === symptom);
    const is = judged.filter(({ label }) => label === symptom);
    const both = said.filter(({ label }) => label === symptom).length;
    const others = [...new Set(is.map((each) => each.said))].filter((each) => each !== symptom);
    const confused = others.map((each) => `${each} ${is.filter((one) => one.said === each).length}`).join(', ');
    const percent = (all: number): string => (all === 0 ? '–' : `${((100 * both) / all).toFixed(0)}%`);
    console.log(
      `${symptom.padEnd(16)} precision ${percent(said.length).padStart(4)} of ${String(said.length).padStart(3)}   recall ${percent(is.length).padStart(4)} of ${String(is.length).padStart(3)}   else said: ${confused}`,
    );
  }
}

import type * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { Symptom } from '../../domain/finding.ts';
import type { FollowUpName } from '../../kinds/kind.ts';
import type { ProbedRun } from '../../kinds/probe/choice.ts';
import type { RunChange } from '../../kinds/sweep/choice.ts';

/** What the panel needs of the rest of the extension. */
export interface PanelServices {
  readonly context: vscode.ExtensionContext;
  readonly library: ExperimentLibrary;
  readonly log: vscode.LogOutputChannel;
  /** Called when the panel is opened, because the user will probably train something next. */
  warmUp(): void;
  readonly actions: {
    run(): void;
    find(): void;
    newExperiment(): void;
    learn(): void;
    cancel(folder: string): void;
    runAgain(folder: string): void;
    runWith(folder: string, change: RunChange): void;
    probe(folder: string, run: ProbedRun): void;
    sweepAround(folder: string, rate: number): void;
    followUp(folder: string, name: FollowUpName): void;
    resume(folder: string): void;
    exportReport(folder: string): void;
    copyRate(rate: number): void;
    openLogs(uris: readonly string[]): void;
    explain(symptom: Symptom): void;
    openPanel(folder: string | undefined): void;
  };
}

import * as vscode from 'vscode';
import type { AgentHost } from '../../app/agents/agentTool.ts';
import { AllowedFolders } from '../../app/agents/allowedFolders.ts';
import type { ExperimentLibrary, OpenedFolders } from '../../app/experimentLibrary.ts';
import { readSource } from '../../app/readSource.ts';
import type { NotRead } from '../../app/readSource.ts';
import type { Parsers } from '../../code/parsers.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import type { Source } from '../../code/source.ts';
import { codeDocumentOf, sourceOf } from '../rates/codeDocument.ts';
import { ruleSettingsIn } from '../rateProblems/ruleSettings.ts';
import { readDatasetFolder } from '../settings.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import { unsavedDocument } from './unsavedDocument.ts';

/**
 * What tools get in the editor: files of the workspace with what is not saved yet, the settings of the editor, and experiments that are
 * shown in the panel while they train.
 */
export class EditorHost implements AgentHost {
  #parsers: Parsers | null = null;

  /** @param opened folders elsewhere whose experiments the user has opened */
  constructor(
    readonly library: ExperimentLibrary,
    readonly mnistFolder: string,
    private readonly opened: OpenedFolders,
    private readonly starter: ExperimentStarter,
    private readonly extensionUri: vscode.Uri,
  ) {}

  readonly datasetFolder = (): string | null => readDatasetFolder();

  resolve(given: string): Promise<string> {
    const folders = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath);
    return new AllowedFolders(folders, [this.library.storage, ...this.opened.folders]).resolve(given);
  }

  async readSource(file: string): Promise<Source | NotRead> {
    const { notebookDocuments, textDocuments } = vscode.workspace;
    // VS Code tells of a notebook whether it is saved, not of its cells.
    const notebook = await unsavedDocument(file, notebookDocuments);
    const text = notebook ? null : await unsavedDocument(file, textDocuments);
    const code = notebook ?? (text && codeDocumentOf(text));
    return code ? sourceOf(code) : readSource(file);
  }

  async findRates(source: Source, signal: AbortSignal): Promise<ProgramReport> {
    const { findRates, Parsers, TimeSlices } = await import('../rates/rateFinder.ts');
    this.#parsers ??= new Parsers(async (file) =>
      vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extensionUri, 'dist', file)),
    );
    return findRates(source, this.#parsers, new TimeSlices(), signal);
  }

  async findProblems(report: ProgramReport, source: Source): Promise<readonly FoundProblem[]> {
    const { checkInSteps, runSteps, TimeSlices } = await import('../rates/rateFinder.ts');
    return runSteps(checkInSteps(report, source), new TimeSlices());
  }

  async ruleSettings(file: string): Promise<Readonly<Record<string, unknown>> | null> {
    return ruleSettingsIn(vscode.Uri.file(file));
  }

  readonly start: AgentHost['start'] = async (kind, choice) => {
    if (!vscode.workspace.isTrusted) {
      throw new Error(
        vscode.l10n.t('Nothing is trained for an agent in Restricted Mode. Ask the user to trust this workspace.'),
      );
    }
    return this.starter.start(kind, await this.starter.withEngine(choice));
  };
}

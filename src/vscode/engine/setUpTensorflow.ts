import * as vscode from 'vscode';
import { EngineUnavailableError } from '../../runs/engineInspection.ts';
import { installAdvice } from '../../training/tensorflow/installAdvice.ts';
import { installCommand } from '../../training/tensorflow/installation.ts';
import type { TrainingServices } from '../trainingServices.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { readTensorflowFolder } from './engineSettings.ts';

interface Step extends vscode.QuickPickItem {
  readonly take: () => Promise<string | undefined>;
}

/** The command that helps a user to install TensorFlow, and checks what was installed by loading it in a process of its own. */
export class TensorflowSetup {
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly services: TrainingServices,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    return vscode.commands.registerCommand('goldilocks.setUpTensorflow', (folder: unknown) =>
      // Whoever names a folder from a program hears of what is wrong with it; a user sees it.
      typeof folder === 'string' ? this.#use(folder) : this.errors.guard(() => this.#ask()),
    );
  }

  /** @returns the build of the engine that was checked, if one was */
  async #ask(): Promise<string | undefined> {
    const named = readTensorflowFolder();
    const target = named ?? vscode.Uri.joinPath(this.context.globalStorageUri, 'tensorflow').fsPath;
    const command = installCommand(target);
    const steps: Step[] = [
      {
        label: `$(copy) ${vscode.l10n.t('Copy the Install Command')}`,
        detail: command,
        take: () => this.#copy(command, target),
      },
      { label: `$(check) ${vscode.l10n.t('Check the Installation')}`, detail: target, take: () => this.#check(target) },
      {
        label: `$(folder-opened) ${vscode.l10n.t('Choose Folder…')}`,
        detail: vscode.l10n.t('The folder where @tensorflow/tfjs-node is installed'),
        take: () => this.#choose(),
      },
    ];
    const picked = await vscode.window.showQuickPick(steps, {
      title: vscode.l10n.t('Set Up TensorFlow Engine'),
      placeHolder: vscode.l10n.t('Install it in a terminal, then check it.'),
      ignoreFocusOut: true,
    });
    return picked?.take();
  }

  async #copy(command: string, target: string): Promise<string | undefined> {
    await vscode.env.clipboard.writeText(command);
    const check = vscode.l10n.t('Check the Installation');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Run the copied command in a terminal. {0} When it finishes, check the installation.',
        installAdvice(process.platform, process.arch),
      ),
      check,
    );
    return chosen === check ? this.#check(target) : undefined;
  }

  async #choose(): Promise<string | undefined> {
    const chosen = await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Use This Folder'),
      title: vscode.l10n.t('The folder where @tensorflow/tfjs-node is installed'),
    });
    return chosen && this.#check(chosen[0].fsPath);
  }

  /** Checks a folder for a user: what is wrong is said with a way on. */
  async #check(folder: string): Promise<string | undefined> {
    try {
      const build = await this.#use(folder);
      void this.#offerUse(build);
      return build;
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error;
      const again = vscode.l10n.t('Set Up Again…');
      const chosen = await vscode.window.showErrorMessage(error.message, again);
      return chosen === again ? this.#ask() : undefined;
    }
  }

  /**
   * Loads TensorFlow from a folder and, if it works, keeps the folder in the user's settings.
   * @throws EngineUnavailableError if it does not
   */
  async #use(folder: string): Promise<string> {
    const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Loading TensorFlow…') };
    const build = await vscode.window.withProgress(options, () =>
      this.services.enginesFrom(folder).buildOf('tensorflow'),
    );
    await update('tensorflowPath', folder);
    return build;
  }

  async #offerUse(build: string): Promise<void> {
    const [use, compare] = [vscode.l10n.t('Train with TensorFlow'), vscode.l10n.t('Compare Both Engines')];
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('The TensorFlow engine works: {0}.', build),
      use,
      compare,
    );
    if (chosen !== undefined) await update('engine', chosen === use ? 'tensorflow' : 'both');
  }
}

function update(setting: 'engine' | 'tensorflowPath', value: string): Thenable<void> {
  return vscode.workspace.getConfiguration('goldilocks').update(setting, value, vscode.ConfigurationTarget.Global);
}

import * as vscode from 'vscode';
import { readSetting } from '../settings.ts';

/** What this extension uses of the one for Python, which may be missing. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/**
 * The Python that runs a file: of the setting, else the choice in the Python extension, else the one on the search path.
 * @throws SettingError
 */
export async function pythonFor(file: vscode.Uri): Promise<string> {
  return readPythonPath() || (await chosenPython(file)) || (process.platform === 'win32' ? 'python' : 'python3');
}

function readPythonPath(): string {
  return readSetting('pythonPath', (value) => {
    if (typeof value === 'string') return value.trim();
    throw new RangeError(vscode.l10n.t('it must be the name or path of a Python interpreter, or empty.'));
  });
}

async function chosenPython(file: vscode.Uri): Promise<string | undefined> {
  try {
    const python = await vscode.extensions.getExtension<PythonExtension>('ms-python.python')?.activate();
    const chosen = python?.environments?.getActiveEnvironmentPath(file);
    return chosen && (await python?.environments?.resolveEnvironment(chosen))?.executable.uri?.fsPath;
  } catch {
    // Another extension's trouble: its users see it there.
    return undefined;
  }
}

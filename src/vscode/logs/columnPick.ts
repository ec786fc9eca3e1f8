import * as vscode from 'vscode';
import type { ChosenColumns, Role } from '../../logs/columnRoles.ts';
import type { LogColumns } from '../../logs/logColumns.ts';

/**
 * Asks what is to be read from which column.
 * @param log its columns as they are read now
 * @param chosen what was chosen before
 * @returns what is chosen then; undefined if the user gave up
 */
export async function pickColumns(log: LogColumns, chosen: ChosenColumns): Promise<ChosenColumns | undefined> {
  const title = vscode.l10n.t('Choose Columns');
  const roles = rolesText().map(([role, label]) => ({
    role,
    label,
    description: log.roles[role].join(' + ') || vscode.l10n.t('none'),
  }));
  const placeHolder = vscode.l10n.t('Select a value to read it from another column');
  const picked = await vscode.window.showQuickPick(roles, { title, placeHolder });
  if (!picked) return undefined;
  const names = log.names.map((name) => ({ name, label: name, picked: log.roles[picked.role].includes(name) }));
  const automatic = {
    name: null,
    label: vscode.l10n.t('Automatic'),
    description: vscode.l10n.t('by the name of the column'),
  };
  const column = await vscode.window.showQuickPick([automatic, ...names], { title, placeHolder: picked.label });
  if (!column) return undefined;
  const { [picked.role]: _, ...others } = chosen;
  return column.name === null ? others : { ...others, [picked.role]: column.name };
}

function rolesText(): readonly (readonly [Role, string])[] {
  return [
    ['loss', vscode.l10n.t('Loss')],
    ['validationLoss', vscode.l10n.t('Validation Loss')],
    ['accuracy', vscode.l10n.t('Accuracy')],
    ['validationAccuracy', vscode.l10n.t('Validation Accuracy')],
    ['rate', vscode.l10n.t('Learning Rate')],
    ['gradientNorm', vscode.l10n.t('Gradient Norm')],
    ['step', vscode.l10n.t('Step')],
    ['epoch', vscode.l10n.t('Epoch')],
  ];
}

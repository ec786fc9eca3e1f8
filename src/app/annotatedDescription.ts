import * as l10n from '@vscode/l10n';
import type { Annotation } from '../domain/experiment.ts';
import type { Description } from '../kinds/kind.ts';

/** The description of an experiment with what the user has added to it, at the end of what its heading says of it. */
export function withAnnotation(description: Description, { starred, note }: Annotation): Description {
  const added = [...(starred ? [l10n.t('starred')] : []), ...(note === undefined ? [] : [l10n.t('note: {0}', note)])];
  return added.length === 0 ? description : { ...description, amounts: [...description.amounts, ...added] };
}

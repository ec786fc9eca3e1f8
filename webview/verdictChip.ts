import type { Verdict } from '../src/domain/finding.ts';
import { verdictText } from '../src/domain/verdictText.ts';
import { element } from './dom.ts';
import { TEXTS } from './texts.ts';

/** Fills an element with a verdict: a word and a shape, so that the colour is not all that tells verdicts apart. */
export function fillVerdict(cell: HTMLElement, verdict: Verdict | null): void {
  if (cell.dataset['verdict'] === String(verdict)) return;
  cell.dataset['verdict'] = String(verdict);
  if (verdict === null) {
    cell.replaceChildren(TEXTS.none);
    return;
  }
  const mark = TEXTS.verdictMarks[verdict];
  cell.replaceChildren(
    element(
      'span',
      { class: `chip ${verdict}` },
      mark ? element('span', { class: 'mark', 'aria-hidden': 'true' }, mark) : null,
      verdictText(verdict),
    ),
  );
}

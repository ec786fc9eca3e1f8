import { PROGRESS_UNITS } from '../../../../src/charts/progressUnit.ts';
import { GROUP_COLUMNS } from '../../../../src/charts/runGroups.ts';
import { TEXTS } from '../../../../webview/texts.ts';
import type { Surface } from '../surface.ts';

/** All texts of the page, those with arguments once for each of their forms. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsOf);
  return [];
}

/** What the panel's page says by itself. */
export const panelPage: Surface = {
  sources: ['webview/texts.ts'],
  names: [],
  texts: () =>
    Promise.resolve([
      ...textsOf(TEXTS),
      TEXTS.measuredOn('1'),
      TEXTS.openCurve('1'),
      TEXTS.baseline('1'),
      TEXTS.noBaseline('1'),
      TEXTS.filteredCount(1, 2),
      TEXTS.firstDrawn(3),
      TEXTS.drawAll(3),
      TEXTS.showAllRows(3),
      TEXTS.announceOpened('1', '2'),
      TEXTS.readFrom('1', '2'),
      TEXTS.scale('1'),
      TEXTS.progress('1', 2, 3, 0),
      TEXTS.progress('1', 2, 3, 4),
      TEXTS.timeLeft('1'),
      TEXTS.percent(1),
      ...(['step', 'epoch', 'row'] as const).flatMap((unit) => [TEXTS.stepOf(1, null, unit), TEXTS.stepOf(1, 2, unit)]),
      TEXTS.unfinished('1'),
      TEXTS.isolate('1'),
      TEXTS.hide('1'),
      TEXTS.unhide('1'),
      ...PROGRESS_UNITS.flatMap((unit) =>
        (['step', 'epoch', 'row'] as const).flatMap((own) =>
          [true, false].map((hasEpochs) => TEXTS.progressUnit(unit, own, hasEpochs)),
        ),
      ),
      ...(['none', ...GROUP_COLUMNS] as const).map((column) => TEXTS.groupColumn(column)),
      TEXTS.pinChart('1'),
      TEXTS.unpinChart('1'),
      TEXTS.smoothingSteps(1),
      TEXTS.smoothingSteps(2),
      TEXTS.chart('1', '2'),
      TEXTS.numbersOf('1'),
      TEXTS.axesOf('1'),
      TEXTS.minimumOf('1'),
      TEXTS.maximumOf('1'),
      TEXTS.fillPanelWith('1'),
      TEXTS.announceFilled('1'),
      TEXTS.andMore(1),
      TEXTS.atEpoch('1'),
      TEXTS.atStep('1', null),
      TEXTS.atStep('1', '2'),
      TEXTS.atSeconds('1'),
      TEXTS.atSamples('1'),
      TEXTS.atRow('1'),
      TEXTS.atRate('1'),
      TEXTS.spokenValue('1', '2'),
      TEXTS.exportOf('1'),
      TEXTS.runWithRate('1'),
      TEXTS.runWithEpochs(1),
      TEXTS.probeName('1'),
      TEXTS.sweepAround('1'),
      TEXTS.copyRate('1'),
      TEXTS.explainName('1'),
      TEXTS.seed(1),
      TEXTS.runNumber(1),
      TEXTS.runsOf(1, '2'),
      TEXTS.spread('1', '2'),
      TEXTS.ofRuns(1, 2, '3'),
      TEXTS.ofSomeRuns(1, 2, '3', '4'),
      TEXTS.ofSomeRuns(2, 2, '3', '4'),
      TEXTS.ofSomeRuns(3, 3, '4', '5'),
      TEXTS.ofSomeRuns(2, 3, '4', '5'),
      TEXTS.divergedAt('1', 2, 'step'),
      TEXTS.divergedAt('1', 2, 'epoch'),
      TEXTS.divergedAt('1', 2, 'row'),
      TEXTS.announceStart(1),
      TEXTS.announceStart(2),
      TEXTS.announceEnded(1, 2),
      TEXTS.announceResult('1', null, '2'),
      TEXTS.announceResult('1', '2', '3'),
    ]),
};

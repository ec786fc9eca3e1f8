import * as vscode from 'vscode';
import type { RateExplanation } from '../../app/rates/explainRate.ts';
import type { ScheduleExplanation } from '../../app/rates/explainSchedule.ts';
import { builtInText } from '../../app/sites/builtInResult.ts';
import type { BuiltInResult } from '../../app/sites/builtInResult.ts';
import type { JudgedPlace } from '../../app/sites/judgePlaces.ts';
import { measuredText } from '../../app/sites/measuredRates.ts';
import type { MeasuredRate } from '../../app/sites/measuredRates.ts';
import { resultText } from '../../app/sites/resultText.ts';
import { describeLossCurves, drawLossCurves } from '../../charts/lossSketch.ts';
import type { LossCurves } from '../../charts/lossSketch.ts';
import { describeRateScale, drawRateScale } from '../../charts/rateScale.ts';
import type { RateScale } from '../../charts/rateScale.ts';
import { describeSchedule, drawSchedule } from '../../charts/scheduleSketch.ts';
import type { RateCurve } from '../../charts/scheduleSketch.ts';
import { SKETCH_COLOURS } from '../../charts/sketch.ts';
import type { SketchColours, SketchTheme } from '../../charts/sketch.ts';
import type { SourceRange } from '../../code/rateSite.ts';
import { FIND_PROGRAM_RATE, SWEEP_PROGRAM } from '../programs/programCommands.ts';
import { compareRunsCommand, showExperimentCommand, showRunCommand } from '../sites/showRun.ts';
import { assessmentText } from './assessmentText.ts';
import { escapeAlternative, escapeMarkdown } from './escapeMarkdown.ts';

const RUN_SWEEP = 'goldilocks.runSweep';
/** Shows where a rate is written: takes a URI as text, a line and a column, which start at 1. */
export const SHOW_RATE = 'goldilocks.showRate';
const SHOW_RUN = 'goldilocks.showExperiment';
const COMPARE_RUNS = 'goldilocks.compareExperiments';
/** The only commands that links in a hover can run. */
const COMMANDS = [RUN_SWEEP, SWEEP_PROGRAM, FIND_PROGRAM_RATE, SHOW_RATE, SHOW_RUN, COMPARE_RUNS];

/** Where a rate is written, if that is elsewhere. */
export interface Origin {
  /** The URI of the document or cell. */
  readonly uri: string;
  readonly place: Pick<SourceRange, 'cell' | 'line' | 'column'>;
}

/** What trainings have shown about a rate, and what can be tried with it. */
export interface RateResults {
  /** By the user's own runs; null if there were none. */
  readonly judged: JudgedPlace | null;
  /** Of these runs; null where no loss is known. */
  readonly curves: LossCurves | null;
  /** By the built-in network; null if it was not tried there. */
  readonly builtIn: BuiltInResult | null;
  /** Try other rates: on the program itself, and on the built-in network if that has the optimizer. */
  readonly trials: readonly vscode.Command[];
}

/**
 * The Markdown of a hover: headline, images, a sentence, notes, and links.
 * @param origin null at the rate itself
 */
export function explanationMarkdown(
  explanation: RateExplanation,
  theme: vscode.ColorThemeKind,
  origin: Origin | null,
  { judged, curves, builtIn, trials }: RateResults,
): vscode.MarkdownString {
  const { expectation, notes, scale, curve } = explanation;
  const links = [origin ? originLink(origin) : '', ...trials.map(trialLink)];
  return markdownOf([
    headline(explanation),
    judged ? runText(judged) : '',
    judged?.measured ? measuredParagraph(judged.measured) : '',
    curves ? image(describeLossCurves(curves), drawLossCurves(curves, coloursOf(theme))) : '',
    images(scale, curve, theme),
    // What a run with the number has shown counts for more than what is usual.
    judged?.current && resultText(judged) !== null ? '' : escapeMarkdown(expectation),
    ...notes.map(({ kind, text }) => `${kind === 'pitfall' ? '$(warning)' : '$(info)'} ${escapeMarkdown(text)}`),
    builtIn ? builtInParagraph(builtIn) : '',
    links.filter((link) => link !== '').join(' · '),
  ]);
}

/** The Markdown of a hover on a name that has one of several rates: a line for each. */
export function choiceMarkdown(
  rates: readonly { readonly explanation: RateExplanation; readonly origin: Origin }[],
): vscode.MarkdownString {
  return markdownOf(rates.map(({ explanation, origin }) => [headline(explanation), originLink(origin)].join(' · ')));
}

/** The Markdown of a hover on a scheduler: its name, the curve of the rate, and what it does. */
export function scheduleMarkdown(
  { name, framework, sentence, note, curve }: ScheduleExplanation,
  theme: vscode.ColorThemeKind,
): vscode.MarkdownString {
  return markdownOf([
    [vscode.l10n.t('Learning rate schedule {0}', `**${escapeMarkdown(name)}**`), escapeMarkdown(framework ?? '')]
      .filter((part) => part !== '')
      .join(' · '),
    images(null, curve, theme),
    escapeMarkdown(sentence),
    note === null ? '' : escapeMarkdown(note),
  ]);
}

function markdownOf(paragraphs: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'), true);
  markdown.isTrusted = { enabledCommands: COMMANDS };
  return markdown;
}

function headline({ rate, optimizer, assessment, isDefault }: RateExplanation): string {
  const what = isDefault
    ? vscode.l10n.t('Learning rate {0} by default', `**${escapeMarkdown(rate)}**`)
    : vscode.l10n.t('Learning rate {0}', `**${escapeMarkdown(rate)}**`);
  return [what, escapeMarkdown(optimizer), assessment === null ? '' : `**${assessmentText(assessment)}**`]
    .filter((part) => part !== '')
    .join(' · ');
}

function images(scale: RateScale | null, curve: RateCurve | null, theme: vscode.ColorThemeKind): string {
  const colours = coloursOf(theme);
  return [
    ...(scale ? [image(describeRateScale(scale), drawRateScale(scale, colours))] : []),
    ...(curve ? [image(describeSchedule(curve), drawSchedule(curve, colours))] : []),
  ].join(' ');
}

function image(alternative: string, svg: string): string {
  return `![${escapeAlternative(alternative)}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`;
}

function trialLink(trial: vscode.Command): string {
  return `[$(beaker) ${trial.title}](${commandUri(trial)} "${escapeMarkdown(trial.tooltip ?? '')}")`;
}

/** What experiments with the program showed, and a link to the newest. */
function measuredParagraph(measured: MeasuredRate): string {
  const command = showExperimentCommand(measured.folder, vscode.l10n.t('Show the experiment'));
  return `$(target) ${escapeMarkdown(measuredText(measured))} ${linkTo(command)}`;
}

/** What the built-in network showed, and a link to its sweep. */
function builtInParagraph(builtIn: BuiltInResult): string {
  const command = showExperimentCommand(builtIn.folder, vscode.l10n.t('Show the sweep'));
  return `$(beaker) ${escapeMarkdown(builtInText(builtIn))} ${linkTo(command)}`;
}

function linkTo(command: vscode.Command): string {
  return `[${command.title}](${commandUri(command)})`;
}

function commandUri({ command, arguments: given }: vscode.Command): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(given))}`;
}

/** What the runs with a rate have shown, and links to the last one and to both before and after it was changed. */
function runText(judged: JudgedPlace): string {
  const result = judged.current ?? judged.earlier;
  const text = resultText(judged);
  if (!result || text === null) return '';
  const links = [
    showRunCommand(result, vscode.l10n.t('Show the run')),
    compareRunsCommand(judged, vscode.l10n.t('Compare with previous run')) ?? [],
  ].flat();
  return `$(graph-line) ${escapeMarkdown(text)} ${links.map(linkTo).join(' · ')}`;
}

function originLink({ uri, place: { cell, line, column } }: Origin): string {
  const text =
    cell === undefined
      ? vscode.l10n.t('Set on line {0}', line)
      : vscode.l10n.t('Set in cell {0}, line {1}', cell + 1, line);
  return `[$(go-to-file) ${text}](command:${SHOW_RATE}?${encodeURIComponent(JSON.stringify([uri, line, column]))})`;
}

function coloursOf(theme: vscode.ColorThemeKind): SketchColours {
  return SKETCH_COLOURS[themeOf(theme)];
}

function themeOf(kind: vscode.ColorThemeKind): SketchTheme {
  switch (kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
    case vscode.ColorThemeKind.HighContrast:
      return 'high-contrast';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
  }
}

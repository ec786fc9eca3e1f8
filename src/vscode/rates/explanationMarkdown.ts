import * as vscode from 'vscode';
import type { RateExplanation } from '../../app/rates/explainRate.ts';
import type { SuggestedSweep } from '../../app/rates/suggestSweep.ts';
import { describeRateScale, drawRateScale } from '../../charts/rateScale.ts';
import { describeSchedule, drawSchedule } from '../../charts/scheduleSketch.ts';
import { SKETCH_COLOURS } from '../../charts/sketch.ts';
import type { SketchTheme } from '../../charts/sketch.ts';
import { formatRate } from '../../domain/rate.ts';
import { assessmentText } from './assessmentText.ts';
import { escapeMarkdown } from './escapeMarkdown.ts';

/** The only command that links in the hover can run. */
const RUN_SWEEP = 'goldilocks.runSweep';

/** The Markdown of a hover: headline, images, a sentence, notes, and a link to run a sweep. */
export function explanationMarkdown(explanation: RateExplanation, theme: vscode.ColorThemeKind): vscode.MarkdownString {
  const { expectation, notes, sweep } = explanation;
  const paragraphs = [
    headline(explanation),
    images(explanation, SKETCH_COLOURS[themeOf(theme)]),
    escapeMarkdown(expectation),
    ...notes.map(({ kind, text }) => `${kind === 'pitfall' ? '$(warning)' : '$(info)'} ${escapeMarkdown(text)}`),
    sweep ? sweepLink(sweep) : '',
  ];
  const markdown = new vscode.MarkdownString(paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'), true);
  markdown.isTrusted = { enabledCommands: [RUN_SWEEP] };
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

function images({ scale, curve }: RateExplanation, colours: (typeof SKETCH_COLOURS)[SketchTheme]): string {
  const parts = [
    ...(scale ? [image(describeRateScale(scale), drawRateScale(scale, colours))] : []),
    ...(curve ? [image(describeSchedule(curve), drawSchedule(curve, colours))] : []),
  ];
  return parts.join(' ');
}

function image(alternative: string, svg: string): string {
  return `![${escapeMarkdown(alternative)}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`;
}

function sweepLink({ optimizer, rates }: SuggestedSweep): string {
  const argument = encodeURIComponent(JSON.stringify([{ rates, optimizer }]));
  const text = vscode.l10n.t('Run an LR sweep around this rate on the built-in network');
  return `[$(play) ${text}](command:${RUN_SWEEP}?${argument} "${escapeMarkdown(rates.map(formatRate).join(', '))}")`;
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

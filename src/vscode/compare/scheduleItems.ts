import * as vscode from 'vscode';
import { drawScheduleIcon } from '../../charts/scheduleSketch.ts';
import { SKETCH_COLOURS } from '../../charts/sketch.ts';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import { parseSchedule } from '../../domain/scheduleText.ts';
import { SCHEDULES, scheduleItem } from '../sweeps/scheduleQuestion.ts';

/** Steps of the curve in an icon: more cannot be told apart. */
const ICON_STEPS = 48;

/** The schedules to choose from, each with its curve as an icon. */
export function scheduleItems(): (vscode.QuickPickItem & { readonly name: string })[] {
  return SCHEDULES.map((text) => {
    const schedule = createRateSchedule(parseSchedule(text), 1, ICON_STEPS);
    const rates = Array.from({ length: ICON_STEPS }, (_, index) => schedule.rate(index + 1));
    const icon = (theme: 'light' | 'dark'): vscode.Uri => svgUri(drawScheduleIcon(rates, SKETCH_COLOURS[theme].text));
    return { ...scheduleItem(text), iconPath: { light: icon('light'), dark: icon('dark') } };
  });
}

function svgUri(svg: string): vscode.Uri {
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}

import { fromJson, toJson } from '../domain/json.ts';
import type { PanelMessage, PanelSeries, SeriesUpdate } from './panel.ts';

/**
 * A message to the panel as it is posted. VS Code sends JSON, which knows neither NaN nor the infinities, but takes typed arrays
 * out of it and puts them back: so the series travel as they are, and everything else as a text that keeps such numbers.
 */
export interface PanelWire {
  readonly text: string;
  readonly series: readonly (PanelSeries | SeriesUpdate)[];
}

export function packMessage(message: PanelMessage): PanelWire {
  if (!('series' in message)) return { text: toJson(message), series: [] };
  const { series, ...rest } = message;
  return { text: toJson(rest), series };
}

export function unpackMessage({ text, series }: PanelWire): PanelMessage {
  const message = fromJson(text) as PanelMessage;
  const hasSeries = message.type === 'hydrate' || message.type === 'update' || message.type === 'detail';
  return hasSeries ? ({ ...message, series } as PanelMessage) : message;
}

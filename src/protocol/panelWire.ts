import { fromJson, toJson } from '../domain/json.ts';
import type { LossUpdate, PanelMessage } from './panel.ts';

/**
 * A message to the panel on its way. VS Code sends JSON, which knows neither NaN nor the infinities, but takes typed arrays
 * out of it and puts them back: so the losses travel as they are, and all else as a text that keeps such numbers.
 */
export interface PanelWire {
  readonly text: string;
  readonly losses: readonly LossUpdate[];
}

export function packMessage(message: PanelMessage): PanelWire {
  if (message.type === 'empty') return { text: toJson(message), losses: [] };
  const { losses, ...rest } = message;
  return { text: toJson(rest), losses };
}

export function unpackMessage({ text, losses }: PanelWire): PanelMessage {
  const message = fromJson(text) as PanelMessage;
  return message.type === 'empty' ? message : { ...message, losses };
}

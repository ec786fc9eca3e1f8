import type { SettingsEntry } from './catalogEntry.ts';

/** The default `learning_rate` of the settings classes of Transformers 5.18 and TRL 1.13. */
const DEFAULT_RATES: Readonly<Record<string, number>> = {
  TrainingArguments: 5e-5,
  Seq2SeqTrainingArguments: 5e-5,
  SFTConfig: 2e-5,
  DPOConfig: 1e-6,
  GRPOConfig: 1e-6,
  KTOConfig: 1e-6,
  RLOOConfig: 1e-6,
  RewardConfig: 1e-4,
};

/** By class name alone, since they are imported from many places, and subclassed under names with the same ending. */
export const HUGGING_FACE: ReadonlyMap<string, SettingsEntry> = new Map(
  Object.entries(DEFAULT_RATES).map(([name, defaultRate]) => {
    const rate = { names: ['learning_rate'], position: null, part: 'base' } as const;
    return [name, { kind: 'settings', name, framework: 'hf', rate, defaultRate }];
  }),
);

import type { Symptom } from '../domain/finding.ts';

/** The chapters of the Learn page, in their order. */
export const CHAPTERS = [
  'demo',
  'sweep',
  'finder',
  'schedules',
  'optimizers',
  'batch-sizes',
  'layers',
  'code',
] as const;

export type ChapterName = (typeof CHAPTERS)[number];

/** What has become of a chapter's experiment. */
export interface ChapterResult {
  readonly isRunning: boolean;
  /** What happened, in sentences with the reader's own numbers; empty while nothing is known. */
  readonly lines: readonly string[];
}

/** From the extension host to the Learn page: the results of all chapters that have any. */
export interface LearnMessage {
  readonly type: 'results';
  readonly results: Partial<Record<ChapterName, ChapterResult>>;
}

/** From the Learn page to the extension host. */
export type LearnRequest =
  | { readonly type: 'ready' }
  /** Run a chapter's experiment, or open what it is about. */
  | { readonly type: 'startChapter'; readonly chapter: ChapterName }
  /** Show a chapter's experiment in the panel. */
  | { readonly type: 'openChapter'; readonly chapter: ChapterName }
  /** Open the page about a symptom. */
  | { readonly type: 'explain'; readonly symptom: Symptom }
  | { readonly type: 'rendered' }
  | { readonly type: 'problem'; readonly message: string };

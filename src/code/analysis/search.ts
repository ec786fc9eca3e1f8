import type { SchedulerEntry } from '../catalog/callable.ts';
import type { Framework } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { Collector } from './collector.ts';
import type { Program } from './program.ts';
import { SiteBook } from './siteBook.ts';

/** An optimizer that runs at the framework's default rate. */
export interface DefaultDraft extends Span {
  readonly unit: Unit;
  readonly value: number;
  readonly framework: Framework;
  readonly optimizer: string | null;
}

/** A scheduler that the code creates. */
export interface ScheduleDraft extends Span {
  readonly unit: Unit;
  readonly entry: SchedulerEntry;
  readonly optimizer: string | null;
  readonly settings: Readonly<Record<string, number>>;
}

/** One search through a program: what it has found so far. */
export class Search {
  readonly program: Program;
  readonly book = new SiteBook();
  readonly collector: Collector;
  readonly defaults: DefaultDraft[] = [];
  readonly schedules: ScheduleDraft[] = [];
  /** Names of all optimizers that are created in the program. */
  readonly optimizers = new Set<string>();

  constructor(program: Program) {
    this.program = program;
    this.collector = new Collector(program, this.book);
  }
}

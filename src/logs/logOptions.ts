import type { ChosenColumns } from './columnRoles.ts';

/** What is known about a training besides its measurements. */
export interface LogOptions {
  /** Which columns are to be read as what, where names do not say it. */
  readonly columns?: ChosenColumns;
  readonly optimizer?: string;
  readonly rate?: number;
  readonly batchSize?: number;
  readonly classes?: number;
}

/** What is known about a training besides its measurements. */
export interface LogOptions {
  readonly optimizer?: string;
  readonly rate?: number;
  readonly batchSize?: number;
  readonly classes?: number;
}

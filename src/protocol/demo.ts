/** What the demo's page keeps over a reload of the window. */
export interface DemoState {
  readonly rate: number;
}

/** What the real VS Code needs can't be had on this platform: its tests are skipped by name, where skipping is allowed. */
export class UnavailableError extends Error {}

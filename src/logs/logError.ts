/** A file that is no log that can be read; the message says why, in a sentence for the user. */
export class LogError extends Error {
  override readonly name = 'LogError';
}

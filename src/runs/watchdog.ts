/** How often a watchdog checks within one timeout. */
const CHECKS = 10;

/**
 * Notices when a worker has sent no message for a while. The time is measured between the watchdog's own checks: if a check itself is
 * late (a suspended laptop, a paused debugger), this process was suspended, not the worker, and the time starts again.
 */
export class Watchdog {
  #timer: NodeJS.Timeout | null = null;
  /** When the newest message came, as performance.now() gives it. */
  #lastMessageAt = 0;

  /**
   * Starts to watch, or starts again.
   * @param timeout milliseconds without a message
   * @param onTimeout called at each check after the timeout, until the watchdog is stopped
   */
  start(timeout: number, onTimeout: () => void): void {
    this.stop();
    this.#lastMessageAt = performance.now();
    const interval = timeout / CHECKS;
    let checkedAt = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (now - checkedAt > 2 * interval) this.#lastMessageAt = now;
      checkedAt = now;
      if (now - this.#lastMessageAt > timeout) onTimeout();
    }, interval);
    this.#timer.unref();
  }

  /** To be called with every message of the worker. */
  reset(): void {
    this.#lastMessageAt = performance.now();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}

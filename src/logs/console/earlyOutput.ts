/**
 * What stands in the output of every program whose losses are read: a name of a loss (see columnRoles), or what the lines of XGBoost,
 * LightGBM, CatBoost, llm.c, YOLOv5, YOLOv10, Megatron-LM, Deeplearning4j, Marian, pix2pix and Darknet have, whose losses have other names
 * (see dialects).
 */
const SIGN =
  /loss|entropy|xent|nll|mse(?:_step|_epoch)?\b|\bbox(?:_om)?\b|\bt[re]l:|'s (?:train |valid )?[\w@]{1,40}: |\[\d+\]\s{1,9}\S{1,60}-[\w@.]{1,40}:|\blearn: |consumed samples|score at iteration|\bcost \d|\biters: \d|\bavg, \S{1,40} rate/i;
/** Characters that a sign has at most. */
const LONGEST_SIGN = 120;
/** Characters before a sign that are kept: a table's header, the epoch that its losses belong to. */
const MAX_HELD = 16_384;

/**
 * The output of a program until something in it looks like a training. Most programs never print such a thing: finding that out must cost
 * nothing that could be noticed, however much they print.
 */
export class EarlyOutput {
  #held = '';

  /**
   * @param text further output, which may be cut anywhere
   * @returns the output up to here, or its end if it is long, once there is a sign of a training in it; null before
   */
  push(text: string): string | null {
    const isTelling = SIGN.test(this.#held.slice(-LONGEST_SIGN) + text);
    this.#held += text;
    if (isTelling) return this.#held;
    if (this.#held.length > 2 * MAX_HELD) this.#held = this.#held.slice(-MAX_HELD);
    return null;
  }
}

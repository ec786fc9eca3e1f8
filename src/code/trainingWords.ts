/** A text without any of these has no learning rates. */
const RATE_WORDS =
  /l\w?r(?![a-z])|lr[_\dsA-Z]|LR|rate|optim|optax|tensorflow|adam|sgd|rmsprop|adagrad|adadelta|\.train\b|TrainingArguments|(SFT|DPO|GRPO|KTO|RLOO|Reward)Config/i;

/** Words about training, apart from the learning rate itself. */
const TRAINING_WORDS =
  /(optimi[sz]er|\boptim\b|epoch|batch_?size|momentum|weight_?decay|learning_?rate|\btrain(er|ing|_|\b)|\bsgd\b|adam|lr_?scheduler|\bsolver\b|gradient|backprop|\btorch\b|\bkeras\b|tensorflow|\bjax\b|\boptax\b|max_?iter|fine_?tun|dropout|warmup)/i;

/** Whether a text may contain learning rates, so that it is worth parsing. */
export function mayMentionRates(text: string): boolean {
  return RATE_WORDS.test(text);
}

/** Whether a text is about training, so that `lr` is probably a learning rate. */
export function mentionsTraining(text: string): boolean {
  return TRAINING_WORDS.test(text);
}

/** Without any of these there is nothing to find, and nothing is parsed. */
const WORTH_A_LOOK =
  /l\w?r(?![a-z])|lr[_\dsA-Z]|LR|rate|optim|optax|tensorflow|adam|sgd|rmsprop|adagrad|adadelta|\.train\b|TrainingArguments|(SFT|DPO|GRPO|KTO|RLOO|Reward)Config/i;

/** Words of training besides the learning rate itself. */
const TRAINING =
  /(optimi[sz]er|\boptim\b|epoch|batch_?size|momentum|weight_?decay|learning_?rate|\btrain(er|ing|_|\b)|\bsgd\b|adam|lr_?scheduler|\bsolver\b|gradient|backprop|\btorch\b|\bkeras\b|tensorflow|\bjax\b|\boptax\b|max_?iter|fine_?tun|dropout|warmup)/i;

export function isWorthALook(text: string): boolean {
  return WORTH_A_LOOK.test(text);
}

/** Whether a text is about training at all, so that `lr` may well be a learning rate. */
export function isTraining(text: string): boolean {
  return TRAINING.test(text);
}

/** Names that are recognized within a longer one: FusedAdam, AdamW8bit, adamw_torch, RMSpropTF. */
const DISTINCTIVE_NAME =
  /(adam|sgd|rmsprop|adagrad|adadelta|adafactor|adabelief|adabound|adahessian|adashift|novograd|madgrad|dadapt|prodigy|shampoo|lbfgs|rprop|qhm|schedule_?free|gradientdescent)/i;

/** Names that are also words with other meanings, and are recognized only as a whole. */
const AMBIGUOUS_NAME =
  /^((paged|fused|jit|nv|cpu|apex|bnb|torch)_?)?(adan|lion|lamb|lars|larc|ranger|ranger21|yogi|ftrl|muon|sophia|sophiag|soap|came|nadam|adopt|sm3|apollo|nesterov|adai|tiger|galore|fromage|momentum|adema?mix|dog|dowg|cocob|momo|nag|kfac|kron|clipup|ftml|signum)(_?(w|v2|8bit|16bit|32bit|4bit|g|h|torch))*$/i;

/** Names that can only be those of optimizers, even if the key doesn't say so. */
const UNMISTAKABLE_NAME = /^(adamw?|sgd|rmsprop|adagrad|adadelta|adamax|nadam|radam|adafactor)$/i;

/** Whether a text is exactly the name of a well-known optimizer. */
export function isPlainOptimizerName(text: string): boolean {
  return UNMISTAKABLE_NAME.test(text);
}

/** Whether a name is that of an optimizer and has no other meaning. */
export function isDistinctiveName(name: string): boolean {
  return isOptimizerName(name) && DISTINCTIVE_NAME.test(name);
}

/** Words that make a name one of something else, such as `AdamConfig`. */
const NON_OPTIMIZER_WORD =
  /(schedul(?!e_?free)|config|callback|args|params|factory|hook|wrapper|^get_|^create_|^build_|^make_|^setup_|^init_|^configure_|^test|^set_|^train|^step|^run|classifier|regressor)/i;

/** The last part of a dotted name: `AdamW` for `torch.optim.AdamW`, `Adam` for `Adam.v1`. */
export function shortName(name: string): string {
  return name.replace(/\.v\d+$/, '').replace(/^.*\./, '');
}

/** Whether the last part of a name is, or is built from, that of an optimizer. */
export function isOptimizerName(name: string): boolean {
  const short = shortName(name);
  // A library may come first, as in `optimi-lion`.
  return (
    short.length <= 40 &&
    /^\w[\w+ -]*$/.test(short) &&
    (DISTINCTIVE_NAME.test(short) || AMBIGUOUS_NAME.test(short.replace(/^.*-/, ''))) &&
    !NON_OPTIMIZER_WORD.test(short)
  );
}

/** The optimizer in the name of a rate: `sgd` for `lr_sgd`, `muon` for `muon_lr`; null if there is none. */
export function optimizerInName(name: string): string | null {
  return (
    name
      .split(/[^a-z\d]+/i)
      .find((token) => /^(adamw?|sgd|rmsprop|adagrad|muon|lion|lamb|lars|adafactor|lbfgs)$/i.test(token)) ?? null
  );
}

/** The optimizer of a settings class: `Adam` for `AdamOptimizerFactory` and `OptimizerFactoryAdam`; null if there is none. */
export function optimizerOfSettingsClass(name: string): string | null {
  const own = (/^([A-Z]\w*?)(?:Optimi[sz]er)?(?:Factory|Config|Builder|Params|Args)$/.exec(name) ??
    /^Optimi[sz]er(?:Factory|Config|Params)+([A-Z]\w*)$/.exec(name))?.[1];
  return own !== undefined && isOptimizerName(own) ? own : null;
}

/** Whether a class name is that of an optimizer, including `MyOptimizer`. */
export function isOptimizerClassName(name: string): boolean {
  return isOptimizerName(name) || /^[A-Z]\w*Optimi[sz]er$/.test(name);
}

/** Whether a key selects the optimizer: `optimizer`, `--opt`, `optim_type`. */
export function isOptimizerKey(key: string): boolean {
  return OPTIMIZER_KEY.test(key);
}

/** Whether a key has the settings of an optimizer: `optimizer`, `optimizer_factory`, `optim_cfg`. */
export function isOptimizerSettingsKey(key: string): boolean {
  return isOptimizerKey(key.replace(/[_-]?(factory|config|cfg|conf|args|params|kwargs|settings|options|opts)$/i, ''));
}

const OPTIMIZER_KEY =
  /^-*(?:(?:optimi[sz]er|optim|opt|solver)(?:[_-]?(?:type|name|class|cls|str|choice|func|fn|method|algo|algorithm))?|optimi[sz](?:ing|ation)[_-]?(?:method|algorithm))$/i;

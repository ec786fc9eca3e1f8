/** Names distinctive enough to be found inside of a longer one: FusedAdam, AdamW8bit, adamw_torch, RMSpropTF. */
const DISTINCTIVE =
  /(adam|sgd|rmsprop|adagrad|adadelta|adafactor|adabelief|adabound|adahessian|adashift|novograd|madgrad|dadapt|prodigy|shampoo|lbfgs|rprop|qhm|schedule_?free|gradientdescent)/i;

/** Names that are words of other meanings as well, and are taken only whole. */
const WORDS =
  /^((paged|fused|jit|nv|cpu|apex|bnb|torch)_?)?(adan|lion|lamb|lars|larc|ranger|ranger21|yogi|ftrl|muon|sophia|sophiag|soap|came|nadam|adopt|sm3|apollo|nesterov|adai|tiger|galore|fromage|momentum|adema?mix|dog|dowg|cocob|momo|nag|kfac|kron|clipup|ftml|signum)(_?(w|v2|8bit|16bit|32bit|4bit|g|h|torch))*$/i;

/** Names that nothing else is called by, even where a key does not tell what is named. */
const ALONE = /^(adamw?|sgd|rmsprop|adagrad|adadelta|adamax|nadam|radam|adafactor)$/i;

/** Whether a text is the name of a well-known optimizer and nothing else. */
export function isPlainOptimizerName(text: string): boolean {
  return ALONE.test(text);
}

/** Whether the name of an optimizer is no word of another meaning. */
export function isDistinctiveName(name: string): boolean {
  return isOptimizerName(name) && DISTINCTIVE.test(name);
}

/** Other things around an optimizer that carry its name. */
const AROUND =
  /(schedul(?!e_?free)|config|callback|args|params|factory|hook|wrapper|^get_|^create_|^build_|^make_|^setup_|^init_|^configure_|^test|^set_|^train|^step|^run|classifier|regressor)/i;

/** The last part of a dotted name: `AdamW` of `torch.optim.AdamW`; a version behind it (`Adam.v1`) does not count. */
export function shortName(name: string): string {
  return name.replace(/\.v\d+$/, '').replace(/^.*\./, '');
}

/** Whether the last part of a name is, or is built from, that of an optimizer. */
export function isOptimizerName(name: string): boolean {
  const short = shortName(name);
  // A library may stand in front, as in `optimi-lion`.
  return (
    short.length <= 40 &&
    /^\w[\w+ -]*$/.test(short) &&
    (DISTINCTIVE.test(short) || WORDS.test(short.replace(/^.*-/, ''))) &&
    !AROUND.test(short)
  );
}

/** The optimizer that the name of a rate names along with it: `sgd` of `lr_sgd`, `muon` of `muon_lr`; null if none is. */
export function optimizerInName(name: string): string | null {
  return (
    name
      .split(/[^a-z\d]+/i)
      .find((token) => /^(adamw?|sgd|rmsprop|adagrad|muon|lion|lamb|lars|adafactor|lbfgs)$/i.test(token)) ?? null
  );
}

/** The optimizer that the name of a class of its settings names: `Adam` of `AdamOptimizerFactory` and `OptimizerFactoryAdam`; null if it is none. */
export function optimizerOfSettingsClass(name: string): string | null {
  const own = (/^([A-Z]\w*?)(?:Optimi[sz]er)?(?:Factory|Config|Builder|Params|Args)$/.exec(name) ??
    /^Optimi[sz]er(?:Factory|Config|Params)+([A-Z]\w*)$/.exec(name))?.[1];
  return own !== undefined && isOptimizerName(own) ? own : null;
}

/** Whether a class is called an optimizer: `MyOptimizer`. */
export function isOptimizerClassName(name: string): boolean {
  return isOptimizerName(name) || /^[A-Z]\w*Optimi[sz]er$/.test(name);
}

/** Whether a key says which optimizer to take: `optimizer`, `--opt`, `optim_type`. */
export function isOptimizerKey(key: string): boolean {
  return OPTIMIZER_KEY.exec(key)?.[1] === '';
}

/** Whether a key holds the settings of an optimizer: `optimizer`, `optimizer_factory`, `optim_cfg`. */
export function isOptimizerSettingsKey(key: string): boolean {
  return isOptimizerKey(key.replace(/[_-]?(factory|config|cfg|conf|args|params|kwargs|settings|options|opts)$/i, ''));
}

/** What stands in front of such a key, as it does in front of the keys that go with it: `G_` of `G_optimizer_type`; null if it is none. */
export function prefixOfOptimizerKey(key: string): string | null {
  return OPTIMIZER_KEY.exec(key)?.[1] || null;
}

const OPTIMIZER_KEY =
  /^-*((?:\w+?[_.-])?)(?:(?:optimi[sz]er|optim|opt|solver)(?:[_-]?(?:type|name|class|cls|str|choice|func|fn|method|algo|algorithm))?|optimi[sz](?:ing|ation)[_-]?(?:method|algorithm))$/i;

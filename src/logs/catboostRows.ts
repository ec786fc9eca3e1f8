/** What CatBoost says of a metric; of one without an optimum, `best_value` is a number or "Undefined". */
interface Metric {
  readonly name: string;
  readonly best_value: unknown;
}

/** What CatBoost keeps of a training in catboost_info/catboost_training.json: for each iteration the metrics of the data, without their names. */
interface Training {
  readonly meta: { readonly learn_metrics: readonly Metric[]; readonly test_metrics?: readonly Metric[] };
  readonly iterations: readonly {
    readonly iteration: number;
    readonly passed_time?: number;
    readonly learn?: readonly number[];
    readonly test?: readonly number[];
  }[];
}

/** The iterations of a training with CatBoost as rows with names; null for any other document. */
export function catboostRows(document: object): readonly object[] | null {
  if (!isTraining(document)) return null;
  const { learn_metrics: learned, test_metrics: tested = [] } = document.meta;
  return document.iterations.map(({ iteration, passed_time: elapsed, learn = [], test = [] }) => ({
    iteration,
    ...(elapsed === undefined ? {} : { elapsed }),
    ...named('loss', learned, learn),
    ...named('val_loss', tested, test),
  }));
}

/** Values by name: that of the first metric that falls while a model gets better is the loss. */
function named(loss: string, metrics: readonly Metric[], values: readonly number[]): Record<string, number> {
  const minimized = metrics.findIndex(({ best_value }) => best_value === 'Min');
  const split = loss === 'loss' ? 'learn' : 'test';
  return Object.fromEntries(
    metrics.map(({ name }, index) => [index === minimized ? loss : `${split}/${name}`, values[index]]),
  );
}

function isTraining(document: object): document is Training {
  const { meta, iterations } = document as Partial<Training>;
  const { learn_metrics: learned, test_metrics: tested = [] } = meta ?? ({} as Partial<Training['meta']>);
  return (
    areObjects(learned) &&
    areObjects(tested) &&
    areObjects(iterations) &&
    iterations.every(({ learn = [], test = [] }) => Array.isArray(learn) && Array.isArray(test))
  );
}

function areObjects(value: unknown): value is object[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
}

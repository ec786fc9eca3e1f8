/** The kinds of experiments that have a form, in their order. */
export const FORM_KINDS = ['sweep', 'range-test', 'schedules', 'optimizers', 'batch-sizes', 'layers'] as const;

export type FormKind = (typeof FORM_KINDS)[number];

/** The fields of each form, in their order. Those of MORE_FIELDS are seldom needed. */
export const FORM_FIELDS = {
  sweep: [
    'network', 'rates', 'optimizer', 'optimizerOptions', 'schedule', 'scheduleOptions', 'batchSize', 'epochs',
    'trainImages', 'testImages', 'seeds', 'prune', 'clip', 'layerRates', 'measures', 'engine',
  ],
  'range-test': [
    'network', 'from', 'to', 'steps', 'optimizer', 'optimizerOptions', 'batchSize', 'trainImages', 'seeds', 'confirm',
    'clip', 'engine',
  ],
  schedules: [
    'network', 'schedules', 'rate', 'optimizer', 'optimizerOptions', 'batchSize', 'epochs', 'trainImages', 'testImages',
    'seeds', 'clip', 'layerRates', 'measures', 'engine',
  ],
  optimizers: [
    'network', 'optimizers', 'rates', 'schedule', 'scheduleOptions', 'batchSize', 'epochs', 'trainImages', 'testImages',
    'seeds', 'clip', 'layerRates', 'measures', 'engine',
  ],
  'batch-sizes': [
    'network', 'batchSizes', 'equal', 'rates', 'optimizer', 'optimizerOptions', 'schedule', 'scheduleOptions', 'epochs',
    'trainImages', 'testImages', 'seeds', 'clip', 'layerRates', 'measures', 'engine',
  ],
  layers: [
    'network', 'rate', 'optimizer', 'optimizerOptions', 'batchSize', 'epochs', 'trainImages', 'testImages', 'seeds',
    'clip', 'engine',
  ],
} as const satisfies Record<FormKind, readonly string[]>; // prettier-ignore

export type FieldName = (typeof FORM_FIELDS)[FormKind][number];

/** The fields that a form folds away. */
export const MORE_FIELDS: readonly FieldName[] = ['clip', 'layerRates', 'measures', 'engine'];

/** What stands in the fields of a form: text as it is typed, names that are chosen with commas between them, "true" for what is checked. */
export type FormValues = { readonly [F in FieldName]?: string };

/** A learning rate over the steps of a run. */
export interface FormCurve {
  /** "cosine after a warm-up of 5% of the run" */
  readonly name: string;
  /** At evenly spaced steps from the first to the last; at least two. */
  readonly rates: readonly number[];
  readonly steps: number;
  /** Whether the losses, which nobody knows yet, lower the rate further. */
  readonly followsLoss: boolean;
}

/** What a form amounts to as it stands. */
export interface FormCheck {
  /** What is wrong with a field, in a sentence. */
  readonly errors: Partial<Record<FieldName, string>>;
  /** What is wrong with fields that do not go together, in a sentence; null if nothing is. */
  readonly problem: string | null;
  /** What fields stand for that may be left empty. */
  readonly placeholders: FormValues;
  /** What would be trained, and about how long: "7 runs", "about a minute"; empty while something is wrong. */
  readonly amounts: readonly string[];
  /** The command line that does the same; null while something is wrong, or if there is none. */
  readonly command: string | null;
  readonly curves: readonly FormCurve[];
}

/** From the extension host to the page New Experiment. */
export type FormMessage =
  /** Shows the form of a kind. */
  | {
      readonly type: 'form';
      readonly kind: FormKind;
      readonly values: FormValues;
      /** Name of the folder of the user's own images; null for MNIST. */
      readonly images: string | null;
    }
  | { readonly type: 'check'; readonly check: FormCheck }
  /** The experiment was started, or is not going to be. */
  | { readonly type: 'startEnded' };

/** From the page to the extension host. Whatever changes values is answered with a check of them. */
export type FormRequest =
  | { readonly type: 'ready' }
  | { readonly type: 'chooseKind'; readonly kind: FormKind }
  | { readonly type: 'chooseNetwork'; readonly kind: FormKind; readonly values: FormValues; readonly network: string }
  | { readonly type: 'change'; readonly kind: FormKind; readonly values: FormValues }
  /** Back to the defaults. */
  | { readonly type: 'reset'; readonly kind: FormKind }
  | { readonly type: 'start'; readonly kind: FormKind; readonly values: FormValues }
  | { readonly type: 'copy'; readonly command: string }
  | { readonly type: 'rendered' }
  | { readonly type: 'problem'; readonly message: string };

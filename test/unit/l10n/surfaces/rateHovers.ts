import type { RateAssessment } from '../../../../src/app/rates/judgeRate.ts';
import { describeRateScale, drawRateScale } from '../../../../src/charts/rateScale.ts';
import { describeLossCurves, drawLossCurves } from '../../../../src/charts/lossSketch.ts';
import type { LossCurves, LossLine } from '../../../../src/charts/lossSketch.ts';
import { describeSchedule, drawSchedule } from '../../../../src/charts/scheduleSketch.ts';
import { SKETCH_COLOURS } from '../../../../src/charts/sketch.ts';
import { expectationOf, formatRange } from '../../../../src/domain/rateExpectation.ts';
import { builtInLine } from '../../../../src/app/sites/builtInResult.ts';
import type { BuiltInResult } from '../../../../src/app/sites/builtInResult.ts';
import type { JudgedPlace } from '../../../../src/app/sites/judgePlaces.ts';
import { measuredLine, measuredText } from '../../../../src/app/sites/measuredRates.ts';
import type { MeasuredRate } from '../../../../src/app/sites/measuredRates.ts';
import { placeText } from '../../../../src/app/sites/placeText.ts';
import { lastRunText } from '../../../../src/app/sites/resultText.ts';
import type { SiteResult } from '../../../../src/app/sites/siteResults.ts';
import { tieRun } from '../../../../src/app/sites/tieRun.ts';
import type { RunOverview } from '../../../../src/domain/experiment.ts';
import type { Finding } from '../../../../src/domain/finding.ts';
import type { RunSite } from '../../../../src/domain/runSite.ts';
import { scheduleSentence } from '../../../../src/app/rates/scheduleSentence.ts';
import { explained, explainedSchedule } from '../../app/rates/explained.ts';
import { placesIn } from '../../app/sites/placesIn.ts';
import type { explanationMarkdown, RateResults } from '../../../../src/vscode/rates/explanationMarkdown.ts';
import type { Surface } from '../surface.ts';
import { withoutVscode } from '../vscodeStandIn.ts';

/** VS Code's number for dark themes. */
const DARK = 2;

type Hover = typeof explanationMarkdown;

const TORCH = 'import torch\nfrom torch import optim\nfrom torch.optim.lr_scheduler import *\n';

const KERAS = 'import keras\nfrom keras import optimizers\n';

function scheduled(scheduler: string): string {
  return `${TORCH}optimizer = optim.SGD(p, lr=»0.1)\nscheduler = ${scheduler}`;
}

/** A program for each note and picture, with » before the rate that is hovered over. */
const PROGRAMS = [
  `${TORCH}batch_size = 64\noptim.Adam(p, lr=»1e-3)`,
  `${TORCH}batch_size = 64\noptim.SGD(p, lr=»0.1)`,
  `${KERAS}»optimizers.Adadelta()`,
  `import optax\noptax.adam(»0.5)`,
  scheduled('OneCycleLR(optimizer, max_lr=0.5, total_steps=100)'),
  scheduled('OneCycleLR(optimizer, max_lr=rate)'),
  scheduled('CyclicLR(optimizer, base_lr=rate, max_lr=rate)'),
  scheduled('CosineAnnealingLR(optimizer, T_max=100)'),
  scheduled('CosineAnnealingLR(optimizer, T_max=100)\nfor epoch in epochs:\n    scheduler.step()'),
  scheduled('CosineAnnealingLR(optimizer, T_max=100)\nfor x, y in loader:\n    scheduler.step()'),
  `${TORCH}def schedule(o):\n    return OneCycleLR(o, max_lr=0.5)\noptim.SGD(p, lr=»0.1)\noptim.SGD(q, lr=0.2)`,
  `${TORCH}lr = »0.1\nif fast:\n    o = optim.SGD(p, lr=lr)\nelse:\n    o = optim.Adam(p, lr=lr)`,
];

/** A rate for each expectation: of which optimizer, what it is for, and among which others it is chosen. */
const RATES: readonly (readonly [optimizer: string | null, value: number, part?: string, others?: string[]])[] = [
  ['Adam', 1e-3],
  ['Adam', 8e-3],
  ['Adam', 8e-3, 'peak'],
  ['Adam', 1e-3, 'peak'],
  ['Adam', 0.03],
  ['SGD', 2],
  ['Adam', 0.3],
  ['SGD', 1e-3],
  ['SGD', 5e-5],
  ['SGD', 1e-7],
  ['Adam', 0],
  ['Adam', -0.01],
  ['Adam', 1e-9, 'end'],
  ['Adam', 1e-9, 'start'],
  ['Adam', 1e-3, 'bound'],
  ['Yogi', 1e-3],
  ['prodigy', 1e-3],
  ['prodigy', 1],
  ['prodigy', 5],
  [null, 0.1],
  ['Newton', 0.1],
  ['Newton', 0.1, 'base', ['Other']],
  ['prodigy', 0.1, 'base', ['SGD']],
];

/** What fine-tuning expects of gentle, usual and bold rates. */
const FINE_TUNING = [1e-6, 2e-5, 1e-3];

function expectations(): string[] {
  return [
    ...RATES.map(([optimizer, value, part = 'base', others = []]) =>
      expectationOf({ optimizer, value, part, others, framework: 'torch' }),
    ),
    ...FINE_TUNING.map((value) => expectationOf({ optimizer: null, value, part: 'base', framework: 'hf' })),
  ];
}

async function textsOf(program: string, hover: Hover): Promise<string[]> {
  const explanation = await explained(program);
  const { optimizer, expectation, notes, scale, curve } = explanation;
  const colours = SKETCH_COLOURS.dark;
  return [
    written(hover(explanation, DARK, null, NO_RESULTS).value),
    optimizer,
    expectation,
    ...notes.map(({ text }) => text),
    ...(scale ? [describeRateScale(scale), writing(drawRateScale(scale, colours))] : []),
    ...(curve ? [describeSchedule(curve), writing(drawSchedule(curve, colours))] : []),
  ];
}

/** A call for each sentence about a schedule, and how it is stepped. */
const SCHEDULERS: readonly (readonly [call: string, loop?: string])[] = [
  ['StepLR(o, 30)', 'for epoch in epochs:'],
  ['StepLR(o, 30)', 'for x, y in loader:'],
  ['StepLR(o, 30)'],
  ['ExponentialLR(o, 0.9)', 'for epoch in epochs:'],
  ['ExponentialLR(o, 0.9)', 'for x, y in loader:'],
  ['ExponentialLR(o, 0.9)'],
  ['MultiStepLR(o, [30, 60])'],
  ['CosineAnnealingLR(o, 30)'],
  ['CosineAnnealingWarmRestarts(o, 1)', 'for epoch in epochs:'],
  ['CosineAnnealingWarmRestarts(o, 1)', 'for x, y in loader:'],
  ['CosineAnnealingWarmRestarts(o, 1)'],
  ['CosineAnnealingWarmRestarts(o, 30)'],
  ['LinearLR(o, 0.1)'],
  ['PolynomialLR(o, 30)'],
  ['OneCycleLR(o, max_lr=0.1)'],
  ['OneCycleLR(o, max_lr=0.1, total_steps=100)'],
  ['keras.optimizers.schedules.CosineDecay(0.0, 90, warmup_target=0.01, warmup_steps=10)'],
  ['keras.optimizers.schedules.InverseTimeDecay(0.1, 90, 0.5)'],
  ...[
    ...['StepLR', 'ExponentialLR', 'CosineAnnealingLR', 'CosineAnnealingWarmRestarts', 'LinearLR', 'PolynomialLR'],
    ...['OneCycleLR', 'CyclicLR', 'SWALR', 'ReduceLROnPlateau', 'ConstantLR', 'LambdaLR', 'MultiplicativeLR'],
    ...['SequentialLR', 'ChainedScheduler', 'get_cosine_schedule_with_warmup', 'get_linear_schedule_with_warmup'],
  ].map((name) => [`${name}(o, n, n)`] as const),
  ['optax.constant_schedule(x)'],
];

async function schedules(): Promise<string[]> {
  const { scheduleMarkdown } = await withoutVscode(() => import('../../../../src/vscode/rates/explanationMarkdown.ts'));
  const texts = await Promise.all(
    SCHEDULERS.flatMap(([call, loop]) =>
      ['o = optim.SGD(p, lr=0.1)', 'o = optim.SGD(p, lr=lr)'].map(async (optimizer) => {
        const step = loop === undefined ? '' : `${loop}\n    s.step()\n`;
        const explanation = await explainedSchedule(
          `${TORCH}from torch.optim.swa_utils import SWALR\nimport keras, optax\nfrom transformers import *\n${optimizer}\ns = ${call}\n${step}`,
        );
        return [
          explanation.sentence,
          explanation.note ?? '',
          written(scheduleMarkdown({ ...explanation, name: '', curve: null }, DARK).value),
        ];
      }),
    ),
  );
  return [...texts.flat(), scheduleSentence({ scheduler: { name: 'MyLR', settings: {} }, base: null, unit: null })];
}

async function choices(): Promise<string[]> {
  const { explanationMarkdown: hover, choiceMarkdown } = await withoutVscode(
    () => import('../../../../src/vscode/rates/explanationMarkdown.ts'),
  );
  const explanation = await explained(PROGRAMS[0]);
  const origin = { uri: 'file:///a.py', place: { line: 1, column: 1 } };
  const inCell = { ...origin, place: { ...origin.place, cell: 1 } };
  return [
    written(choiceMarkdown([{ explanation, origin }]).value),
    written(hover(explanation, DARK, inCell, NO_RESULTS).value),
    ...JUDGED.map((judged) => written(hover(explanation, DARK, null, { ...NO_RESULTS, judged }).value)),
    ...CURVES.flatMap((curves) => [describeLossCurves(curves), writing(drawLossCurves(curves, SKETCH_COLOURS.dark))]),
    ...BUILT_IN.map((builtIn) => written(hover(explanation, DARK, null, { ...NO_RESULTS, builtIn }).value)),
    ...BUILT_IN.map(builtInLine),
    ...MEASURED.map((measured) =>
      written(hover(explanation, DARK, null, { ...NO_RESULTS, judged: { ...NO_RUN, measured } }).value),
    ),
    ...MEASURED.flatMap((measured) => [measuredLine(measured), measuredText(measured)]),
    ...JUDGED.map((judged) => lastRunText(judged) ?? ''),
  ];
}

const NO_RESULTS: RateResults = { judged: null, curves: null, builtIn: null, trials: [] };

/** What the built-in network shows, with and without a zone. */
const BUILT_IN = [null, { low: 0.001, best: 0.003, high: 0.01 }].map(
  (zone) => ({ subject: '1', rate: 0.1, verdict: 'furious', zone }) as BuiltInResult,
);

const LINE: LossLine = {
  name: '0.1',
  loss: { steps: Float64Array.of(0, 9), values: Float64Array.of(2, 1) },
  score: null,
};
const CURVES: readonly LossCurves[] = [null, LINE].map((earlier) => ({ newest: LINE, earlier }));

/** A run with each outcome, with the number as it stands, with an earlier one, and both. */
const RESULTS = (['nan', 'exploding', 'diverging', 'plateau', 'spike', 'healthy'] as const).flatMap((symptom) =>
  [null, 0.2].map((score): SiteResult => {
    const cause = symptom === 'healthy' ? 'none' : 'rate-too-high';
    const finding = { symptom, cause, fromStep: 40, suggestedRate: score } as Finding;
    const run = { facts: {}, result: { score } } as RunOverview;
    return { folder: symptom, program: '', run, site: { value: 0.1 } as RunSite, findings: [finding] };
  }),
);

const NO_RUN = { current: null, earlier: null } as unknown as JudgedPlace;

const JUDGED = RESULTS.flatMap((result) =>
  [
    { current: result, earlier: null },
    { current: null, earlier: result },
    { current: result, earlier: { ...result, folder: '' } },
  ].map((results) => results as JudgedPlace),
);

/** What experiments with a program show: where one rate works or several, at either edge, in whole runs or not, or a range test. */
const MEASURED = [
  { by: 'range-test', high: 0.2 },
  { by: 'runs', high: 0.1, edge: 'low', steps: null },
  { by: 'runs', high: 0.2, edge: 'high', steps: 40, args: '-n 3' },
].map((measured) => ({ folder: '', args: '', rate: 0.1, low: 0.1, ...measured }) as MeasuredRate);

/** What is said of a number that is the same, was changed, belongs to another optimizer, and is gone, and of a rate in its place. */
async function fates(): Promise<string[]> {
  const placesOf = (text: string) => placesIn({ language: 'yaml', text }, '0');
  const site = tieRun(await placesOf('optimizer: sgd\nlr: 0.1\n'), { rate: 0.1, batchSize: null })!;
  const now = ['optimizer: sgd\nlr: 0.1\n', 'optimizer: sgd\nlr: 0.2\n', 'optimizer: adam\nlr: 0.1\n', ''];
  const sites = [site, { ...site, tried: 0.2 }];
  return Promise.all(sites.flatMap((each) => now.map(async (text) => placeText(each, await placesOf(text)))));
}

/** What can be read in Markdown, without what links and pictures refer to, and without icons. */
function written(markdown: string): string {
  return markdown.replaceAll(/\]\([^)]*\)|\$\([\w-]+\)/g, ' ');
}

/** What can be read in a picture. */
function writing(svg: string): string {
  return svg.replaceAll(/<[^>]*>/g, ' ');
}

async function textsOfPrograms(): Promise<string[][]> {
  const { explanationMarkdown: hover } = await withoutVscode(
    () => import('../../../../src/vscode/rates/explanationMarkdown.ts'),
  );
  return Promise.all(PROGRAMS.map((program) => textsOf(program, hover)));
}

const ASSESSMENTS: readonly RateAssessment[] = ['low', 'rather-low', 'usual', 'rather-high', 'high', 'overridden'];

async function hints(): Promise<string[]> {
  const { assessmentFor } = await withoutVscode(() => import('../../../../src/vscode/rates/assessmentText.ts'));
  return ASSESSMENTS.map((assessment) => assessmentFor(assessment, 'Adam'));
}

/** The explanation of a rate, with its pictures and what they are described as. */
export const rateHovers: Surface = {
  sources: [
    'src/app/rates',
    'src/app/sites',
    'src/charts/lossSketch.ts',
    'src/charts/rateScale.ts',
    'src/charts/scheduleSketch.ts',
    'src/domain/optimizerFamily.ts',
    'src/domain/rateExpectation.ts',
    'src/vscode/rates/assessmentText.ts',
    'src/vscode/rates/explanationMarkdown.ts',
  ],
  names: [
    ...['Adam', 'adam', 'AdamW', 'SGD', 'Adadelta', 'PyTorch', 'Keras', 'Optax', 'Hugging', 'Face'],
    ...['OneCycleLR', 'CyclicLR', 'CosineAnnealingLR'],
  ],
  texts: async () => [
    ...(await textsOfPrograms()).flat(),
    ...(await hints()),
    ...(await schedules()),
    ...(await choices()),
    ...(await fates()),
    ...expectations(),
    formatRange([1e-5, 1e-2]),
  ],
};

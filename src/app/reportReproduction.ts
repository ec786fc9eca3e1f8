import { describeEngines } from '../domain/experiment.ts';
import type { ExperimentRecord } from '../domain/experiment.ts';
import { optimizerText } from '../domain/optimizerText.ts';
import { PRESETS, SLOW_FAST_FURIOUS } from '../domain/presets.ts';
import type { DatasetChoice, RunSpec } from '../domain/run.ts';
import { layerRatesText } from '../domain/runExtras.ts';
import { scheduleText } from '../domain/scheduleText.ts';
import { html } from './reportHtml.ts';
import type { Html } from './reportHtml.ts';

/** Everything that decides the numbers, and the command that runs it again. */
export function reproduction(record: ExperimentRecord): Html {
  const facts: [string, string][] = [
    ['Engine and build', describeEngines(record)],
    ['Seeds', [...new Set(record.specs.map((spec) => spec.seed))].join(', ')],
    ...Object.entries(record.versions),
  ];
  return html`<section aria-labelledby="reproduce-title">
<h2 id="reproduce-title">How to reproduce</h2>
${
  record.subject === 'built-in'
    ? html`<p>The same specification, seed and engine build give the same numbers.</p>
<pre tabindex="0"><code>${sweepCommand(record.specs, record.preset)}</code></pre>`
    : ''
}
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
<details>
<summary>Specifications of all runs</summary>
<pre tabindex="0"><code>${JSON.stringify(record.specs.map(shareable), null, 1)}</code></pre>
</details>
</section>
`;
}

/**
 * The command line that asks for the same runs; files of the user's own appear as DIR and FILE.json.
 * @param preset whose runs they are, unchanged but for the number of seeds; null for a sweep of one's own
 */
export function sweepCommand(specs: readonly RunSpec[], preset: string | null): string {
  const seeds = new Set(specs.map((spec) => spec.seed)).size;
  const engines = new Set(specs.map((spec) => spec.engine));
  const engine = engines.size > 1 ? 'both' : specs[0].engine;
  if (preset !== null)
    return `goldilocks sweep --preset ${preset} --seeds ${seeds}${engine === 'wasm' ? '' : ` --engine ${engine}`}`;
  const [{ network, dataset, optimizer, schedule, batchSize, epochs, clip, groupRates, measures }] = specs;
  const base = PRESETS.find((known) => JSON.stringify(known.network) === JSON.stringify(network));
  return [
    'goldilocks sweep',
    ...(base && base !== SLOW_FAST_FURIOUS ? [`--preset ${base.name}`] : []),
    `--rates ${[...new Set(specs.map((spec) => spec.learningRate))].join(',')}`,
    `--optimizer ${optimizerText(optimizer)}`,
    ...(schedule ? [`--schedule ${scheduleText(schedule)}`] : []),
    ...(groupRates ? [`--layer-rates ${layerRatesText(groupRates)}`] : []),
    ...(clip === undefined ? [] : [`--clip ${clip}`]),
    ...(measures ? [`--measure ${measures.join(',')}`] : []),
    `--batch ${batchSize} --epochs ${epochs} --train ${dataset.train} --test ${dataset.test}`,
    ...(dataset.folder === null ? [] : ['--dataset DIR']),
    ...(base ? [] : ['--network FILE.json']),
    `--seeds ${seeds} --engine ${engine}`,
  ].join(' ');
}

/** A report is passed on: of a folder only its own name stays, not where it lies on somebody's disk. */
function shareable(spec: RunSpec): RunSpec {
  const { folder } = spec.dataset;
  const dataset: DatasetChoice = {
    ...spec.dataset,
    folder: folder && (folder.split(/[\\/]/).findLast(Boolean) ?? null),
  };
  return { ...spec, dataset };
}

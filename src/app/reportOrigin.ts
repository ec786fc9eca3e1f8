import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { fileName } from '../domain/fileName.ts';
import { formatAll } from '../domain/format.ts';
import type { DatasetChoice, RunSpec } from '../domain/run.ts';
import type { Description } from '../kinds/kind.ts';
import { html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** How to reproduce the results: engine, seeds, versions and the command. For a log, the file that it was read from. */
export function renderOrigin({ record, runs }: ExperimentOverview, { command }: Description): Html {
  const title = command === null ? l10n.t('Source') : l10n.t('How to reproduce');
  const engines = [...new Set(runs.flatMap(({ result }) => result?.engine ?? []))];
  const seeds = [...new Set(runs.flatMap(({ seed }) => seed ?? []))];
  const facts: [string, string][] = [
    ...(record.source === null ? [] : [[l10n.t('Read from'), fileName(record.source)] as [string, string]]),
    ...(engines.length > 0 ? [[l10n.t('Engine and build'), formatAll(engines)] as [string, string]] : []),
    ...(seeds.length > 0 ? [[l10n.t('Seeds'), seeds.join(', ')] as [string, string]] : []),
    ...Object.entries(record.versions),
  ];
  const specs = runs.flatMap(({ spec }) => spec ?? []);
  return html`<section aria-labelledby="origin-title">
<h2 id="origin-title">${title}</h2>
${command === null ? null : reproduction(command, runs)}
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${specs.length > 0 ? specifications(specs) : null}
</section>
`;
}

function reproduction(command: string, runs: readonly RunOverview[]): Html {
  // When a run is stopped depends on how far the others have got.
  const sentence = runs.some(({ state }) => state === 'pruned')
    ? l10n.t(
        'With the same settings, seed and engine build, this command reproduces the numbers exactly, but runs may be stopped earlier or later.',
      )
    : l10n.t('With the same settings, seed and engine build, this command reproduces the numbers exactly.');
  return html`<p>${sentence}</p>
<pre tabindex="0"><code>${command}</code></pre>`;
}

function specifications(specs: readonly RunSpec[]): Html {
  return html`<details>
<summary>${l10n.t('Specifications of all runs')}</summary>
<pre tabindex="0"><code>${JSON.stringify(specs.map(shareable), null, 1)}</code></pre>
</details>`;
}

/** Removes the path of the data set, because reports are shared with others; only the folder's name stays. */
function shareable(spec: RunSpec): RunSpec {
  const { folder } = spec.dataset;
  const dataset: DatasetChoice = { ...spec.dataset, folder: folder && fileName(folder) };
  return { ...spec, dataset };
}

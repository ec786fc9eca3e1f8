// Counts the seeds that collapse at each rate of both presets and writes docs/collapse.md.
//   npm run bench:collapse            seeds 1 to 50: about half an hour on two cores
//   npm run bench:collapse -- 5       seeds 1 to 5, printed only
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { median } from './statistics.ts';

const WHOLE = 50;
const PRESETS = ['slow-fast-furious', 'riding-the-curve'];
const seeds = Number(process.argv[2] ?? WHOLE);

/** Runs a preset with all seeds; resolves to the output of `sweep --json`. */
async function sweep(preset, out) {
  const args = ['dist/cli.js', 'sweep', '--preset', preset, '--seeds', String(seeds), '--json', '--out', out];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`The sweep of ${preset} ended with exit code ${code}.`);
  return JSON.parse(text);
}

/** A run that ends above this fraction of the loss of guessing, or breaks, has learned nothing. */
const COLLAPSED_SHARE = 0.9;
const GUESSING = Math.log(10);

function collapsed({ epochs }) {
  const loss = epochs.at(-1)?.loss;
  return typeof loss !== 'number' || loss > COLLAPSED_SHARE * GUESSING;
}

/** One row for each rate: how many seeds collapsed, and the accuracies of the others. */
function rows({ runs }) {
  const rates = [...new Set(runs.map((run) => run.learningRate))];
  return rates.map((rate) => {
    const ofRate = runs.filter((run) => run.learningRate === rate);
    const gone = ofRate.filter(collapsed);
    const accuracies = ofRate.filter((run) => !collapsed(run)).map((run) => run.epochs.at(-1).accuracy);
    const span =
      accuracies.length > 0
        ? [median(accuracies), Math.min(...accuracies), Math.max(...accuracies)].map(
            (share) => `${(100 * share).toFixed(1)} %`,
          )
        : ['–', '–', '–'];
    const who = gone.length > 0 && gone.length < ofRate.length / 2 ? gone.map((run) => run.seed).join(', ') : '';
    return `| ${rate} | ${gone.length} of ${ofRate.length} | ${who} | ${span.join(' | ')} |`;
  });
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'goldilocks-collapse-'));
try {
  const sections = [];
  let build = '';
  for (const preset of PRESETS) {
    const result = await sweep(preset, path.join(folder, preset));
    build = `${result.engine} ${result.build}`;
    sections.push(
      `## ${preset}\n\n| rate | collapsed | seeds | median accuracy of the others | lowest | highest |\n|---|---|---|---|---|---|\n${rows(result).join('\n')}\n`,
    );
  }
  const page = `# How often a seed collapses

A seed collapses when its run ends no better than guessing: the mean loss of its last epoch is above 0.9 ln 10, or it broke. At a
rate that is plainly too high nearly every seed does; at the edge of what a network bears, luck decides. Then the ReLUs of a layer die in the first
steps and no gradient passes them any more. The same happens in PyTorch from the same start; it is the network, not the engine.

Seeds 1 to ${seeds} of both presets, engine ${build}, counted on ${new Date().toISOString().slice(0, 10)} by \`npm run bench:collapse\`.
Accuracies are those on the test images after the last epoch.

${sections.join('\n')}`;
  process.stdout.write(page);
  if (seeds === WHOLE) await writeFile('docs/collapse.md', page);
} finally {
  await rm(folder, { recursive: true, force: true });
}

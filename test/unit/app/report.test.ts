import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { renderReport } from '../../../src/app/report.ts';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { parseOptimizer } from '../../../src/domain/optimizerText.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { describe as describeExperiment, summarize } from '../../../src/kinds/kinds.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { experiment, findingOf, sevenRates, threeRates } from '../charts/samples.ts';

const SCRIPT = 'console.log("</script><!--<script>")\r\n';
const HOSTILE = `<img src=x onerror="alert('1')"></script><!-- \u2028 &`;

function contentOf(page: string, tag: RegExp): string {
  const match = tag.exec(page);
  assert.ok(match, `no ${tag.source}`);
  return match[1];
}

function policyOf(page: string): Map<string, string> {
  const policy = contentOf(page, /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/).replaceAll(
    '&#39;',
    "'",
  );
  return new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.slice(rule.indexOf(' ') + 1)]));
}

function sha256(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** What a reader sees of the page, without tags. */
function readable(page: string): string {
  return page
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}

function change(overview: ExperimentOverview, index: number, changes: Partial<RunOverview>): ExperimentOverview {
  return { ...overview, runs: overview.runs.map((run) => (run.index === index ? { ...run, ...changes } : run)) };
}

describe('renderReport', () => {
  const page = renderReport(threeRates(), SCRIPT);
  const text = readable(page);

  it('names the subject exactly, and what it does not prove', () => {
    assert.ok(
      text.includes('Measured on: MNIST CNN with Adam, batch 64; 10,000 training images, 3 epochs, 3 rates.'),
      text,
    );
    assert.ok(text.includes('An illustration; your model may need a different rate.'));
  });

  it('leads with the name, the date, the suggested rate and the zone', () => {
    assert.match(page, /<h1>Slow, Fast, or Furious<\/h1>/);
    assert.ok(text.includes('4 March 2026 at 09:30 UTC'));
    assert.ok(text.includes('Suggested learning rate 0.01 Goldilocks zone: 0.01'));
  });

  it('has a verdict for every run, with our numbers beside the article’s', () => {
    assert.ok(
      /0\.01 1 fast finished [\d.]+ this run [\d. ]+ article 0\.5158 0\.1239 0\.0872 this run 94\.1% 96\.4% 97\.1% article 94\.3% 96\.2% 96\.2% 10,640 The loss went/.test(
        text,
      ),
      text,
    );
    for (const verdict of ['slow', 'fast', 'furious'])
      assert.match(page, new RegExp(`<span class="verdict ${verdict}">`));
  });

  it('has the numbers of every chart in a table', () => {
    assert.equal(page.match(/data-figure=/g)?.length, 4);
    assert.equal(page.match(/<table class="numbers">/g)?.length, 4);
  });

  it('gives the command and the specifications to run it again', () => {
    assert.ok(text.includes('goldilocks sweep --preset slow-fast-furious --seeds 1 '), text);
    assert.ok(text.includes('Engine and build wasm simd'));
    const experiment = threeRates({ preset: null });
    const { command } = describeExperiment(experiment, summarize(experiment), false);
    assert.match(command!, /^goldilocks sweep --rates 0\.1,0\.01,0\.0001 --optimizer adam /);
    assert.ok(readable(renderReport(experiment, '')).includes(command!));
  });

  it('tells the constants of the optimizer, and gives them in the command', () => {
    const optimizer = parseOptimizer('adamw,weight-decay=0.1');
    const own = readable(renderReport(threeRates({ preset: null, optimizer }), ''));
    assert.ok(own.includes('MNIST CNN with AdamW, weight decay 0.1, batch 64'), own);
    assert.ok(own.includes(' --optimizer adamw,weight-decay=0.1 '), own);
  });

  it('tells the schedule with what was measured, and in the command', () => {
    const schedule = parseSchedule('cosine,warmup=5%');
    const own = readable(renderReport(threeRates({ preset: null, schedule }), ''));
    assert.ok(own.includes('MNIST CNN with Adam, batch 64, schedule cosine after a warm-up of 5% of the run; '), own);
    assert.ok(own.includes(' --schedule cosine,warmup=5% '), own);
  });

  it('gives what else was asked of the runs in the command', () => {
    const extras = {
      groupRates: { output: 0.01, convolution1: 0 },
      clip: 0.5,
      measures: ['dead-share', 'gradient-norm'],
    } as const;
    const own = readable(renderReport(threeRates({ preset: null, ...extras }), ''));
    for (const option of [
      '--layer-rates output=0.01,convolution1=0',
      '--clip 0.5',
      '--measure dead-share,gradient-norm',
    ]) {
      assert.ok(own.includes(` ${option} `), own);
    }
  });

  it('keeps it to itself where a data set lies on this disk', () => {
    const dataset = { name: 'MNIST', folder: '/home/somebody/data/digits', train: 10_000, test: 2_000 };
    const own = renderReport(threeRates({ preset: null, dataset }), '');
    assert.ok(!own.includes('somebody'));
    assert.ok(readable(own).includes('--dataset DIR'));
  });

  it('tells everything that was found in a run', () => {
    const overview = threeRates();
    const result = overview.runs[0].result!;
    const second = findingOf(['oscillating', 'rate-too-high', 'The loss oscillates.']);
    const changed = change(overview, 0, { result: { ...result, findings: [...result.findings, second] } });
    const both = readable(renderReport(changed, ''));
    assert.match(both, /The loss jumped to 30\.4 .*no better than guessing \(2\.3\)\. .*The loss oscillates\./);
  });

  it('says what helps against what was found', () => {
    assert.match(text, /the rate is too low for a training of this length\.[^.]*\. Try 0\.01\. Or: Train for about 6/);
    assert.match(text, /no better than guessing \(2\.3\)\. The rate is probably too high\. Try 0\.01\./);
  });

  it('names the engines where there are two', () => {
    assert.ok(!text.includes('Engine State'));
    const both = readable(renderReport(threeRates({ preset: null, secondEngine: 'tensorflow' }), ''));
    assert.match(both, /0\.01 wasm 1 wasm simd fast/);
    assert.match(both, /0\.01 tensorflow 1 tensorflow simd fast/);
    assert.ok(both.includes('Engine and build wasm simd and tensorflow simd'));
  });

  it('leaves out of the table what no run has', () => {
    const { runs, ...rest } = threeRates();
    const bare = runs.map((run) => ({
      ...run,
      seed: null,
      result: {
        ...run.result!,
        imagesPerSecond: null,
        epochs: run.result!.epochs.map((epoch) => ({ ...epoch, accuracy: null })),
      },
    }));
    const heads = contentOf(
      renderReport({ ...rest, runs: bare, record: { ...rest.record, preset: null } }, ''),
      /<table class="runs">\s*<thead>(.*?)<\/thead>/,
    );
    assert.equal(readable(heads).trim(), 'Rate Verdict State Final training loss Mean loss per epoch Findings');
  });

  describe('safety', () => {
    it('allows its own script and style and nothing else', () => {
      const script = contentOf(page, /<script>([\s\S]*?)<\/script>/);
      const style = contentOf(page, /<style>([\s\S]*?)<\/style>/);
      assert.deepEqual(Object.fromEntries(policyOf(page)), {
        'default-src': "'none'",
        'script-src': sha256(script),
        'style-src': sha256(style),
        'img-src': 'data:',
        'base-uri': "'none'",
        'form-action': "'none'",
      });
    });

    it('embeds a script so that nothing in it ends its element or changes its meaning', () => {
      const script = contentOf(page, /<script>([\s\S]*?)<\/script>/);
      assert.ok(!/<\/script|<!--|\r/.test(script));
      const said: string[] = [];
      runInNewContext(script, { console: { log: (words: string) => said.push(words) } });
      assert.deepEqual(said, ['</script><!--<script>']);
    });

    it('loads nothing from anywhere', () => {
      assert.ok(!/<(?:link|script|img|iframe|object|embed)[^>]*(?:src|href)="(?!data:)/.test(page));
      assert.ok(!/https?:|url\(|@import/.test(page));
    });

    it('has no styles or handlers in attributes, which the policy would refuse', () => {
      assert.ok(!/<[^>]+\s(?:style|on\w+)=/.test(page));
    });

    it('escapes every text that comes from data', () => {
      const dataset = { ...presetChoice(SLOW_FAST_FURIOUS).dataset, name: HOSTILE };
      const overview = threeRates({ preset: null, dataset });
      const [run] = overview.runs;
      const finding = {
        ...run.result!.findings[0],
        message: HOSTILE,
        symptom: HOSTILE as never,
        cause: 'undetermined' as const,
      };
      const hostile = change(overview, 0, {
        state: 'failed',
        result: { ...run.result!, state: 'failed', reason: HOSTILE, engine: HOSTILE, findings: [finding] },
      });
      const record = {
        ...overview.record,
        name: HOSTILE,
        preset: HOSTILE,
        createdAt: HOSTILE,
        source: HOSTILE,
        versions: { [HOSTILE]: HOSTILE },
      };
      const variants = hostile.variants.map((variant) => ({ ...variant, label: HOSTILE }));
      const rendered = renderReport({ ...hostile, record, variants }, SCRIPT);
      assert.ok(!rendered.includes('<img'));
      assert.equal(rendered.match(/<script/g)?.length, 3, 'two elements, and the word in our own script');
      assert.equal(rendered.match(/<\/script>/g)?.length, 2);
      assert.ok(!rendered.includes('<!--'));
      const json = contentOf(rendered, /<script type="application\/json" id="curves">([\s\S]*?)<\/script>/);
      assert.ok(!/[<>\u2028]/.test(json));
      assert.ok(JSON.stringify(JSON.parse(json)).includes('onerror'), 'the hostile word survives as data');
    });
  });

  describe('notes', () => {
    it('are left out when nothing is noteworthy', () => {
      assert.ok(!text.includes('Notes'));
    });

    it('say plainly where some seeds collapsed', () => {
      assert.ok(readable(renderReport(sevenRates(), '')).includes('At 0.01, 1 of 3 seeds failed to learn'));
    });

    it('give the reason of a failed run', () => {
      const overview = threeRates();
      const result = {
        ...overview.runs[0].result!,
        state: 'failed' as const,
        score: null,
        reason: 'The process ran out of memory.',
      };
      const noted = readable(renderReport(change(overview, 0, { state: 'failed', result }), ''));
      assert.ok(noted.includes('The run at 0.1 with seed 1 failed: The process ran out of memory.'), noted);
    });

    it('suggest to try further when the best rate is at the edge', () => {
      const edge = experiment('edge', null, [
        { rate: 0.001, end: 1, fall: 60, accuracy: [0.5, 0.6, 0.7], finding: ['healthy', 'none', ''] },
        { rate: 0.01, end: 0.1, fall: 60, accuracy: [0.9, 0.9, 0.9], finding: ['healthy', 'none', ''] },
      ]);
      assert.ok(
        readable(renderReport(edge, '')).includes(
          'The best rate, 0.01, is the highest that was tried, so a better one may lie above it: try 0.03 and 0.1 as well.',
        ),
      );
    });

    it('say which way to go when nothing was just right', () => {
      const furious = experiment('furious', null, [
        {
          rate: 1,
          end: 2.31,
          fall: 9,
          accuracy: [0.1, 0.1, 0.1],
          peak: { step: 5, loss: 90 },
          finding: ['stuck-at-chance', 'rate-too-high', ''],
        },
      ]);
      const said = readable(renderReport(furious, ''));
      assert.ok(said.includes('No suggested rate'));
      assert.ok(said.includes('Every rate was too high'));
    });
  });

  it('can be written while nothing has ended yet', () => {
    const { runs, ...rest } = threeRates();
    const early = readable(
      renderReport({ ...rest, runs: runs.map((run) => ({ ...run, state: 'queued', result: null })) }, ''),
    );
    assert.ok(early.includes("The run at 0.1 with seed 1 hadn't finished when this report was created."));
  });
});

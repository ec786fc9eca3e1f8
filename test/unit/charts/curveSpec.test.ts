import assert from 'node:assert/strict';
import { HIGHLIGHTED } from '../../../src/charts/curveLayers.ts';
import type { AxisClipping, VariantPoint } from '../../../src/charts/figure.ts';
import { plotHeightIn } from '../../../src/charts/layout.ts';
import type { EndLabel } from '../../../src/charts/layout.ts';
import { PlotArea } from '../../../webview/plotArea.ts';
import { curvesFor, draw, figureNamed, textsOf } from './draw.ts';
import { experiment, findingOf, INITIAL_LOSS, sevenRates, threeRates } from './samples.ts';

const FIGURES = ['finalLossByRate', 'lossByEpoch', 'accuracyByEpoch', 'lossByStep'] as const;

describe('charts as they are drawn', function () {
  // Loading and compiling Vega takes seconds on a busy machine.
  this.timeout(20_000);
  const three = curvesFor(threeRates());
  const seven = curvesFor(sevenRates());

  for (const name of FIGURES) {
    for (const width of [900, 360]) {
      it(`${name} compiles and runs at ${width} px without a complaint`, async () => {
        for (const curves of [three, seven]) assert.deepEqual((await draw(curves, name, width)).complaints, []);
      });

      it(`${name} is as wide as asked for at ${width} px`, async () => {
        const { svg } = await draw(seven, name, width);
        assert.equal(Number(/ width="(\d+)"/.exec(svg)?.[1]), width);
      });
    }
  }

  it('fits into the height that a chart alone has, and makes use of it', async () => {
    for (const curves of [three, seven]) {
      for (const name of FIGURES) {
        for (const wanted of [420, 900]) {
          const plotHeight = plotHeightIn(figureNamed(curves, name), wanted);
          const { svg } = await draw(curves, name, 900, 'page', plotHeight);
          const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
          assert.ok(height <= wanted && height > wanted - 45, `${name}: ${height} of ${wanted} px`);
        }
      }
    }
  });

  it('has its plot where the pointer finds it, padding included', async () => {
    const { view, svg } = await draw(three, 'lossByStep');
    const { left, top } = new PlotArea(view);
    const [, x, y] = /<g [^>]*transform="translate\(([\d.]+),([\d.]+)\)"/.exec(svg)!;
    assert.deepEqual([left, top], [Number(x), Number(y)]);
  });

  it('ends the loss axis at 1.5 times the initial loss although a run explodes', async () => {
    const curves = curvesFor(
      experiment('exploding', null, [
        {
          rate: 3,
          end: 2.3,
          fall: 9,
          accuracy: [0.1, 0.1, 0.1],
          peak: { step: 41, loss: 3e12 },
          finding: ['exploding', 'rate-too-high', ''],
        },
        { rate: 0.01, end: 1, fall: 60, accuracy: [0.9, 0.9, 0.9], finding: ['healthy', 'none', ''] },
      ]),
    );
    for (const name of ['lossByEpoch', 'lossByStep'] as const) {
      const { view, svg } = await draw(curves, name);
      assert.deepEqual((view.scale('y') as { domain(): number[] }).domain(), [0, 1.5 * INITIAL_LOSS]);
      for (const [, path] of svg.matchAll(/ d="([^"]*)"/g))
        assert.ok(!/\d{5}|e\+/.test(path.replace(/\.\d+/g, '')), 'no coordinate far outside the picture');
    }
    const written = async (width?: number) =>
      textsOf((await draw(curves, 'lossByStep', width)).svg).map(({ text }) => text);
    assert.ok((await written()).includes('3: rises to 3e12 at step 41'));
    assert.ok((await written(200)).includes('3: rises to 3e12'), 'what matters most, where there is little room');
  });

  it('marks where a line becomes NaN, with the step', async () => {
    const curves = curvesFor(
      experiment('breaking', null, [
        { rate: 0.3, end: 2, fall: 60, accuracy: [], nanAt: 41, finding: ['nan', 'rate-too-high', ''] },
        { rate: 0.01, end: 1, fall: 60, accuracy: [0.9, 0.9, 0.9], finding: ['healthy', 'none', ''] },
      ]),
    );
    const { view, svg } = await draw(curves, 'lossByStep');
    assert.ok(textsOf(svg).some(({ text }) => text === '0.3: NaN at step 41'));
    assert.deepEqual(
      (view.data('clippings') as AxisClipping[]).map(({ kind, x }) => [kind, x]),
      [['nan', 41]],
    );
    const last = (view.data('main') as VariantPoint[]).filter(({ variant }) => variant === 1).at(-1);
    assert.equal(last?.x, 40);
  });

  it('names every variant at the end of its line, with its verdict where there is room', async () => {
    const names = async (width: number) =>
      textsOf((await draw(three, 'lossByEpoch', width)).svg).map(({ text }) => text);
    for (const name of ['0.1 furious', '0.01 fast', '1e-4 slow']) assert.ok((await names(900)).includes(name), name);
    for (const name of ['0.1', '0.01', '1e-4']) assert.ok((await names(360)).includes(name), name);
  });

  it('keeps the names of variants apart', async () => {
    for (const width of [900, 360]) {
      const ends = (await draw(seven, 'lossByEpoch', width)).view.data('ends') as EndLabel[];
      assert.equal(ends.length, 6);
      const plot = width < 520 ? 240 : 320;
      const heights = ends
        .map((end) => (end.labelY / figureNamed(seven, 'lossByEpoch').y.domain[1]) * plot)
        .sort((a, b) => a - b);
      heights
        .slice(1)
        .forEach((height, index) => assert.ok(height - heights[index] >= 15.9, `${height} and ${heights[index]}`));
    }
  });

  it('keeps most of a narrow chart for the plot, however long the names of runs are', async () => {
    const runs = threeRates();
    const variants = runs.variants.map((variant) => {
      return { ...variant, label: `runs/2026-11-29_resnet18_cifar10_batch128_rate${variant.label}` };
    });
    const { view, svg } = await draw(curvesFor({ ...runs, variants }), 'lossByStep', 360);
    // Without a screen, Vega takes letters for wider than they are.
    assert.ok(new PlotArea(view).width > 100, String(new PlotArea(view).width));
    assert.ok(textsOf(svg).some(({ text }) => text === 'runs/202…ate0.01'));
  });

  it('leaves out the names beside the lines where they would squeeze the plot, and shortens what is above it', async () => {
    const texts = async (width: number) => {
      const { view, svg } = await draw(three, 'lossByStep', width);
      const written = textsOf(svg).map(({ text }) => text);
      return {
        plot: new PlotArea(view).width,
        names: view.data('ends').length,
        above: written.filter((text) => text.includes('rises')),
      };
    };
    assert.deepEqual((await texts(260)).above, ['0.1: rises to 30.7 at step 6']);
    assert.equal((await texts(260)).names, 3);
    const { plot, names, above } = await texts(160);
    assert.ok(plot > 100, String(plot));
    assert.equal(names, 0);
    assert.deepEqual(above, ['rises to 30.7']);
    assert.deepEqual((await texts(120)).above, []);
  });

  it('draws the name in the colour of the line', async () => {
    const { view, svg } = await draw(three, 'lossByEpoch');
    const colour = view.scale('color') as (variant: number) => string;
    for (const { text, colour: drawn } of textsOf(svg)) {
      const variant = three.variants.findIndex(({ label, verdictText: word }) => text === `${label} ${word}`);
      if (variant >= 0) assert.equal(drawn, colour(variant));
    }
  });

  it('explains the article’s circles in a legend, and has none without an article', async () => {
    assert.ok(textsOf((await draw(three, 'lossByEpoch')).svg).some(({ text }) => text === 'article'));
    assert.ok(!textsOf((await draw(seven, 'lossByEpoch')).svg).some(({ text }) => text === 'article'));
  });

  it('fades all but the variant that the page highlights', async () => {
    for (const name of FIGURES) {
      const { view, complaints } = await draw(three, name, 900, 'page');
      assert.deepEqual(complaints, []);
      const faded = async (variant: number): Promise<number> => {
        await view.signal(HIGHLIGHTED, variant).runAsync();
        return ((await view.toSVG()).match(/opacity="0\.15"/g) ?? []).length;
      };
      assert.equal(await faded(-1), 0, name);
      const [one, nobody] = [await faded(1), await faded(99)];
      assert.ok(one > 0 && one < nobody, `${name}: ${one} of ${nobody}`);
    }
  });

  it('fades the flags of other variants’ findings, too', async () => {
    const broken = threeRates();
    const runs = broken.runs.map((run) => ({
      ...run,
      result:
        run.index === 2
          ? run.result
          : { ...run.result!, findings: [findingOf(['diverging', 'rate-too-high', 'It rises.'])] },
    }));
    const { view, complaints } = await draw(curvesFor({ ...broken, runs }), 'lossByStep', 900, 'page');
    assert.deepEqual(complaints, []);
    const flags = async (variant: number): Promise<[all: number, faded: number]> => {
      await view.signal(HIGHLIGHTED, variant).runAsync();
      const drawn = (await view.toSVG()).match(/<path transform="translate\([\d.]+,-10\)"[^>]*>/g) ?? [];
      return [drawn.length, drawn.filter((flag) => flag.includes(' opacity="0.15"')).length];
    };
    assert.deepEqual([await flags(-1), await flags(2), await flags(0)], [[2, 0], [2, 1], [2, 2]]); // prettier-ignore
  });

  it('says where guessing is', async () => {
    assert.ok(textsOf((await draw(three, 'accuracyByEpoch')).svg).some(({ text }) => text === 'guessing, 10%'));
  });

  it('takes a logarithmic axis where a linear one would show the best loss as zero', async () => {
    const { view } = await draw(three, 'lossByStep');
    assert.equal((view.scale('y') as unknown as { type: string }).type, 'log');
  });

  it('draws an experiment that has no result yet', async () => {
    const { runs, ...rest } = threeRates();
    const curves = curvesFor({ ...rest, runs: runs.map((run) => ({ ...run, state: 'queued', result: null })) });
    for (const name of FIGURES) assert.deepEqual((await draw(curves, name)).complaints, []);
  });
});

import assert from 'node:assert/strict';
import { describeRateScale, drawRateScale, SCALE_SIZE } from '../../../src/charts/rateScale.ts';
import { describeSchedule, drawSchedule } from '../../../src/charts/scheduleSketch.ts';
import { label, SKETCH_COLOURS, svg } from '../../../src/charts/sketch.ts';
import type { SketchTheme } from '../../../src/charts/sketch.ts';

const COLOURS = SKETCH_COLOURS.light;

describe('the scale of a rate', () => {
  const scale = { value: 0.1, usual: [1e-6, 1e-2], frameworkDefault: 1e-3 } as const;
  const pinOf = (value: number): { at: number; colour: string } => {
    const [, colour, at] =
      /stroke="([^"]+)" stroke-width="2"\/><circle cx="([\d.]+)"/.exec(drawRateScale({ ...scale, value }, COLOURS)) ??
      [];
    return { at: Number(at), colour };
  };
  const band = (): { from: number; to: number } => {
    const [, x, , width] = /<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/.exec(drawRateScale(scale, COLOURS)) ?? [];
    return { from: Number(x), to: Number(x) + Number(width) };
  };

  it('has the value where it belongs beside the usual rates', () => {
    const { from, to } = band();
    assert.ok(from < to);
    assert.ok(pinOf(0.1).at > to);
    const inside = /<circle cx="([\d.]+)"[^>]*fill="none"/.exec(drawRateScale(scale, COLOURS));
    assert.ok(Number(inside?.[1]) > from && Number(inside?.[1]) < to, 'the default is among the usual rates');
  });

  it('tells high and low apart by colour, too', () => {
    assert.equal(pinOf(0.1).colour, COLOURS.high);
    assert.equal(pinOf(1e-3).colour, COLOURS.text);
    assert.equal(pinOf(1e-9).colour, COLOURS.low);
  });

  it('stays inside of its frame, however far off the value is', () => {
    for (const value of [1e-300, 1e-30, 1e-7, 1, 1e30, 1e300]) {
      const drawn = drawRateScale({ ...scale, value }, COLOURS);
      for (const [, x] of drawn.matchAll(/ (?:x|cx)="([^"]+)"/g))
        assert.ok(Number(x) >= 0 && Number(x) <= SCALE_SIZE.width, `${value}: ${x}`);
      assert.ok(drawn.length < 6000, `${value}: ${drawn.length}`);
    }
  });

  it('is described for those who do not see it', () => {
    assert.equal(describeRateScale(scale), '0.1 on a log scale; usual are 1e-6 to 0.01, default 0.001');
    assert.equal(describeRateScale({ ...scale, frameworkDefault: null }), '0.1 on a log scale; usual are 1e-6 to 0.01');
  });
});

describe('the curve of a schedule', () => {
  const course = {
    name: 'OneCycleLR',
    rates: [0.01, 0.1, 0.05, 0],
    isStepped: false,
    steps: 300,
    unit: 'step',
  } as const;

  it('has its highest rate at the top and its last one where it ends', () => {
    const [, path] = /<path d="(M[^"]+)" fill="none"/.exec(drawSchedule(course, COLOURS)) ?? [];
    const heights = path
      .split(/[ML]/)
      .slice(1)
      .map((point) => Number(point.split(' ')[1]));
    assert.equal(Math.min(...heights), heights[1]);
    assert.equal(Math.max(...heights), heights[3]);
  });

  it('is described for those who do not see it', () => {
    assert.equal(describeSchedule(course), 'OneCycleLR: starts at 0.01, peaks at 0.1, ends at 0 over 300 steps');
    assert.equal(describeSchedule({ ...course, steps: null }), 'OneCycleLR: starts at 0.01, peaks at 0.1, ends at 0');
  });

  it('says what its steps are, and nothing if that is not known', () => {
    assert.match(drawSchedule(course, COLOURS), />300 steps</);
    const perEpoch = { ...course, unit: 'epoch' } as const;
    assert.match(drawSchedule(perEpoch, COLOURS), />300 epochs</);
    assert.equal(describeSchedule(perEpoch), 'OneCycleLR: starts at 0.01, peaks at 0.1, ends at 0 over 300 epochs');
    const unknown = { ...course, unit: null };
    assert.doesNotMatch(drawSchedule(unknown, COLOURS), /300/);
    assert.equal(describeSchedule(unknown), 'OneCycleLR: starts at 0.01, peaks at 0.1, ends at 0');
  });
});

describe('a picture', () => {
  it('shows names from code as text, whatever they are', () => {
    const drawn = svg(10, 10, [label(0, 0, `"><script>alert('1')</script>&`, '#000')]);
    assert.doesNotMatch(drawn, /<script|alert\('/);
  });

  it('can be read in every theme: text and marks differ from the background', () => {
    const backgrounds: Record<SketchTheme, string> = {
      light: '#f8f8f8',
      dark: '#202020',
      'high-contrast': '#000000',
      'high-contrast-light': '#ffffff',
    };
    for (const [theme, background] of Object.entries(backgrounds)) {
      const { text, muted, usual, high, low } = SKETCH_COLOURS[theme as SketchTheme];
      for (const colour of [text, muted]) assert.ok(contrast(colour, background) >= 4.5, `${theme} ${colour}`);
      for (const colour of [usual, high, low]) assert.ok(contrast(colour, background) >= 3, `${theme} ${colour}`);
    }
  });
});

/** The contrast ratio of WCAG 2.1 between two colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

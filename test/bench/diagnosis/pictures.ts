import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { recallByDistance } from './score.ts';
import type { Answered, Share } from './score.ts';

/** What one that diagnoses gets, in percent. */
export interface Rival {
  readonly name: string;
  readonly falseAlarms: number;
  /** Of rates that are too high or too low, how many it calls so. */
  readonly recall: number;
}

const COMMON = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  width: 420,
  height: 240,
  config: { font: 'sans-serif', view: { stroke: null }, axis: { gridColor: '#eeeeee' } },
} as const;
const COLOURS = ['#b3261e', '#1d4fa3'];

/** Draws recall by distance from the zone, and what others get, as SVG files in a folder. */
export async function drawPictures(
  folder: string,
  answered: readonly Answered[],
  rivals: readonly Rival[],
): Promise<void> {
  await draw(recallSpec(answered), path.join(folder, 'diagnosis-recall.svg'));
  await draw(rivalsSpec(rivals), path.join(folder, 'diagnosis-others.svg'));
}

export function percentOf({ hits, all }: Share): number {
  return all === 0 ? 0 : (100 * hits) / all;
}

function recallSpec(answered: readonly Answered[]): TopLevelSpec {
  const values = (['rate-too-high', 'rate-too-low'] as const).flatMap((cause) =>
    Object.entries(recallByDistance(answered, cause)).map(([distance, share], order) => ({
      cause: cause === 'rate-too-high' ? 'too high' : 'too low',
      distance,
      order,
      recall: percentOf(share),
    })),
  );
  return {
    ...COMMON,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'distance', sort: { field: 'order' }, title: 'decades outside of the zone', axis: { labelAngle: 0 } },
      y: { field: 'recall', type: 'quantitative', title: 'found, %', scale: { domain: [0, 100] } },
      color: { field: 'cause', title: 'the rate is', scale: { range: COLOURS } },
      strokeDash: { field: 'cause', title: 'the rate is' },
    },
  };
}

function rivalsSpec(rivals: readonly Rival[]): TopLevelSpec {
  const axis = (field: keyof Rival, title: string, most: number) => ({
    field,
    type: 'quantitative' as const,
    title,
    scale: { domain: [0, most] },
  });
  const x = axis('falseAlarms', 'false alarms, %', 80);
  const y = axis('recall', 'rates too high or too low found, %', 100);
  const color = { condition: { test: "datum.name === 'Goldilocks'", value: COLOURS[0] }, value: '#666666' } as const;
  return {
    ...COMMON,
    data: { values: [...rivals] },
    layer: [
      { mark: { type: 'point', filled: true, size: 60 }, encoding: { x, y, color } },
      { mark: { type: 'text', align: 'left', dx: 8, dy: -6 }, encoding: { x, y, color, text: { field: 'name' } } },
    ],
  };
}

async function draw(spec: TopLevelSpec, file: string): Promise<void> {
  // Vega is an ES module that awaits while it loads, which `require` cannot.
  const { View, parse } = await import('vega');
  const { compile } = await import('vega-lite');
  const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
  await writeFile(file, `${svg}\n`);
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SEVERITIES } from '../../../src/domain/finding.ts';

const FOLDER = 'media/symptoms';
const SYMPTOMS = Object.keys(SEVERITIES);
const pageOf = (name: string): string => readFileSync(`${FOLDER}/${name}.md`, 'utf8');

describe('the pages about symptoms', () => {
  it('are one for each symptom, with its picture', () => {
    assert.deepEqual(
      readdirSync(FOLDER).sort(),
      ['README.md', ...SYMPTOMS.flatMap((symptom) => [`${symptom}.md`, `${symptom}.svg`])].sort(),
    );
    for (const symptom of SYMPTOMS) {
      const page = pageOf(symptom);
      assert.match(page, new RegExp(`!\\[[^\\]]+\\]\\(${symptom}\\.svg\\)`), symptom);
      assert.match(page, /## What you see\n[^]+## What to do\n/, symptom);
    }
  });

  it('link to nothing that is not there', () => {
    const names = readdirSync(FOLDER);
    for (const name of ['README', ...SYMPTOMS]) {
      const targets = [...pageOf(name).matchAll(/\]\(([^)]*)/g)].map(([, target]) => target);
      assert.deepEqual(
        targets.filter((target) => !names.includes(target)),
        [],
        name,
      );
    }
  });

  it('are all in the table, which tells a rate that is too high from one that is too low where the loss does not decrease', () => {
    const table = pageOf('README');
    for (const symptom of SYMPTOMS) assert.ok(table.includes(`(${symptom}.md)`), symptom);
    const still = table.split('\n').filter((row) => row.startsWith("| doesn't decrease"));
    assert.deepEqual(
      still.map((row) => [/far too \*\*(high|low)\*\*/.exec(row)?.[1], row.includes('jump')]),
      [
        ['high', true],
        ['low', false],
      ],
    );
  });

  it('have the pictures that scripts/drawSymptoms.mjs draws', async () => {
    const script = pathToFileURL(path.resolve('scripts/drawSymptoms.mjs')).href;
    const { drawSymptom } = (await import(script)) as { drawSymptom: (symptom: string) => string };
    for (const symptom of SYMPTOMS) {
      assert.equal(readFileSync(`${FOLDER}/${symptom}.svg`, 'utf8'), drawSymptom(symptom), symptom);
    }
  });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { explainRate } from '../../../../src/app/rates/explainRate.ts';
import type { RateExplanation } from '../../../../src/app/rates/explainRate.ts';
import { explainSchedule } from '../../../../src/app/rates/explainSchedule.ts';
import type { ScheduleExplanation } from '../../../../src/app/rates/explainSchedule.ts';
import { knownSchedulers } from '../../../../src/app/rates/siteSchedulers.ts';
import { findRates } from '../../../../src/code/findRates.ts';
import { Parsers } from '../../../../src/code/parsers.ts';

const GRAMMARS = path.resolve(__dirname, '../../../../node_modules/@vscode/tree-sitter-wasm/wasm');
const parsers = new Parsers((file) => readFile(path.join(GRAMMARS, file)));

/** The explanation of the rate, or of the optimizer at its default rate, that starts after the mark `»`. */
export async function explained(marked: string, language = 'python'): Promise<RateExplanation> {
  const text = marked.replace('»', '');
  const report = await findRates({ language, text }, parsers);
  const before = marked.slice(0, marked.indexOf('»')).split('\n');
  const site = [...report.sites, ...report.defaults].find(
    ({ line, column }) => line === before.length && column === before[before.length - 1].length + 1,
  );
  assert.ok(site, `There is a rate behind the mark in: ${marked}`);
  return explainRate(site, report, text);
}

/** The explanation of the only schedule in a Python program. */
export async function explainedSchedule(text: string): Promise<ScheduleExplanation> {
  const report = await findRates({ language: 'python', text }, parsers);
  const [known, ...others] = knownSchedulers(report);
  assert.ok(known && others.length === 0, `There is one scheduler in: ${text}`);
  return explainSchedule(known, report);
}

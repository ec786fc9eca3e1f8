import assert from 'node:assert/strict';
import path from 'node:path';
import { answerOf, findingsIn } from '../../bench/diagnosis/detect.ts';
import { scoreAnswers } from '../../bench/diagnosis/score.ts';
import type { Share } from '../../bench/diagnosis/score.ts';
import { isHeldOut, readTruth } from '../../bench/diagnosis/truth.ts';

const TRUTH = path.join(import.meta.dirname, '../../bench/diagnosis/truth');
/** Every so many of the development programs: what npm run bench:diagnosis does with all takes minutes. */
const EVERY = 10;

describe('the diagnosis of logs whose truth is known', () => {
  let scores: Record<string, Share>;

  before(async function () {
    this.timeout(120_000);
    const programs = (await readTruth(TRUTH)).filter(({ name }) => !isHeldOut(name));
    const chosen = programs.filter((_, index) => index % EVERY === 0);
    const rows = chosen.flatMap((program) =>
      program.runs.flatMap((run) => run.logs.map((log) => ({ program, run, log, part: 'full' as const }))),
    );
    scores = scoreAnswers(rows.map((row) => ({ row, byPrior: 'none', answer: answerOf(findingsIn(row)) })));
  });

  const atLeast: [figure: string, share: number][] = [
    ['too high: precision', 0.95],
    ['too high: recall', 0.85],
    ['too low: precision', 0.95],
    ['too low: recall', 0.85],
    ['cured after 1 rerun', 0.8],
    ['cured after 2 reruns', 0.85],
  ];
  for (const [figure, share] of atLeast) {
    it(`has ${figure} of ${100 * share} % at least`, () => {
      const { hits, all } = scores[figure];
      assert.ok(all > 100 && hits >= share * all, `${hits} of ${all}`);
    });
  }

  const atMost: [figure: string, share: number][] = [
    ['false alarms', 0.06],
    ['faults blamed', 0.2],
  ];
  for (const [figure, share] of atMost) {
    it(`has ${figure} of ${100 * share} % at most`, () => {
      const { hits, all } = scores[figure];
      assert.ok(all > 30 && hits <= share * all, `${hits} of ${all}`);
    });
  }
});

import assert from 'node:assert/strict';
import type { ExperimentRecord } from '../../../src/domain/experiment.ts';
import { PRESETS } from '../../../src/domain/presets.ts';
import { repeatedChoice } from '../../../src/domain/repeatedChoice.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { planSweep, presetChoice } from '../../../src/domain/sweepPlan.ts';

describe('repeatedChoice', () => {
  for (const preset of PRESETS) {
    it(`plans the runs of ${preset.name} again, in their order and with all seeds`, () => {
      const choice = { ...presetChoice(preset), schedule: parseSchedule('cosine,warmup=5%'), seeds: 3 };
      const specs = planSweep(choice);
      const record = { name: choice.name, preset: choice.preset, specs } as unknown as ExperimentRecord;
      assert.deepEqual(repeatedChoice(record), choice);
      assert.deepEqual(planSweep(repeatedChoice(record)), specs);
    });
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AGENT_TOOLS } from '../../../../src/app/agents/agentTools.ts';
import type { ToolManifest } from '../../../../src/app/agents/toolDefinition.ts';
import { OPTIMIZER_NAMES } from '../../../../src/domain/optimizer.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import { SCHEDULE_NAMES } from '../../../../src/domain/scheduleText.ts';

const { languageModelTools: TOOLS } = (JSON.parse(readFileSync('package.json', 'utf8')) as ToolManifest).contributes;

describe('the tools of the manifest', () => {
  it('are those that there are', () => {
    assert.deepEqual(
      TOOLS.map(({ name }) => name),
      Object.keys(AGENT_TOOLS),
    );
  });

  it('describe each argument to the model, and refuse all others', () => {
    for (const { name, modelDescription, inputSchema } of TOOLS) {
      assert.ok(modelDescription.length > 100, name);
      assert.equal(inputSchema.additionalProperties, false, name);
      for (const [argument, { description }] of Object.entries(inputSchema.properties))
        assert.match(description ?? '', /\.$/, `${name}: ${argument}`);
    }
  });

  it('name every optimizer, schedule and preset', () => {
    for (const { name, inputSchema } of TOOLS.slice(3)) {
      const { optimizer, schedule, preset } = inputSchema.properties;
      for (const known of OPTIMIZER_NAMES) assert.ok(optimizer.description?.includes(known), `${name}: ${known}`);
      if (schedule) for (const known of SCHEDULE_NAMES) assert.ok(schedule.description?.includes(known), known);
      assert.ok(preset.type === 'string');
      assert.deepEqual(
        preset.enum,
        PRESETS.map((known) => known.name),
      );
    }
  });
});

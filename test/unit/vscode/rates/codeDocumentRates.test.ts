import assert from 'node:assert/strict';
import type { LogOutputChannel, TextDocument } from 'vscode';
import { ParseBudgetError } from '../../../../src/code/parseBudget.ts';
import type { ProgramReport } from '../../../../src/code/programReport.ts';
import type { RateSession } from '../../../../src/code/rateSession.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

const REPORT: ProgramReport = {
  sites: [],
  defaults: [],
  schedules: [],
  outline: {
    schedulers: [],
    optimizers: [],
    fits: [],
    nonNumericRates: [],
    ascentRates: [],
    unusedRates: [],
    automaticRates: [],
    warmUps: [],
    updatesPerBatch: false,
    stepsPerEpoch: false,
    compiled: null,
    recompiles: [],
    stops: [],
    callsBackward: false,
    usesOldKeras: false,
    isTest: false,
  },
};
const SILENT = { warn: () => undefined, error: () => undefined, info: () => undefined } as unknown as LogOutputChannel;

describe('the rates of a document that takes too long to parse', () => {
  it('are looked for after ever fewer edits, and as ever once it can be parsed again', async () => {
    const { CodeDocumentRates } = await withoutVscode(
      () => import('../../../../src/vscode/rates/codeDocumentRates.ts'),
    );
    let version = 0;
    let isHostile = true;
    const tried: number[] = [];
    const document = {
      uri: 'file:///a.tsx',
      languageId: 'typescriptreact',
      fileName: '/a.tsx',
      getText: () => 'lr',
      get version() {
        return version;
      },
    } as unknown as TextDocument;
    const session = {
      find: () => {
        tried.push(version);
        return isHostile ? Promise.reject(new ParseBudgetError('it takes too long')) : Promise.resolve(REPORT);
      },
    } as unknown as RateSession;
    const rates = new CodeDocumentRates(document, () => Promise.resolve(session), SILENT);
    const edit = async (count: number): Promise<ProgramReport | null> => {
      for (let done = 1; done < count; done++, version++) await rates.latest(() => false);
      const report = await rates.latest(() => false);
      version++;
      return report;
    };

    assert.equal(await edit(20), null);
    assert.deepEqual(tried, [0, 1, 3, 7, 15]);
    isHostile = false;
    await edit(12);
    assert.equal(await edit(1), REPORT);
    tried.length = 0;
    await edit(3);
    assert.equal(tried.length, 3);
  });
});

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

const PROGRAM = `import torch
from torch import optim
from torch.optim.lr_scheduler import CosineAnnealingLR, OneCycleLR

BATCH_SIZE = 128
EPOCHS = 30

optimizer = optim.Adam(model.parameters(), lr=0.0003)
scheduler = CosineAnnealingLR(optimizer, T_max=EPOCHS, eta_min=1e-6)

bold = optim.Adam(head.parameters(), lr=0.25)

overridden = optim.SGD(body.parameters(), lr=0.15, momentum=0.9)
cycle = OneCycleLR(overridden, max_lr=0.45, total_steps=3000)

unwritten = optim.AdamW(tail.parameters())

rate = 0.05
chosen = optim.SGD(net.parameters(), lr=rate) if args.sgd else optim.Adam(net.parameters(), lr=rate)

STEM_RATE = 0.002
named = optim.Adamax(stem.parameters(), STEM_RATE)
`;

/** What is asked of elements in the page, whose types are a browser's. */
interface PageElement {
  readonly naturalWidth: number;
  readonly scrollWidth: number;
  readonly scrollHeight: number;
  readonly clientWidth: number;
  readonly clientHeight: number;
  readonly parentElement: PageElement;
}

describe('a user who points at a learning rate (hover)', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      theme: 'dark',
      settings: { 'editor.hover.delay': 100 },
      files: { 'rates.py': PROGRAM },
    });
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'rates.py' }).dblclick();
    await code('0.0003').waitFor();
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  /** The piece of code, coloured as one, that ends with this text. */
  const code = (text: string): Locator =>
    workbench.page.locator('.monaco-editor .view-line span span', { hasText: new RegExp(`\\b${text}$`) }).first();
  const hover = (): Locator => workbench.page.locator('.monaco-hover:visible', { hasText: 'Learning rate' });

  async function pointAt(text: string): Promise<Locator> {
    return pointAtPiece(code(text), text === 'AdamW' ? 'by default' : text.replace('0.0003', '3e-4'));
  }

  /** Points near the end of a piece of code until a hover with a text is shown. */
  async function pointAtPiece(piece: Locator, says: string): Promise<Locator> {
    const shown = hover().filter({ hasText: says });
    await until(
      `${says} is explained`,
      async () => {
        await workbench.page.mouse.move(5, 5);
        // The piece that is coloured replaces a longer one any moment: a look finds one of them, and the next try the other.
        const place = await piece.boundingBox();
        if (!place) return false;
        await workbench.page.mouse.move(place.x + place.width - 8, place.y + place.height / 2);
        return shown.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      },
      60_000,
    );
    return shown;
  }

  /** Whether all that a hover says is to be seen at once. */
  async function fits(shown: Locator): Promise<boolean> {
    return shown
      .locator('.monaco-hover-content')
      .first()
      .evaluate((element) => {
        const { scrollWidth, scrollHeight, parentElement } = element as unknown as PageElement;
        return scrollHeight <= parentElement.clientHeight + 1 && scrollWidth <= parentElement.clientWidth + 1;
      });
  }

  for (const [rate, says, pictures] of [
    ['0.0003', /usual.*multiply the rate by √2/s, 2],
    ['0.25', /high.*the upper end of Adam's usual range/s, 1],
    ['0.15', /overridden.*OneCycleLR overrides this rate/s, 2],
    ['0.45', /High for SGD/, 2],
    ['AdamW', /by default.*A usual starting rate for AdamW/s, 1],
    ['0.05', /SGD or Adam.*The program chooses the optimizer at run time/s, 0],
  ] as const) {
    it(`reads about ${rate} at a glance, without scrolling`, async () => {
      const shown = await pointAt(rate);
      await reads(shown, says);
      const images = shown.locator('img');
      await until('all its pictures are there', async () => (await images.count()) === pictures);
      await until('the pictures are drawn', () =>
        images.evaluateAll((all) => (all as unknown as PageElement[]).every(({ naturalWidth }) => naturalWidth > 0)),
      );
      const tops = (await Promise.all((await images.all()).map((image) => image.boundingBox()))).map((box) => box?.y);
      assert.ok(new Set(tops).size <= 1, 'the pictures stand side by side');
      await workbench.screenshot(`hover-${rate}`);
      assert.ok(await fits(shown), 'all of it is visible');
    });
  }

  const lineWith = (text: string): Locator => workbench.page.locator('.monaco-editor .view-line', { hasText: text });

  it('reads about a schedule at its argument', async () => {
    const shown = await pointAtPiece(
      lineWith('T_max').locator('span span', { hasText: /T_max$/ }),
      'CosineAnnealingLR',
    );
    await reads(shown, /Lowers the rate from 3e-4 to 1e-6 following a cosine curve over 30 calls to step\(\)/);
    await workbench.screenshot('hover-schedule');
    assert.ok(await fits(shown), 'all of it is visible');
  });

  it('goes from a name to where its rate is written', async () => {
    const use = (): Locator => lineWith('named').locator('span span', { hasText: /STEM_RATE$/ });
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      const shown = await pointAtPiece(use(), '0.002');
      await workbench.screenshot(`hover-use-${theme}`);
      assert.ok(await fits(shown), 'all of it is visible');
    }
    await (await pointAtPiece(use(), '0.002')).getByText('Set on line 21').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 21, Col 13' }).waitFor();
  });

  it('reads it in every theme', async () => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await pointAt('0.0003');
      await workbench.screenshot(`hover-${theme}`);
    }
  });

  it('was not followed: nothing was asked of another host', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});

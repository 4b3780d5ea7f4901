// The digits of a sheet drift: they start as the seed's, and are held, paused, and stopped where nobody sees them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changed, differenceFrom, drawn, hashHas, inkOf, says, sheetOf, still, suite } from '../../support/pages.mjs';

const it = suite();
const { on } = it;

const moving = { context: { reducedMotion: /** @type {const} */ ('no-preference') } };
const cellsOf = (page) => inkOf(page, '.sheet canvas');
const moved = (before, now) => now.filter(({ ink }, i) => !ink.equals(before[i].ink)).length;
const press = (page) => page.click('[data-action=alive]');

/** Waits until at least `count` digits have moved since. */
async function drifts(page, count = 48) {
  const before = await cellsOf(page);
  for (let i = 0; i < 200; i++) {
    await page.waitForTimeout(100);
    if (moved(before, await cellsOf(page)) >= count) return;
  }
  throw new Error('the digits do not move');
}

/** How far the digits are from those of the seed, each. */
async function distances(page, seed) {
  const { width, height, pictures } = await sheetOf(it.site, it.chosen.file, seed, 64);
  return (await cellsOf(page)).map((cell, i) => differenceFrom(cell, pictures[i], width, height));
}

test(
  'the digits drift until Pause stops them, which the address holds; opened again they are those of the seed until Move',
  on(
    '#seed=5',
    async (page) => {
      await drawn(page);
      await drifts(page);
      await press(page);
      await hashHas(page, 'alive', '0');
      await still(page, '.sheet canvas');
      assert.equal(await page.textContent('[data-action=alive]'), 'Move');
      await page.reload();
      await drawn(page);
      await page.waitForTimeout(1000);
      assert.ok(Math.max(...(await distances(page, 5))) <= 1.5);
      await press(page);
      await hashHas(page, 'alive', null);
      await drifts(page);
    },
    moving,
  ),
);

test(
  'the digit under the pointer and the one with the focus stand still, and the others go on',
  on(
    '#seed=5',
    async (page) => {
      await drawn(page);
      await drifts(page);
      await page.hover('.sheet button:nth-child(10)');
      await page.focus('.sheet button:nth-child(21)');
      await page.waitForTimeout(300);
      const before = await cellsOf(page);
      await drifts(page);
      const now = await cellsOf(page);
      for (const held of [9, 20]) assert.ok(now[held].ink.equals(before[held].ink), `digit ${held} stands still`);
    },
    moving,
  ),
);

test(
  'a digit that is chosen goes back to what the seed drew, stays there, and sets out again when it is let go',
  on(
    '#seed=5',
    async (page) => {
      await drawn(page);
      await drifts(page);
      const cell = page.locator('.sheet button').nth(18);
      await cell.click();
      await hashHas(page, 'pick', '18');
      const { width, height, pictures } = await sheetOf(it.site, it.chosen.file, 5, 19);
      const [home] = await still(page, '.sheet button:nth-child(19) canvas');
      assert.ok(differenceFrom(home, pictures[18], width, height) <= 1.5);
      await drifts(page);
      await cell.click();
      await hashHas(page, 'pick', null);
      await page.mouse.move(0, 0);
      await cell.blur();
      await changed(page, '.sheet button:nth-child(19) canvas', [home]);
    },
    moving,
  ),
);

test(
  'who wants less motion sees the sheet of the seed, and may have it move',
  on('#seed=5', async (page) => {
    await drawn(page);
    await page.waitForTimeout(1000);
    assert.ok(Math.max(...(await distances(page, 5))) <= 1.5);
    assert.equal(await page.textContent('[data-action=alive]'), 'Move');
    await press(page);
    await drifts(page);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await press(page);
    await still(page, '.sheet canvas');
  }),
);

test(
  'nothing is computed or drawn while the sheet is out of sight or another view is shown',
  on(
    '#seed=5',
    async (page) => {
      await drawn(page);
      await drifts(page);
      const drawings = () => page.evaluate(() => window['drawings']);
      await page.evaluate(() => {
        const { prototype } = CanvasRenderingContext2D;
        const put = prototype.putImageData;
        window['drawings'] = 0;
        prototype.putImageData = function (image, x, y) {
          window['drawings']++;
          put.apply(this, /** @type {any} */ ([image, x, y]));
        };
      });
      await page.evaluate(() => document.querySelector('.foot').scrollIntoView());
      await page.waitForTimeout(500);
      const before = await drawings();
      await page.waitForTimeout(1000);
      assert.equal(await drawings(), before);
      await page.evaluate(() => scrollTo(0, 0));
      await drifts(page);
      await page.click('[data-view=walk]');
      await says(page, /a walk of 60 pictures/);
      await page.waitForTimeout(500);
      const after = await drawings();
      await page.waitForTimeout(1000);
      assert.equal(await drawings(), after);
    },
    moving,
  ),
);

test(
  'the button that stops them is there where the controls are hidden in the element; a page that hides it shows a still sheet',
  on(
    () => 'embed.html#seed=5&hide=controls',
    async (page) => {
      const cells = () => inkOf(page, '.sheet canvas', 'latent-walk');
      const button = page.locator('latent-walk .scene [data-action=alive]');
      await button.waitFor();
      const before = await cells();
      await page.waitForFunction(() => document.querySelector('latent-walk').hasAttribute('seed'));
      for (let i = 0; moved(before, await cells()) < 32; i++) {
        assert.ok(i < 200, 'the digits move');
        await page.waitForTimeout(100);
      }
      await button.click();
      await page.waitForFunction(() => document.querySelector('latent-walk').getAttribute('alive') === '0');
      await page.evaluate(() => (location.hash = '#seed=5&hide=alive'));
      await page.waitForTimeout(1500);
      const now = await cells();
      await page.waitForTimeout(1000);
      assert.equal(moved(now, await cells()), 0);
    },
    moving,
  ),
);

test(
  'what is asked of the worker while digits drift is answered first',
  on('', async (page) => {
    await drawn(page);
    const url = `${it.site.address}models/${it.chosen.file}`;
    const order = await page.evaluate(async (url) => {
      const worker = new Worker('worker.js', { type: 'module' });
      const sheet = { seed: 1, count: 64, prior: 'standard' };
      const which = [0, 1, 2, 3];
      worker.postMessage({ id: 1, kind: 'drift', url, sheet, which, times: [1, 1, 1, 1] });
      worker.postMessage({ id: 2, kind: 'sheet', url, ...sheet });
      const ends = [];
      await new Promise((resolve) => {
        worker.onmessage = ({ data: { id, done, error } }) => {
          if (error) ends.push(error);
          if (done) ends.push(id);
          if (ends.length === 2) resolve(null);
        };
      });
      worker.terminate();
      return ends;
    }, url);
    assert.deepEqual(order, [2, 1]);
  }),
);

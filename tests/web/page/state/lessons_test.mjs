// The lessons, in the page and in the frame.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { kLessons } from '../../../../web/page/state/lessons.js';
import { browser, closeClean, strict, within } from '../../support/embed_suite.mjs';
import { elementSays, openBuilt } from '../../support/embeds.mjs';
import { fixtures, openPage } from '../../support/pages.mjs';

test('each that is offered is one link, in the page and in the frame', async () => {
  const page = await openPage(browser, strict);
  await page.waitForSelector('#lessons a');
  const links = await page.locator('#lessons a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.ok(links.includes('#lesson=sampling') && links.includes('#lesson=walk'), `${links}`);
  const summaries = await page.locator('#lessons li p').allTextContents();
  for (const summary of summaries) {
    assert.match(summary, /^[A-Z].*\.$/);
    assert.ok(!kLessons.some(({ text }) => text.includes(summary)), `a summary of its own: ${summary}`);
  }
  for (const link of links) {
    const title = await page.locator(`#lessons a[href="${link}"]`).textContent();
    await page.locator(`#lessons a[href="${link}"]`).click();
    await page.waitForFunction(
      (wanted) => document.querySelector('#lesson:not([hidden]) h2')?.textContent === wanted,
      title,
    );
    await page.waitForFunction(() => !document.querySelector('.bench[aria-busy]'), null, { timeout: 30000 });
    assert.equal(await page.locator('.status.wrong').count(), 0, link);
    const frame = await openPage(browser, `${strict}embed.html${link}`);
    await frame.waitForFunction(
      (wanted) =>
        document.querySelector('latent-walk').shadowRoot?.querySelector('.lesson:not([hidden]) h2')?.textContent ===
        wanted,
      title,
    );
    await closeClean(frame);
  }
  await closeClean(page);
});

test('one whose model is not there is not offered, and its link opens the page all the same', async () => {
  const small = await openBuilt({ models: fixtures });
  const address = await small.serve();
  const page = await openPage(browser, `${address}embed.html#lesson=vae-gan`);
  await elementSays(page, / drew /);
  assert.equal(await within(page, '.lesson'), false);
  await closeClean(page);
  const whole = await openPage(browser, address);
  await whole.waitForSelector('.sheet canvas');
  assert.ok(await whole.locator('#lessons').isHidden());
  await whole.context().close();
  await small.close();
});

test('what the visitor changes in a lesson stays, and the address tells it', async () => {
  const page = await openPage(browser, `${strict}#lesson=walk`);
  await page.waitForFunction(() => / drew a walk /.test(document.querySelector('.status').textContent));
  await page.locator('input[type=range]').first().focus();
  await page.keyboard.press('Home');
  await page.waitForFunction(() => /t=0(&|$)/.test(location.hash));
  const again = await openPage(browser, page.url());
  await again.waitForFunction(() => / drew a walk /.test(document.querySelector('.status').textContent));
  assert.equal(await again.locator('input[type=range]').first().inputValue(), '0');
  assert.ok(await again.locator('#lesson').isVisible());
  await closeClean(again);
  await closeClean(page);
});

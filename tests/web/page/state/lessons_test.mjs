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
      (wanted) => document.querySelector('#host .lesson:not([hidden]) h2')?.textContent === wanted,
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
  assert.ok(await again.locator('#host .lesson').isVisible());
  await closeClean(again);
  await closeClean(page);
});

test('one that is opened stands beside the stage, with the focus, at the top of the page', async () => {
  const context = { viewport: { width: 1280, height: 720 } };
  const page = await openPage(browser, strict, { context });
  await page.waitForSelector('#lessons a');
  await page.locator('#lessons a[href="#lesson=walk"]').scrollIntoViewIfNeeded();
  await page.locator('#lessons a[href="#lesson=walk"]').focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('#host .lesson');
  await panel.getByRole('heading', { name: /A walk/ }).waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'lesson');
  const [lesson, stage, action] = await page.evaluate(() =>
    ['.lesson', '.stage', '[data-action=play]'].map((part) =>
      document.querySelector(`#host ${part}`).getBoundingClientRect().toJSON(),
    ),
  );
  assert.ok(stage.top <= 120 && lesson.left >= stage.right && lesson.bottom <= 720, JSON.stringify([lesson, stage]));
  assert.ok(action.bottom <= 720, `${action.bottom}`);
  assert.ok(await page.locator('.seen').isHidden(), 'in place of what the controls say');
  await closeClean(page);
});

test('it is closed by its button and by another view, and leads to the others', async () => {
  const page = await openPage(browser, `${strict}#lesson=sampling`);
  const panel = page.locator('#host .lesson');
  await panel.waitFor();
  assert.ok(await panel.getByRole('button', { name: 'Previous' }).isDisabled());
  await panel.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL(/lesson=walk/);
  await page.waitForFunction(() => / drew a walk /.test(document.querySelector('.status').textContent));
  await panel.getByRole('button', { name: 'Previous' }).click();
  await page.waitForURL(/lesson=sampling/);
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByRole('button', { name: 'Close the lesson' }).click();
  assert.ok(await panel.isHidden());
  assert.match(page.url(), /view=walk&t=0\.5$/); // what it showed stays
  await page.locator('#lessons a[href="#lesson=vae-gan"]').click();
  await panel.waitFor();
  await page.click('#views [data-view=map]');
  await panel.waitFor({ state: 'hidden' });
  assert.doesNotMatch(page.url(), /lesson/);
  await closeClean(page);
});

test('in the element, too, it is closed and leads to the others', async () => {
  const page = await openPage(browser, `${strict}embed.html#lesson=sampling&hide=models`);
  await elementSays(page, / drew /);
  const panel = page.locator('latent-walk .lesson');
  await panel.getByRole('button', { name: 'Next' }).click();
  await elementSays(page, / drew a walk /);
  await page.waitForURL(/lesson=walk/);
  assert.match(page.url(), /hide=models/);
  await panel.getByRole('button', { name: 'Close the lesson' }).click();
  await panel.waitFor({ state: 'hidden' });
  await page.waitForURL(({ hash }) => /view=walk.*t=0\.5/.test(hash) && !hash.includes('lesson'));
  await closeClean(page);
});

// The lessons, in the page and in the frame.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readLessons } from '../../../../web/build/lessons.mjs';
import { browser, closeClean, strict, within } from '../../support/embed_suite.mjs';
import { elementSays, openBuilt } from '../../support/embeds.mjs';
import { fixtures, openPage } from '../../support/pages.mjs';

const { lessons } = await readLessons();

test('each that is offered is one link, in the page and in the frame', async () => {
  const page = await openPage(browser, strict);
  await page.waitForSelector('#lessons a');
  const links = await page.locator('#lessons a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const id of ['sampling', 'walk', 'vae-gan', 'conditioning', 'codes', 'collapse'])
    assert.ok(links.includes(`#lesson=${id}`), `${links}`);
  const summaries = await page.locator('#lessons li p').allTextContents();
  for (const summary of summaries) {
    assert.match(summary, /^[A-Z].*\.$/);
    const texts = lessons.flatMap(({ steps }) => steps.map(({ text }) => text));
    assert.ok(!texts.some((text) => text.includes(summary)), `a summary of its own: ${summary}`);
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
    if (!/walk|losses/.test(link)) continue;
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

test('its steps lead on and back, and to the step that was left', async () => {
  const page = await openPage(browser, `${strict}#lesson=walk`);
  const panel = page.locator('#host .lesson');
  await panel.getByText('Step 1 of 5').waitFor();
  assert.ok(await panel.getByRole('button', { name: 'Back' }).isDisabled());
  await panel.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL(/lesson=walk&step=2/);
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByText('Step 3 of 5').waitFor();
  await page.waitForFunction(() => /from seed 1:7 to 1:32/.test(document.querySelector('.status').textContent));
  assert.equal(await page.evaluate(() => document.activeElement.className), 'lesson');
  await panel.getByRole('button', { name: 'Back' }).click();
  await panel.getByText('Step 2 of 5').waitFor();
  await page.goBack();
  await panel.getByText('Step 3 of 5').waitFor();
  await panel.getByRole('button', { name: 'Close the lesson' }).click();
  await page.locator('#lessons a[href="#lesson=walk"]').click();
  await panel.getByText('Step 1 of 5').waitFor();
  await panel.getByRole('button', { name: 'Resume at step 3' }).click();
  await panel.getByText('Step 3 of 5').waitFor();
  await page.reload();
  await panel.getByText('Step 3 of 5').waitFor();
  await closeClean(page);
});

test('what was changed in a step is shown again as the step shows it', async () => {
  const page = await openPage(browser, `${strict}#lesson=walk`);
  await page.waitForFunction(() => / drew a walk /.test(document.querySelector('.status').textContent));
  await page.locator('#host .panel-slot').getByRole('radio', { name: 'Lerp (straight)' }).check({ force: true });
  await page.waitForURL(/path=lerp/);
  await page.locator('#host .lesson').getByRole('button', { name: 'Show again' }).click();
  await page.waitForURL(({ hash }) => hash.includes('lesson=walk') && !hash.includes('lerp'));
  await closeClean(page);
});

test('it is closed by its button and by a view that it does not show', async () => {
  const page = await openPage(browser, `${strict}#lesson=walk`);
  const panel = page.locator('#host .lesson');
  await panel.getByRole('button', { name: 'Close the lesson' }).click();
  assert.ok(await panel.isHidden());
  assert.match(page.url(), /view=walk&t=0\.5$/); // what it showed stays
  await page.locator('#lessons a[href="#lesson=vae-gan"]').click();
  await panel.waitFor();
  await page.click('#views [data-view=draw]'); // its last step shows Draw
  await page.waitForURL(/view=draw/);
  assert.match(page.url(), /lesson=vae-gan/);
  await page.click('#views [data-view=map]');
  await panel.waitFor({ state: 'hidden' });
  assert.doesNotMatch(page.url(), /lesson/);
  await closeClean(page);
});

test('in the element, too, it leads through its steps and is closed', async () => {
  const page = await openPage(browser, `${strict}embed.html#lesson=walk&hide=models`);
  await elementSays(page, / drew a walk /);
  const panel = page.locator('latent-walk .lesson');
  await panel.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL(/lesson=walk&step=2/);
  assert.match(page.url(), /hide=models/);
  await page.evaluate(() => document.querySelector('latent-walk').setAttribute('step', '3'));
  await elementSays(page, /from seed 1:7 to 1:32/);
  await panel.getByText('Step 3 of 5').waitFor();
  await panel.getByRole('button', { name: 'Close the lesson' }).click();
  await panel.waitFor({ state: 'hidden' });
  await page.waitForURL(({ hash }) => /view=walk/.test(hash) && !hash.includes('lesson'));
  await closeClean(page);
});

test('one whose text does not arrive says so, and tries again', async () => {
  const page = await openPage(browser, strict);
  await page.route('**/lessons/walk.json', (route) => route.abort(), { times: 1 });
  await page.locator('#lessons a[href="#lesson=walk"]').click();
  const panel = page.locator('#host .lesson');
  await panel.getByText(/^The lesson could not be loaded/).waitFor();
  await panel.getByRole('button', { name: 'Try again' }).click();
  await panel.getByText('Step 1 of 5').waitFor();
  await page.context().close();
});

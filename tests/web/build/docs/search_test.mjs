// The search of the documents' pages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { closeAll, openBrowser, openPage, openSite } from '../../support/pages.mjs';

const it = {};
before(async () => {
  it.browser = await openBrowser();
  it.site = await openSite();
});
after(() => closeAll(it.browser));

const open = (page, settings, base = it.site.address) => openPage(it.browser, `${base}docs/${page}`, settings);

async function find(page, query) {
  await page.fill('#query', query);
  await page.waitForFunction(
    () => !document.getElementById('results').hidden && document.getElementById('found').textContent !== '',
  );
  return page.locator('#results li').allTextContents();
}

test('finds a key where it is explained, by keyboard alone', async () => {
  const page = await open('index.html');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'query');
  const found = await find(page, 'ema_decay');
  assert.ok(
    found.some((text) => /training · Configuration/.test(text)),
    `${found}`,
  );
  await page.keyboard.press('ArrowDown');
  const target = await page.evaluate(() => /** @type {HTMLAnchorElement} */ (document.activeElement).href);
  await page.keyboard.press('Enter');
  await page.waitForURL(target);
  assert.ok(new URL(target).hash.length > 1);
  await page.context().close();
});

test('forgives a slip, says where there is nothing, and takes no query for HTML', async () => {
  const page = await open('index.html');
  assert.match((await find(page, 'covrage'))[0], /coverage/i);
  assert.match((await find(page, 'xylophone <b>'))[0], /No results for “xylophone <b>”/);
  assert.equal(await page.locator('#results b').count(), 0);
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#results').isHidden());
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('works from disk, without a server', async () => {
  const page = await open('index.html', {}, pathToFileURL(`${it.site.folder}/`).href);
  const found = await find(page, 'checkpoint');
  assert.ok(found.length > 2, `${found}`);
  await page.click('#results a');
  assert.ok(await page.locator('h1').isVisible());
  await page.context().close();
});

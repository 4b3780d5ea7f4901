// Once loaded, the page works without the server, every model included.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import {
  closeAll,
  drawn,
  inkOf,
  openBrowser,
  openPage,
  openSite,
  replaceFile,
  says,
  sumOf,
} from '../support/pages.mjs';

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => closeAll(browser));

const stored = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const names = await caches.keys();
    return Promise.all(names.map(async (name) => [name, (await (await caches.open(name)).keys()).length]));
  });

test('the page comes back offline, below a path, with another seed and every model', async () => {
  const site = await openSite({ base: '/sub/path/' });
  const page = await openPage(browser, `${site.address}#seed=5`, { offline: true });
  await drawn(page);
  await stored(page);
  const online = await inkOf(page, '.sheet canvas');
  await site.stop();
  await page.context().setOffline(true);
  await page.reload();
  await drawn(page);
  assert.deepEqual(await inkOf(page, '.sheet canvas'), online);
  await page.fill('[data-field=seed]', '6');
  await page.keyboard.press('Enter');
  await says(page, /from seed 6\./);
  const { models } = JSON.parse(await readFile(join(site.folder, 'models/manifest.json'), 'utf8'));
  for (const { title } of models) {
    await page.getByRole('radio', { name: title }).check();
    await says(page, new RegExp(`${title} drew`));
    assert.ok(
      (await inkOf(page, '.sheet canvas')).every((cell) => sumOf(cell) > 0),
      title,
    );
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a new build replaces the store of the old one', async () => {
  const site = await openSite({ changeable: true });
  const page = await openPage(browser, site.address, { offline: true });
  await drawn(page);
  const [[before]] = await stored(page);
  // As build-site does for changed contents: another version in sw.js.
  await replaceFile(join(site.folder, 'sw.js'), (source) =>
    source.toString().replace(/kVersion = '\w+'/, "kVersion = 'another'"),
  );
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const activated = new Promise((done) =>
      registration.addEventListener('updatefound', () =>
        registration.installing.addEventListener(
          'statechange',
          ({ target }) => /** @type {ServiceWorker} */ (target).state === 'installed' && done(),
        ),
      ),
    );
    await registration.update();
    await activated;
  });
  const context = page.context();
  await page.close(); // with the last page of the old version gone, the new one takes over
  const next = await context.newPage();
  await next.goto(site.address);
  await drawn(next);
  for (let i = 0; i < 300 && (await stored(next)).length > 1; i++) await next.waitForTimeout(100);
  const stores = await stored(next);
  assert.equal(stores.length, 1);
  assert.notEqual(stores[0][0], before);
  assert.match(stores[0][0], /another$/);
  await context.close();
});

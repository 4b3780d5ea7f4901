// Once loaded, the page works without the server, every model included.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import {
  chooseModel,
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
  const site = await openSite({ base: '/sub path/ü #50%/' });
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
  for (const { name, title } of models) {
    await chooseModel(page, name);
    await says(page, new RegExp(`${title} drew`));
    assert.ok(
      (await inkOf(page, '.sheet canvas')).every((cell) => sumOf(cell) > 0),
      title,
    );
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

/** What is stored of a file; null where nothing is. */
const storedText = (page, file) =>
  page.evaluate(async (path) => (await (await caches.match(path))?.text()) ?? null, file);

/** Asks for the service worker of the site once more, as a visit does; whether it could be installed. */
const installs = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('sw.js');
    await registration.update().catch(() => {});
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    for (let i = 0; i < 300 && worker?.state === 'installing'; i++) await new Promise((done) => setTimeout(done, 50));
    return Boolean(worker) && worker.state !== 'redundant';
  });

const kRubbish = '<!doctype html><title>Sign in to this network</title>';

test('a server that answers 200 with rubbish while the service worker installs spoils no store, and the next visit heals', async () => {
  const site = await openSite({ changeable: true });
  const path = join(site.folder, 'models/manifest.json');
  const right = await readFile(path);
  await replaceFile(path, () => Buffer.from(kRubbish));
  const page = await openPage(browser, site.address, { offline: true });
  await drawn(page);
  assert.equal(await installs(page), false);
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  await replaceFile(path, () => right);
  await page.reload();
  await drawn(page);
  await stored(page);
  assert.equal(await storedText(page, 'models/manifest.json'), right.toString());
  await page.context().close();
});

test('a half-deployed site leaves the old store as it is, and heals at the next visit', async () => {
  const site = await openSite({ changeable: true });
  const page = await openPage(browser, site.address, { offline: true });
  await drawn(page);
  const [[before]] = await stored(page);
  const old = await readFile(join(site.folder, 'icon.svg'));
  const fresh = Buffer.from(`${old}<!-- new -->`);
  const integrity = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
  await replaceFile(join(site.folder, 'sw.js'), (source) =>
    source
      .toString()
      .replace(integrity(old), integrity(fresh))
      .replace(/kVersion = '\w+'/, "kVersion = 'new'"),
  );
  assert.equal(await installs(page), false, 'sw.js is new, the picture is not there yet');
  assert.deepEqual(
    (await stored(page)).map(([name]) => name),
    [before],
  );
  assert.equal(await storedText(page, 'icon.svg'), old.toString());
  await replaceFile(join(site.folder, 'icon.svg'), () => fresh);
  assert.equal(await installs(page), true);
  const texts = await page.evaluate(async () =>
    Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).match('icon.svg')).text())),
  );
  assert.deepEqual(texts.sort(), [old, fresh].map(String).sort(), 'the old one until its pages are closed');
  await page.context().close();
});

test('a file that the browser has dropped from the store is stored again', async () => {
  const site = await openSite();
  const page = await openPage(browser, site.address, { offline: true });
  await drawn(page);
  await stored(page);
  await page.evaluate(async () => {
    await (await caches.open((await caches.keys())[0])).delete('icon.svg');
    await fetch('icon.svg');
  });
  assert.match(await storedText(page, 'icon.svg'), /<svg/);
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
  // The browser may count the closed page for a moment; then the old version serves this visit, too, but not all of them.
  for (let visits = 0; visits < 30; visits++) {
    await next.goto(site.address);
    await drawn(next);
    for (let i = 0; i < 20 && (await stored(next)).length > 1; i++) await next.waitForTimeout(100);
    if ((await stored(next)).length === 1) break;
    await next.goto('about:blank');
  }
  const stores = await stored(next);
  assert.equal(stores.length, 1);
  assert.notEqual(stores[0][0], before);
  assert.match(stores[0][0], /another$/);
  await context.close();
});

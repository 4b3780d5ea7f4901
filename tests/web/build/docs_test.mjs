// The documents' pages: each of them, read, searched, and without a server.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { closeAll, openBrowser, openPage, openSite, root, screenshot } from '../support/pages.mjs';

const it = {};
before(async () => {
  it.browser = await openBrowser();
  it.site = await openSite();
  it.pages = (await readdir(join(it.site.folder, 'docs'))).filter((file) => file.endsWith('.html')).sort();
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

describe('the documents', () => {
  test('are all there, and the page leads to them', async () => {
    const markdown = (await readdir(join(root, 'docs'))).filter((file) => file.endsWith('.md') && file !== 'README.md');
    for (const file of markdown) assert.ok(it.pages.includes(file.replace('.md', '.html')), file);
    const page = await openPage(it.browser, it.site.address);
    await page.click('text=Documentation');
    await page.waitForURL(/docs\/index\.html$/);
    assert.equal(await page.locator('h1').textContent(), 'Documentation');
    await page.context().close();
  });

  test('link to nothing that is not there, complain of nothing, and ask their own origin only', async () => {
    const asked = [];
    const page = await open('index.html', {
      before: (page) => page.on('request', (request) => asked.push(request.url())),
    });
    for (const name of it.pages) {
      await page.goto(`${it.site.address}docs/${name}`);
      const links = await page.$$eval('a[href]', (all) => all.map(({ href }) => href));
      const pictures = await page.$$eval('main img', (all) =>
        Promise.all(
          all.map(async (image) => {
            image.loading = 'eager';
            await image.decode().catch(() => {});
            return [image.src, image.naturalWidth];
          }),
        ),
      );
      for (const [source, width] of pictures) assert.ok(width > 0, `${name}: ${source}`);
      for (const link of new Set(links.filter((one) => one.startsWith(it.site.address)))) {
        const { pathname, hash } = new URL(link);
        const text = await readFile(join(it.site.folder, pathname), 'utf8').catch(() => null);
        assert.ok(text !== null, `${name}: ${link}`);
        if (hash) assert.ok(text.includes(`id="${decodeURIComponent(hash.slice(1))}"`), `${name}: ${link}`);
      }
    }
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(it.site.address)),
      [],
    );
    await page.context().close();
  });

  for (const [width, colorScheme] of [
    [320, 'dark'],
    [1440, 'light'],
  ]) {
    test(`fit, have targets of 24 px and no fault that axe finds: ${width} px, ${colorScheme}`, async () => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const page = await open('index.html', {
        context: { colorScheme, viewport: { width, height: 900 }, bypassCSP: true },
      });
      for (const name of it.pages) {
        await page.goto(`${it.site.address}docs/${name}`);
        await page.evaluate(axe);
        const found = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(found <= width, `${name}: ${found} px at ${width}`);
        // Links within a sentence may be as low as its lines.
        const small = await page.$$eval('.top a, .search input, .menu a, .parts a, .turn a, summary', (all) =>
          all
            .filter((element) => element.checkVisibility())
            .map((element) => [element.outerHTML, element.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 24 || height < 24)
            .map(([html]) => html),
        );
        assert.deepEqual(small, [], name);
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
          [],
          name,
        );
        if (['index.html', 'configuration.html', 'architecture.html'].includes(name))
          await screenshot(page, `docs-${name.replace('.html', '')}-${width}-${colorScheme}`);
      }
      await page.context().close();
    });
  }

  test('can be read without JavaScript, in one column with the contents unfolded', async () => {
    const page = await open('training.html', {
      context: { javaScriptEnabled: false, viewport: { width: 320, height: 900 } },
    });
    assert.ok(await page.locator('.menu a').first().isVisible());
    assert.ok(!(await page.locator('.search').isVisible()));
    await page.context().close();
  });
});

describe('the search', () => {
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
    const target = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press('Enter');
    await page.waitForURL(target);
    assert.ok(new URL(target).hash.length > 1);
    await page.context().close();
  });

  test('forgives a slip, says where there is nothing, and takes no query for HTML', async () => {
    const page = await open('index.html');
    assert.match((await find(page, 'covrage'))[0], /coverage/i);
    assert.match((await find(page, 'xylophone <b>'))[0], /Nothing about “xylophone <b>”/);
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
});

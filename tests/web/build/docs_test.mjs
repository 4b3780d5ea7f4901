// The documents' pages: each of them, read, searched, and without a server.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { closeAll, openBrowser, openPage, openSite, root, screenshot } from '../support/pages.mjs';

const it = {};
before(async () => {
  it.browser = await openBrowser();
  it.site = await openSite();
  it.pages = (await readdir(join(it.site.folder, 'docs'))).filter((file) => file.endsWith('.html')).sort();
});
after(() => closeAll(it.browser));

const open = (page, settings, base = it.site.address) => openPage(it.browser, `${base}docs/${page}`, settings);

test('the documents: are all there, and the page leads to them', async () => {
  const markdown = (await readdir(join(root, 'docs'))).filter((file) => file.endsWith('.md') && file !== 'README.md');
  for (const file of markdown) assert.ok(it.pages.includes(file.replace('.md', '.html')), file);
  const page = await openPage(it.browser, it.site.address);
  await page.click('text=Documentation');
  await page.waitForURL(/docs\/index\.html$/);
  assert.equal(await page.locator('h1').textContent(), 'Documentation');
  await page.context().close();
});

test('the documents: link to nothing that is not there, complain of nothing, and ask their own origin only', async () => {
  const asked = [];
  const page = await open('index.html', {
    before: (page) => page.on('request', (request) => asked.push(request.url())),
  });
  for (const name of it.pages) {
    await page.goto(`${it.site.address}docs/${name}`);
    const links = await page.$$eval('a[href]', (/** @type {HTMLAnchorElement[]} */ all) => all.map(({ href }) => href));
    const pictures = await page.$$eval('main img', (/** @type {HTMLImageElement[]} */ all) =>
      Promise.all(
        all.map(async (image) => {
          image.loading = 'eager';
          await image.decode().catch(() => {});
          return { source: image.src, width: image.naturalWidth };
        }),
      ),
    );
    for (const { source, width } of pictures) assert.ok(width > 0, `${name}: ${source}`);
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

for (const [colorScheme, width] of Object.entries({ dark: 320, light: 1440 })) {
  test(`the documents: fit, have targets of 24 px and no fault that axe finds: ${width} px, ${colorScheme}`, async () => {
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
          .map((element) => ({ html: element.outerHTML, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width < 24 || box.height < 24)
          .map(({ html }) => html),
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

test('the documents: can be read without JavaScript, in one column with the contents unfolded', async () => {
  const page = await open('training.html', {
    context: { javaScriptEnabled: false, viewport: { width: 320, height: 900 } },
  });
  assert.ok(await page.locator('.menu a').first().isVisible());
  assert.ok(!(await page.locator('.search').isVisible()));
  await page.context().close();
});
